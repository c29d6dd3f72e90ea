import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fewEntriesIn } from "./few-entries.ts";
import { pathIn, trackedBy } from "./tracked.ts";

/** Whether a worktree that git has just written is seen to hold nothing but what is tracked; a large one is not looked at. */
export const isAsTracked = ({ path, gitDir }: { path: string; gitDir: string }): boolean => {
  const few = fewEntriesIn(path, (name) => name === ".git");
  if (few === null) return false;
  const { files, folders } = trackedBy(readFileSync(join(gitDir, "index")));
  return few.slice(1).every(({ path: name, kind }) => {
    const known = pathIn(Buffer.from(name).toString("latin1"));
    return kind.isDirectory() ? folders.has(known) : files.has(known);
  });
};
