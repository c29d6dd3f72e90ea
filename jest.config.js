export default {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/act/", "<rootDir>/test/action/"],
  extensionsToTreatAsEsm: [".ts"],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "es6" } },
    ],
  },
  testSequencer: "<rootDir>/test/whole-runs-first.js",
  // Whole runs wait now and then, for a second or for a program: two cores have work for three.
  maxWorkers: 3,
  testTimeout: 60_000,
};
