import { MilepostError } from "../../core/error.ts";
import type { MergedInOrder } from "../../core/proof/landing.ts";
import type { Git } from "../git.ts";

/** Merges heads on a base without any ref, index or file; the same ones give the same commits, wherever it is done. */
export const mergeInOrder = async (
  git: Git,
  base: string,
  heads: readonly string[],
): Promise<MergedInOrder> => {
  const { stdout } = await git(["rev-parse", "--verify", `${base}^{tree}`]);
  const prefixes = [{ commit: base, tree: stdout.trim() }];
  let below = base;
  for (const [at, head] of heads.entries()) {
    const merged = await mergedTree(git, below, head);
    if ("paths" in merged) return { prefixes, conflict: { at, paths: merged.paths } };
    below = await commitOf(git, { tree: merged.tree, parents: [below, head] });
    prefixes.push({ commit: below, tree: merged.tree });
  }
  return { prefixes, conflict: null };
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

const nobody = { name: "Milepost", email: "milepost@example.com", date: "@0 +0000" };
const environment = {
  GIT_AUTHOR_NAME: nobody.name,
  GIT_AUTHOR_EMAIL: nobody.email,
  GIT_AUTHOR_DATE: nobody.date,
  GIT_COMMITTER_NAME: nobody.name,
  GIT_COMMITTER_EMAIL: nobody.email,
  GIT_COMMITTER_DATE: nobody.date,
};

const commitOf = async (
  git: Git,
  { tree, parents }: { tree: string; parents: readonly string[] },
): Promise<string> => {
  const from = parents.flatMap((parent) => ["-p", parent]);
  const args = ["commit-tree", "--no-gpg-sign", tree, ...from, "-m", "What lands together"];
  return (await git(args, { env: environment })).stdout.trim();
};
