import type { Commit } from "../git/commit.ts";
import { nodeId } from "../node-id.ts";
import { verificationOf } from "../repositories/commits/view.ts";
import type { Shown } from "../repositories/shown.ts";
import { fullNameOf } from "../repositories/table.ts";

type Place = Omit<Shown, "store">;

/** GitHub's `git-commit`. */
export const gitCommitView = ({ repository, urls }: Place, commit: Commit) => {
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

/** A ref and what it points at. */
export interface Ref {
  readonly name: string;
  readonly sha: string;
  readonly type: string;
}

/** GitHub's `git-ref`. */
export const refView = ({ repository, urls }: Place, ref: Ref) => {
  const git = `${urls.repository(fullNameOf(repository))}/git`;
  return {
    ref: ref.name,
    node_id: nodeId("REF", ref.name),
    url: `${git}/${ref.name}`,
    object: { type: ref.type, sha: ref.sha, url: `${git}/${ref.type}s/${ref.sha}` },
  };
};
