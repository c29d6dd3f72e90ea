import base from "../../jest.config.js";

/** Tests of the pages in a real browser, which takes as much of two cores as a tenth of all others: `npm run test:browser`. */
export default {
  ...base,
  rootDir: "../..",
  roots: ["<rootDir>/test/browser"],
  testPathIgnorePatterns: [],
  maxWorkers: 1,
};
