import { setFlagsFromString } from "node:v8";

/**
 * Lets V8 optimize no code in the first seconds. Most commands end before that pays, and spend a fifth of their
 * processor time on it.
 */
export const optimizeLate = (): void => {
  setFlagsFromString("--no-opt");
  setTimeout(() => setFlagsFromString("--opt"), quickMs).unref();
};

/** What takes longer has enough left to do. */
const quickMs = 2000;
