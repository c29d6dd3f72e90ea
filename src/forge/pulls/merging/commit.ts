import type { User } from "../../accounts.ts";
import { methodNotAllowed } from "../../errors.ts";
import { readCommits } from "../../git/commit.ts";
import type { GitRepository } from "../../git/repository.ts";
import { signingEnvironment } from "../../identity.ts";
import type { Repository } from "../../repository.ts";
import { settingsIn } from "../../repository-settings.ts";
import type { MergeMethod } from "../../rules/merges.ts";
import { commitsOf } from "../changed.ts";
import type { Pull } from "../table.ts";
import { rebased } from "./rebase.ts";

interface Merge {
  readonly method: MergeMethod;
  readonly pull: Pull;
  /** The merged tree. */
  readonly tree: string;
  readonly user: User;
  readonly repository: Repository;
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

const mergeMessage = ({ pull, head, repository, commit_title, commit_message }: Merge): string => {
  const { merge_commit_title, merge_commit_message } = settingsIn(repository);
  const title = {
    MERGE_MESSAGE: `Merge pull request #${pull.number} from ${head}`,
    PR_TITLE: `${pull.title} (#${pull.number})`,
  }[merge_commit_title];
  const text = { PR_TITLE: pull.title, PR_BODY: pull.body ?? "", BLANK: "" }[merge_commit_message];
  return joined(commit_title ?? title, commit_message ?? text);
};

/** One commit keeps its own text; several become a list of their titles. */
const squashMessage = async (git: GitRepository, merge: Merge): Promise<string> => {
  const { pull, repository, commit_title, commit_message } = merge;
  const { squash_merge_commit_title, squash_merge_commit_message } = settingsIn(repository);
  const commits = await readCommits(git, await commitsOf(git, pull));
  const [only] = commits.length === 1 ? commits : [];
  const isOfCommit = only && squash_merge_commit_title === "COMMIT_OR_PR_TITLE";
  const title = isOfCommit ? (only.message.split("\n")[0] ?? pull.title) : pull.title;
  const messages = only
    ? only.message.split("\n").slice(1).join("\n").trim()
    : commits.map(({ message }) => `* ${message.trim()}`).join("\n\n");
  const text = { COMMIT_MESSAGES: messages, PR_BODY: pull.body ?? "", BLANK: "" }[
    squash_merge_commit_message
  ];
  return joined(commit_title ?? `${title} (#${pull.number})`, commit_message ?? text);
};

const joined = (title: string, text: string): string =>
  text === "" ? `${title}\n` : `${title}\n\n${text}\n`;
