import type { Commit } from "../../git/commit.ts";
import { nodeId } from "../../node-id.ts";
import { fullNameOf } from "../../repository.ts";
import type { Shown } from "../shown.ts";
import { verificationOf } from "./view.ts";

/** GitHub's `git-commit`. */
export const gitCommitView = ({ repository, urls }: Omit<Shown, "store">, commit: Commit) => {
  const name = fullNameOf(repository);
  const git = `${urls.repository(name)}/git`;
  const page = (sha: string) => `${urls.html}/${name}/commit/${sha}`;
  return {
    sha: commit.sha,
    node_id: nodeId("C", commit.sha),
    url: `${git}/commits/${commit.sha}`,
    html_url: page(commit.sha),
    author: commit.author,
    committer: commit.committer,
    tree: { sha: commit.tree, url: `${git}/trees/${commit.tree}` },
    message: commit.message.trimEnd(),
    parents: commit.parents.map((sha) => ({ sha, url: `${git}/commits/${sha}`, html_url: page(sha) })),
    verification: verificationOf(commit),
  };
};
