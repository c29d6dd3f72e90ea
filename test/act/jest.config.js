import base from "../../jest.config.js";

/** Tests of whole plans as jobs, by real workflow files with nektos/act or action by action: `npm run test:act`. */
export default {
  ...base,
  rootDir: "../..",
  roots: ["<rootDir>/test/act"],
  testPathIgnorePatterns: [],
  // Each file starts a forge that keeps the machine busy by itself.
  maxWorkers: 1,
};
