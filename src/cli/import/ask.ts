import { createInterface } from "node:readline/promises";
import { count } from "../../core/count.ts";
import type { Question } from "../../core/import/backlog.ts";
import { isOpen } from "../../core/import/questions.ts";

/** Asks on a terminal what can be read in two ways; the lines that are taken. */
export const askAbout = async (questions: readonly Question[]): Promise<Question[]> => {
  const taken: Question[] = [];
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    for (const question of questions.filter(isOpen)) {
      const { line, end, points } = question;
      const answer = await terminal.question(
        `Lines ${line} to ${end} have ${count(points, "point")} outside of where the todos are. Are they todos, too? [y/N] `,
      );
      if (/^\s*y/i.test(answer)) taken.push(question);
    }
  } finally {
    terminal.close();
  }
  return taken;
};
