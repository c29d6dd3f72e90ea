import type { Commit } from "../../git/commit.ts";

/** GitHub's `simple-commit`: a commit as runs and suites name it. */
export const simpleCommitView = ({ sha, tree, message, author, committer }: Commit) => ({
  id: sha,
  tree_id: tree,
  message: message.trimEnd(),
  timestamp: committer.date,
  author: { name: author.name, email: author.email },
  committer: { name: committer.name, email: committer.email },
});
