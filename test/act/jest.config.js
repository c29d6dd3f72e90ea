import base from "../../jest.config.js";

/**
 * Tests of what is released: the bundled actions, each as a process, and whole plans as jobs, by real workflow files
 * with nektos/act or action by action; and the package, installed from its tarball: `npm run test:act`.
 */
export default {
  ...base,
  rootDir: "../..",
  roots: ["<rootDir>/test/act", "<rootDir>/test/action", "<rootDir>/test/package"],
  testPathIgnorePatterns: [],
  // Each file starts a forge that keeps the machine busy by itself, but waits a good deal, too.
  maxWorkers: 2,
};
