import { createInterface } from "node:readline/promises";

/** Asks on a terminal; where there is none, nobody agrees. */
export const isAgreed = async (question: string): Promise<boolean> => {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^\s*y/i.test(await terminal.question(question));
  } finally {
    terminal.close();
  }
};
