import { MilepostError } from "../../core/error.ts";
import type { MergedInOrder } from "../../core/proof/landing.ts";
import type { Git } from "../git.ts";
import { writeCommit } from "../objects/commit.ts";
import { treeAt } from "./tree.ts";

/** What comes of merging one head into what is there before it. */
type Step = { readonly commit: string; readonly tree: string } | { readonly paths: readonly string[] };

/** Merges heads on a base, one after the other. */
type MergeInOrder = (base: string, heads: readonly string[]) => Promise<MergedInOrder>;

/**
 * Merges without any ref, index or file; the same ones give the same commits, wherever it is done. What was merged before
 * is not merged again: a landing is looked at before and after it is proved, and grows at its end.
 */
export const mergerInOrder = (git: Git): MergeInOrder => {
  const known = new Map<string, Step>();
  const remembered = async (key: string, make: () => Promise<Step>): Promise<Step> => {
    const found = known.get(key) ?? (await make());
    if (known.size >= maxKnown) known.clear();
    known.set(key, found);
    return found;
  };
  return async (base, heads) => {
    const prefixes: { commit: string; tree: string }[] = [];
    const first = await remembered(base, async () => ({ commit: base, tree: await treeAt(git, base) }));
    if ("commit" in first) prefixes.push(first);
    let below = base;
    for (const [at, head] of heads.entries()) {
      const step = await remembered(`${below} ${head}`, () => mergeOne(git, below, head));
      if ("paths" in step) return { prefixes, conflict: { at, paths: step.paths } };
      below = step.commit;
      prefixes.push(step);
    }
    return { prefixes, conflict: null };
  };
};

/** Merges that are remembered. */
const maxKnown = 5000;

const mergeOne = async (git: Git, below: string, head: string): Promise<Step> => {
  const merged = await mergedTree(git, below, head);
  if ("paths" in merged) return merged;
  const { tree } = merged;
  return { tree, commit: await writeCommit(git.objects, { ...ofNobody, tree, parents: [below, head] }) };
};

const mergedTree = async (
  git: Git,
  ours: string,
  theirs: string,
): Promise<{ tree: string } | { paths: string[] }> => {
  const { stdout, stderr, exitCode } = await git(
    ["merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", ours, theirs],
    { ok: [1, 128, 129] },
  );
  if (exitCode > 1)
    throw new MilepostError(`could not merge ${theirs} into ${ours}: ${stderr.trim()}`, {
      hint: "install git 2.38 or newer, and start the branch from its base",
    });
  const [tree = "", ...paths] = stdout.split("\0");
  return exitCode === 0 ? { tree: tree.trim() } : { paths: paths.filter((path) => path !== "") };
};

const nobody = { name: "Milepost", email: "milepost@example.com" };
const ofNobody = {
  ...{ author: nobody, authored: "0 +0000", committer: nobody, committed: "0 +0000" },
  message: "What lands together\n",
};
