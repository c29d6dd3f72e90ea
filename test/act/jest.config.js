import base from "../../jest.config.js";

/**
 * Tests of the bundled actions: each as a process, and whole plans as jobs, by real workflow files with nektos/act or
 * action by action: `npm run test:act`.
 */
export default {
  ...base,
  rootDir: "../..",
  roots: ["<rootDir>/test/act", "<rootDir>/test/action"],
  testPathIgnorePatterns: [],
  // Each file starts a forge that keeps the machine busy by itself, but waits a good deal, too.
  maxWorkers: 2,
};
