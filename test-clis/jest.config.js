import config from "../jest.config.js";

export default {
  ...config,
  rootDir: "..",
  roots: ["<rootDir>/test-clis"],
  maxWorkers: 1,
  testTimeout: 600_000,
};
