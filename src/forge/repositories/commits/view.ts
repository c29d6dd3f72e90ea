import type { Commit } from "../../git/commit.ts";
import type { DiffFile } from "../../git/diff.ts";
import { userOfEmail } from "../../identity.ts";
import { nodeId } from "../../node-id.ts";
import { fullNameOf } from "../../repository.ts";
import { userView } from "../../user-view.ts";
import type { Shown } from "../shown.ts";

/** GitHub's `commit`, without its files. */
export const commitView = (shown: Shown, commit: Commit) => {
  const name = fullNameOf(shown.repository);
  const api = shown.urls.repository(name);
  const url = `${api}/commits/${commit.sha}`;
  return {
    sha: commit.sha,
    node_id: nodeId("C", commit.sha),
    url,
    html_url: `${shown.urls.html}/${name}/commit/${commit.sha}`,
    comments_url: `${url}/comments`,
    commit: {
      url: `${api}/git/commits/${commit.sha}`,
      author: commit.author,
      committer: commit.committer,
      message: commit.message.trimEnd(),
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      comment_count: 0,
      verification: verificationOf(commit),
    },
    author: authorView(shown, commit.author.email),
    committer: authorView(shown, commit.committer.email),
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api}/commits/${sha}`,
      html_url: `${shown.urls.html}/${name}/commit/${sha}`,
    })),
  };
};

const authorView = ({ store, urls }: Shown, email: string) => {
  const user = userOfEmail(store, email);
  return user ? userView(user, urls) : null;
};

/** What is known about a commit's signature: the forge has nobody's keys, so it verifies none. */
export const verificationOf = ({ signed }: Pick<Commit, "signed">) => ({
  verified: false,
  reason: signed ? "unknown_key" : "unsigned",
  signature: signed?.signature ?? null,
  payload: signed?.payload ?? null,
  verified_at: null,
});

/** GitHub's `diff-entry`; `head` is the commit whose files the addresses show. */
export const fileView = ({ repository, urls }: Omit<Shown, "store">, file: DiffFile, head: string) => {
  const name = fullNameOf(repository);
  const path = encodePath(file.path);
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${urls.html}/${name}/blob/${head}/${path}`,
    raw_url: `${urls.html}/${name}/raw/${head}/${path}`,
    contents_url: `${urls.repository(name)}/contents/${path}?ref=${head}`,
    ...(file.patch === null ? {} : { patch: file.patch }),
    ...(file.from === null ? {} : { previous_filename: file.from }),
  };
};

/** A path as it stands in an address. */
export const encodePath = (path: string): string => path.split("/").map(encodeURIComponent).join("/");
