import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Git } from "../git.ts";
import { commitAt, type RawCommit } from "./commit.ts";

/** How far down is looked: git does not keep commits in memory, but walks faster. */
const mostCommits = 200;

/**
 * The commits from `head` down to the first of `ends`, the latest first, where each has one parent and all of `ends`
 * are among them or below, one above the other; else `null`, and git has to be asked.
 */
export const lineDown = async (
  git: Git,
  head: string,
  ends: readonly string[],
): Promise<(RawCommit & { readonly sha: string })[] | null> => {
  // Where a history was cut a commit names parents that do not count.
  if (existsSync(join(git.objects.dir, "shallow"))) return null;
  const open = new Set(ends);
  const above: (RawCommit & { readonly sha: string })[] = [];
  let isAbove = true;
  for (let at = head, seen = 0; seen <= mostCommits; seen += 1) {
    if (open.delete(at)) isAbove = false;
    if (open.size === 0) return above;
    const commit = await commitAt(git, at);
    const [parent, ...others] = commit?.parents ?? [];
    if (!commit || parent === undefined || others.length > 0) return null;
    if (isAbove) above.push({ ...commit, sha: at });
    at = parent;
  }
  return null;
};
