import type { Backlog, Task } from "../backlog.ts";
import { type DocumentOptions, readDocument } from "../document.ts";
import { type ImportSource, isInRanges, type Lines } from "../source.ts";

/** Reads a document that was made of a source: `at` has the source's line of each of its own. */
export const readMade = (
  lines: readonly string[],
  at: readonly number[],
  { name, options: { taken = [], ...options } }: Pick<ImportSource, "name"> & { options: DocumentOptions },
): Backlog => {
  const own = at.flatMap((line, index) =>
    isInRanges(taken, line) ? [{ line: index + 1, end: index + 1 }] : [],
  );
  return atLines(readDocument({ lines, name }, { ...options, taken: joined(own) }), at);
};

/** Lines that follow each other as one range. */
const joined = (all: readonly Lines[]): Lines[] => {
  const ranges: Lines[] = [];
  for (const one of all) {
    const last = ranges.at(-1);
    if (last?.end === one.line - 1) ranges.splice(-1, 1, { ...last, end: one.end });
    else ranges.push(one);
  }
  return ranges;
};

/** A backlog with its lines as those of what it was made of. */
const atLines = (backlog: Backlog, at: readonly number[]): Backlog => {
  const moved = <Kind extends Lines>(one: Kind): Kind => ({
    ...one,
    line: at[one.line - 1] ?? 1,
    end: at[one.end - 1] ?? 1,
  });
  const movedTask = (task: Task): Task => ({ ...moved(task), from: at[task.from - 1] ?? task.line });
  return {
    ...backlog,
    titled: backlog.titled && moved(backlog.titled),
    left: backlog.left.map((one) => ({ ...moved(one), ...(one.task ? { task: movedTask(one.task) } : {}) })),
    rules: backlog.rules.map(moved),
    branches: backlog.branches.map(moved),
    questions: backlog.questions.map(moved),
    groups: backlog.groups.map((group) => ({
      ...moved(group),
      stated: group.stated.map(moved),
      notes: group.notes.map(moved),
      tasks: group.tasks.map(movedTask),
    })),
  };
};
