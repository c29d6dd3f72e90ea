import type { Git } from "./git.ts";

/** Commits whose answers are kept at once. */
const most = 1000;

/** A commit is what it is, so what was read of one is remembered by its sha; other names are read each time. */
export const remembered = <Value>(
  read: (git: Git, commit: string) => Promise<Value>,
): ((git: Git, commit: string) => Promise<Value>) => {
  const known = new Map<string, Value>();
  return async (git, commit) => {
    const value = known.get(commit);
    if (value !== undefined) return value;
    const answer = await read(git, commit);
    if (known.size >= most) known.clear();
    if (/^[0-9a-f]{40}$/.test(commit)) known.set(commit, answer);
    return answer;
  };
};
