import base from "../../jest.config.js";

/**
 * Tests of what is released: the bundled actions, each as a process, and whole plans as jobs, by real workflow files
 * with nektos/act or action by action; and the package, installed from its tarball: `npm run test:act`.
 */
export default {
  ...base,
  rootDir: "../..",
  roots: ["<rootDir>/test/act", "<rootDir>/test/action", "<rootDir>/test/package"],
  // The longest of what act runs; small plans take the same turns, and single actions are cut off in test/action.
  testPathIgnorePatterns:
    process.env.MILEPOST_TEST_THOROUGH === "1"
      ? []
      : ["demo", "cancelled", "limit", "rules", "split"].map((name) => `<rootDir>/test/act/${name}.test.ts`),
  // Each file starts a forge, and waits a good deal: two cores have work for three.
  maxWorkers: 3,
};
