import { startBounded } from "./bounded.ts";
import { startByHand } from "./by-hand.ts";
import type { Following, GitExit, Start } from "./start.ts";
import { isRemote } from "./start.ts";

/** Starts a program in this process, which stands still until the system has started it. */
export const startHere = (start: Start, following: Following = {}): Promise<GitExit> =>
  isBounded(start, following) ? startBounded(start) : startByHand(start, following);

/** Whether it is a git whose input and output are bounded text, and that need not die at once. */
const isBounded = (start: Start, { signal, onOutput }: Following): boolean => {
  const { program, input, hostile } = start;
  if (program !== "git" || hostile || isRemote(start)) return false;
  return signal === undefined && onOutput === undefined && (input === null || isText(input));
};

const isText = (input: Start["input"]): boolean => typeof input === "string" && input !== "";
