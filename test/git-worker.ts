import { startGitWorker } from "../src/git/worker-client.ts";

// A process that runs suites is large, and stands still while each git is started from it.
startGitWorker(new URL("git-worker-process.js", import.meta.url).pathname);
