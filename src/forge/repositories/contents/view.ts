import { base64Lines } from "../../base64.ts";
import type { GitRepository } from "../../git/repository.ts";
import { fullNameOf, type Repository } from "../../repository.ts";
import type { Urls } from "../../urls.ts";
import { encodePath } from "../commits/view.ts";

/** One entry of a tree, as `git ls-tree -l` tells it. */
export interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly type: string;
  readonly sha: string;
  readonly size: number;
}

/** The entry at a path of a commit; `null` when there is none. */
export const entryAt = async (git: GitRepository, commit: string, path: string): Promise<TreeEntry | null> =>
  (await listEntries(git, [commit, "--", path]))[0] ?? null;

/** The entries of a folder of a commit; the path of the whole tree is empty. */
export const entriesIn = (git: GitRepository, commit: string, path: string): Promise<TreeEntry[]> =>
  listEntries(git, path === "" ? [commit] : [commit, "--", `${path}/`]);

const listEntries = async (git: GitRepository, args: readonly string[]): Promise<TreeEntry[]> => {
  const listing = await git.run(["--literal-pathspecs", "ls-tree", "-z", "-l", ...args]);
  return listing
    .split("\0")
    .filter((line) => line !== "")
    .map((line) => {
      const tab = line.indexOf("\t");
      const [mode = "", type = "", sha = "", size = ""] = line.slice(0, tab).split(/ +/);
      return { path: line.slice(tab + 1), mode, type, sha, size: Number.parseInt(size, 10) || 0 };
    });
};

export interface ShownAtRef {
  readonly repository: Repository;
  readonly urls: Urls;
  /** The branch, tag or sha that the addresses name. */
  readonly ref: string;
}

/** What all kinds of content have in common. */
export const entryView = ({ repository, urls, ref }: ShownAtRef, entry: TreeEntry) => {
  const name = fullNameOf(repository);
  const path = encodePath(entry.path);
  const self = `${urls.repository(name)}/contents/${path}?ref=${encodeURIComponent(ref)}`;
  const git = `${urls.repository(name)}/git/${entry.type === "tree" ? "trees" : "blobs"}/${entry.sha}`;
  const html = `${urls.html}/${name}/${entry.type === "tree" ? "tree" : "blob"}/${encodePath(ref)}/${path}`;
  return {
    name: entry.path.split("/").at(-1) ?? "",
    path: entry.path,
    sha: entry.sha,
    size: entry.size,
    type: kindOf(entry),
    url: self,
    git_url: git,
    html_url: html,
    download_url: entry.type === "blob" ? `${urls.html}/${name}/raw/${encodePath(ref)}/${path}` : null,
    _links: { self, git, html },
  };
};

const kindOf = ({ type, mode }: TreeEntry): "dir" | "file" | "submodule" | "symlink" => {
  if (type === "tree") return "dir";
  if (type === "commit") return "submodule";
  return mode === "120000" ? "symlink" : "file";
};

/** GitHub's `content-file`. */
export const fileContentView = (place: ShownAtRef, entry: TreeEntry, content: Buffer) => ({
  ...entryView(place, entry),
  type: "file" as const,
  content: base64Lines(content),
  encoding: "base64",
});
