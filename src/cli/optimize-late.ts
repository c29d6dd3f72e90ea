import { setFlagsFromString } from "node:v8";

/** What reads a plan, tells of it and ends. */
const lookingCommands = new Set(["diff", "logs", "preview", "report", "show", "status", "validate"]);

/**
 * Lets V8 optimize no code in the first seconds of a command that is over by then: it would spend a sixth of its
 * processor time on what it does not live to get back. One that works on is better off from the start.
 */
export const optimizeLate = (command = ""): void => {
  if (!lookingCommands.has(command)) return;
  setFlagsFromString("--no-opt");
  setTimeout(() => setFlagsFromString("--opt"), quickMs).unref();
};

/** What takes longer has enough left to do. */
const quickMs = 2000;
