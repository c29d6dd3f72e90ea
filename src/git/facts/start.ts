import { MilepostError } from "../../core/error.ts";
import type { Git } from "../git.ts";
import { lineDown } from "../objects/line.ts";
import { commitName, remembered } from "../remembered.ts";

/**
 * The commit that a change is measured from: the merge base of `base` and `head`.
 *
 * They have several when the change began on a merge of branches that `base` took in one by one: then it is all of
 * them merged, or what came with one of them would count as the change's own. Where they conflict, it is one of them,
 * as for `git diff base...head`.
 *
 * @throws {MilepostError} when the two share no history.
 */
export const startOf = async (git: Git, base: string, head: string): Promise<string> => {
  const [first = "", ...others] = await mergeBases(git, { base, head });
  let start = first;
  for (const other of others) start = (await merged(git, start, other)) ?? start;
  return start;
};

const mergeBases = remembered(
  async (git, { base, head }: { base: string; head: string }): Promise<readonly string[]> => {
    if (commitName(base) && (await lineDown(git, head, [base]))) return [base];
    const { stdout, exitCode } = await git(["merge-base", "--all", base, head], { ok: [1] });
    if (exitCode === 0) return stdout.trim().split("\n");
    throw new MilepostError(`${base} and ${head} share no history`, {
      hint: "start the branch from its base, and do not rewrite it from nothing",
    });
  },
  { name: ({ base, head }) => commitName(base) && commitName(head) && `${base} ${head}`, most: 1000 },
);

/** A commit of both, on no branch; `null` when they conflict. */
const merged = async (git: Git, ours: string, theirs: string): Promise<string | null> => {
  const tree = await git(["merge-tree", "--write-tree", "--no-messages", ours, theirs], { ok: [1] });
  if (tree.exitCode === 1) return null;
  const { stdout } = await git(["commit-tree", tree.stdout.trim(), "-p", ours, "-p", theirs, "-m", "Start"], {
    config: { "user.name": "Milepost", "user.email": "milepost@example.com" },
  });
  return stdout.trim();
};
