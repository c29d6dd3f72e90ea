/* Starts git for a process that runs suites; not by the worker's own path, by which its suite looks for workers. */
import "../build/src/git/worker.js";
