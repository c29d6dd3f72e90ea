import { fileURLToPath } from "node:url";
import { startGitWorker } from "../src/git/worker-client.ts";

// A process that runs suites is large, and is copied for each program that it starts. It ends when it has no more suites.
startGitWorker(fileURLToPath(new URL("git-worker-process.js", import.meta.url))).unref();
