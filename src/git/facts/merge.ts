import { MilepostError } from "../../core/error.ts";
import type { Person } from "../../gates/commit.ts";
import type { Git } from "../git.ts";
import { asGitWrites } from "../identity.ts";
import { asCommitDate, writeCommit } from "../objects/commit.ts";
import { treeAt } from "./tree.ts";

/** A merge's tree, or the paths in which the two conflict. */
type MergedTree =
  | { readonly kind: "merged"; readonly tree: string }
  | { readonly kind: "conflict"; readonly paths: readonly string[] };

/** What is merged into what; `mergeBase` is `null` where git finds it. */
interface Sides {
  readonly head: string;
  readonly base: string;
  readonly mergeBase: string | null;
}

/**
 * Merges two commits without an index, files or refs.
 *
 * Git takes a merge base of the caller's own only from 2.40 on; before that, commits say the same that stand with the
 * trees of both sides on one with the merge base's tree, and no other parent.
 *
 * @throws {MilepostError} when the two share no history, or git is older than 2.38.
 */
export const mergeTrees = async (git: Git, { head, base, mergeBase }: Sides): Promise<MergedTree> => {
  const [ours, theirs] = mergeBase === null ? [head, base] : await onBase(git, { head, base, mergeBase });
  const { stdout, stderr, exitCode } = await git(
    ["merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", ours, theirs],
    { ok: [1, 128, 129] },
  );
  if (exitCode === 129)
    throw new MilepostError("this git cannot try a merge", { hint: "install git 2.38 or newer" });
  if (exitCode === 128)
    throw new MilepostError(`could not try to merge ${base} into ${head}: ${stderr.trim()}`, {
      hint: "start the branch from its base",
    });
  const [tree = "", ...paths] = stdout.split("\0");
  return exitCode === 0
    ? { kind: "merged", tree }
    : { kind: "conflict", paths: paths.filter((path) => path !== "") };
};

/** The same trees as commits on one common, parentless commit. */
const onBase = async (
  git: Git,
  { head, base, mergeBase }: { [Side in keyof Sides]: string },
): Promise<[string, string]> => {
  const root = await commitOf(git, { tree: await treeAt(git, mergeBase), parents: [] });
  const on = async (commit: string) =>
    await commitOf(git, { tree: await treeAt(git, commit), parents: [root] });
  return [await on(head), await on(base)];
};

/** Merges `base` into `head` by a commit that is on no branch. */
export const mergeCommit = async (
  git: Git,
  { message, author, ...sides }: Sides & { readonly message: string; readonly author: Person },
): Promise<
  | { readonly kind: "merged"; readonly commit: string; readonly tree: string }
  | Extract<MergedTree, { kind: "conflict" }>
> => {
  const merged = await mergeTrees(git, sides);
  if (merged.kind === "conflict") return merged;
  const { tree } = merged;
  const parents = [sides.head, sides.base];
  return { ...merged, commit: await commitOf(git, { tree, parents, message, author }) };
};

/**
 * What is below `into` in a head that is just what git makes of the two, as a merge or as one commit on what is below;
 * the merge is measured from what they have in common, or from `on`. `null` if it is anything else.
 */
export const cleanMerge = async (
  git: Git,
  { head, into, on }: { readonly head: string; readonly into: string; readonly on: string | null },
): Promise<{ readonly below: string; readonly base: string } | null> => {
  const { stdout } = await git(["rev-list", "--parents", "--max-count=1", head]);
  const [, first, second, ...more] = stdout.trim().split(" ");
  const below = second === undefined ? first : first === into && more.length === 0 ? second : undefined;
  if (below === undefined) return null;
  const tree = await treeAt(git, head);
  const makesIt = async (mergeBase: string | null): Promise<boolean> => {
    const merged = await mergeTrees(git, { head: into, base: below, mergeBase });
    return merged.kind === "merged" && merged.tree === tree;
  };
  if (!(await makesIt(null)) && (on === null || !(await makesIt(on)))) return null;
  const [base = ""] = (await git(["merge-base", into, below])).stdout.trim().split("\n");
  return { below, base };
};

/** Makes a commit of a tree on another one. */
export const commitOn = (
  git: Git,
  { base, tree, message, author }: { base: string; tree: string; message: string; author: Person },
): Promise<string> => commitOf(git, { tree, parents: [base], message, author });

/** Whether the same paths have the same modes and contents, before and after, in two changes. */
export const isSameChange = async (
  git: Git,
  change: Pick<Sides, "base" | "head">,
  other: Pick<Sides, "base" | "head">,
): Promise<boolean> => (await rawOf(git, change)) === (await rawOf(git, other));

const rawOf = async (git: Git, { base, head }: Pick<Sides, "base" | "head">): Promise<string> =>
  (await git(["diff-tree", "-r", "-z", "--no-renames", "--full-index", base, head])).stdout;

/** How two changes differ, each taken as one commit. */
export const rangeDiff = async (
  git: Git,
  change: Pick<Sides, "base" | "head">,
  other: Pick<Sides, "base" | "head">,
): Promise<string> => {
  const asOne = async ({ base, head }: Pick<Sides, "base" | "head">): Promise<string> => {
    const message = "The change as a whole";
    const commit = await commitOf(git, { tree: await treeAt(git, head), parents: [base], message });
    return `${base}..${commit}`;
  };
  const ranges = [await asOne(change), await asOne(other)];
  const plain = ["--no-color", "--creation-factor=100", "--no-ext-diff", "--no-textconv"];
  return (await git(["range-diff", ...plain, ...ranges])).stdout;
};

const nobody: Person = { name: "Milepost", email: "milepost@example.com" };

/** Without an author it is one that nobody keeps: the same at any time. */
const commitOf = async (
  git: Git,
  {
    tree,
    parents,
    message = "Merge base",
    author,
  }: {
    readonly tree: string;
    readonly parents: readonly string[];
    readonly message?: string;
    readonly author?: Person;
  },
): Promise<string> => {
  const person = asGitWrites(author ?? nobody);
  const date = author ? asCommitDate(new Date()) : "0 +0000";
  return await writeCommit(git.objects, {
    ...{ tree, parents, message },
    ...{ author: person, authored: date, committer: person, committed: date },
  });
};
