import type { User } from "../../accounts.ts";
import { methodNotAllowed } from "../../errors.ts";
import { readCommits } from "../../git/commit.ts";
import type { GitRepository } from "../../git/repository.ts";
import { signingEnvironment } from "../../identity.ts";
import { commitsOf } from "../changed.ts";
import type { Pull } from "../table.ts";
import { rebased } from "./rebase.ts";

export type MergeMethod = "merge" | "squash" | "rebase";

interface Merge {
  readonly method: MergeMethod;
  readonly pull: Pull;
  /** The merged tree. */
  readonly tree: string;
  readonly user: User;
  /** `owner/branch`. */
  readonly head: string;
  readonly commit_title?: string | undefined;
  readonly commit_message?: string | undefined;
}

/**
 * Makes the commit that a merge puts on the base, on no branch yet.
 * @throws HttpError 405 when the commits cannot be rebased.
 */
export const mergedCommit = async (git: GitRepository, merge: Merge): Promise<string> => {
  const { pull, tree, user } = merge;
  switch (merge.method) {
    case "merge":
      return commitTree(git, {
        tree,
        user,
        parents: [pull.base_sha, pull.head_sha],
        message: mergeMessage(merge),
      });
    case "squash":
      return commitTree(git, {
        tree,
        user,
        parents: [pull.base_sha],
        message: await squashMessage(git, merge),
      });
    case "rebase": {
      const sha = await rebased(git, pull, user);
      if (sha === null) throw methodNotAllowed("This branch can't be rebased");
      return sha;
    }
    default:
      return merge.method satisfies never;
  }
};

/** Makes a commit of a tree and returns its sha. */
export const commitTree = async (
  git: GitRepository,
  commit: { tree: string; user: User; parents: readonly string[]; message: string },
): Promise<string> => {
  const parents = commit.parents.flatMap((parent) => ["-p", parent]);
  const env = signingEnvironment(commit.user);
  return (await git.run(["commit-tree", commit.tree, ...parents], { input: commit.message, env })).trim();
};

const mergeMessage = ({ pull, head, commit_title, commit_message }: Merge): string =>
  joined(commit_title ?? `Merge pull request #${pull.number} from ${head}`, commit_message ?? pull.title);

/** One commit keeps its own text; several become a list of their titles. */
const squashMessage = async (git: GitRepository, merge: Merge): Promise<string> => {
  const { pull, commit_title, commit_message } = merge;
  const commits = await readCommits(git, await commitsOf(git, pull));
  const [only] = commits.length === 1 ? commits : [];
  const title = only ? (only.message.split("\n")[0] ?? pull.title) : pull.title;
  const text = only
    ? only.message.split("\n").slice(1).join("\n").trim()
    : commits.map(({ message }) => `* ${message.trim()}`).join("\n\n");
  return joined(commit_title ?? `${title} (#${pull.number})`, commit_message ?? text);
};

const joined = (title: string, text: string): string =>
  text === "" ? `${title}\n` : `${title}\n\n${text}\n`;
