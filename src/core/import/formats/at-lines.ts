import type { Backlog } from "../backlog.ts";
import type { Lines } from "../source.ts";

/** A backlog with its lines as those of what it was made of. */
export const atLines = (backlog: Backlog, at: readonly number[]): Backlog => {
  const moved = <Kind extends Lines>(one: Kind): Kind => ({
    ...one,
    line: at[one.line - 1] ?? 1,
    end: at[one.end - 1] ?? 1,
  });
  return {
    ...backlog,
    titled: backlog.titled && moved(backlog.titled),
    left: backlog.left.map(moved),
    rules: backlog.rules.map(moved),
    branches: backlog.branches.map(moved),
    questions: backlog.questions.map(moved),
    groups: backlog.groups.map((group) => ({
      ...moved(group),
      stated: group.stated.map(moved),
      notes: group.notes.map(moved),
      tasks: group.tasks.map((task) => ({ ...moved(task), from: at[task.from - 1] ?? task.line })),
    })),
  };
};
