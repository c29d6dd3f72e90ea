import base from "../../jest.config.js";

/** Tests that run real workflow files with nektos/act: `npm run test:act`. */
export default {
  ...base,
  rootDir: "../..",
  roots: ["<rootDir>/test/act"],
  testPathIgnorePatterns: [],
  // Each file starts a forge that keeps the machine busy by itself.
  maxWorkers: 1,
};
