export default {
  testEnvironment: "node",
  // Cleaning up wraps what suites of a worker share in setters that call themselves: a child that ends late ends the suite.
  testEnvironmentOptions: { globalsCleanup: "off" },
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  testPathIgnorePatterns: [
    "/node_modules/",
    "<rootDir>/test/act/",
    "<rootDir>/test/action/",
    "<rootDir>/test/package/",
    // Random whole runs with real processes: as many of them by models of their own take a hundredth of the time.
    ...(process.env.MILEPOST_TEST_THOROUGH === "1"
      ? []
      : ["nights", "planted", "random-people"].map((name) => `<rootDir>/test/local/${name}.test.ts`)),
  ],
  extensionsToTreatAsEsm: [".ts", ".tsx"],
  transform: {
    "^.+\\.tsx?$": [
      "@swc/jest",
      {
        jsc: {
          parser: { syntax: "typescript", tsx: true },
          transform: { react: { runtime: "automatic", importSource: "hono/jsx" } },
          target: "es2022",
        },
        module: { type: "es6" },
      },
    ],
  },
  testSequencer: "<rootDir>/test/whole-runs-first.js",
  // Whole runs wait now and then, for a second or for a program: two cores have work for four.
  maxWorkers: 4,
  // Far more than any test takes: what is slow on a busy machine has not failed.
  testTimeout: 180_000,
};
