/**
 * Suites run as they are, in Node itself, by processes that each keep what they have loaded: Jest's own runner loads
 * every module anew for every suite, which took a quarter of all processor time.
 */
export default {
  runner: "jest-light-runner/child-process",
  setupFilesAfterEnv: ["<rootDir>/test/time-limit.ts", "<rootDir>/test/git-worker.ts"],
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  testPathIgnorePatterns: [
    "/node_modules/",
    "<rootDir>/test/act/",
    "<rootDir>/test/action/",
    "<rootDir>/test/browser/",
    "<rootDir>/test/package/",
    // Many or random whole runs with real processes: by models of their own they take a hundredth of the time.
    ...(process.env.MILEPOST_TEST_THOROUGH === "1"
      ? []
      : [
          "cli/publish-killed",
          "local/each-rule",
          "local/nights",
          "local/planted",
          "local/random-people",
          "local/seed-in-go",
        ].map((name) => `<rootDir>/test/${name}.test.ts`)),
  ],
  testSequencer: "<rootDir>/test/whole-runs-first.js",
  // Whole runs wait now and then, for a second or for a program: two cores have work for four.
  maxWorkers: 4,
};
