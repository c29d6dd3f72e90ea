import { z } from "zod";
import { created, ok } from "../answer.ts";
import type { Operation } from "../context.ts";
import { notFound, unprocessable } from "../errors.ts";
import type { GitRepository } from "../git/repository.ts";
import { editTree, type TreeEdit, writeObject } from "../git/write.ts";
import { operation } from "../operation.ts";
import { fullNameOf, type Repository } from "../repository.ts";
import type { Urls } from "../urls.ts";

const entry = z.object({
  path: z.string().min(1),
  mode: z.enum(["100644", "100755", "040000", "160000", "120000"]),
  type: z.enum(["blob", "tree", "commit"]).optional(),
  sha: z.string().nullish(),
  content: z.string().optional(),
});

const create = operation({
  id: "git/create-tree",
  method: "POST",
  path: "/repos/{owner}/{repo}/git/trees",
  needs: "write",
  body: z.object({ base_tree: z.string().nullish(), tree: z.array(entry) }),
  handle: async ({ git, body, repository, urls }) => {
    const base = body.base_tree ? await treeOf(git, body.base_tree) : null;
    if (body.base_tree && base === null) throw unprocessable("base_tree is not a valid tree oid");
    const edits = await Promise.all(body.tree.map((item) => editOf(git, item)));
    const sha = await editTree(git, base, edits);
    const view = await treeView({ git, repository, urls }, sha, false);
    return created(view, view.url);
  },
});

const editOf = async (git: GitRepository, item: z.output<typeof entry>): Promise<TreeEdit> => {
  if (/(^|\/)(\.{0,2}|\.git)(\/|$)/i.test(item.path)) {
    throw unprocessable("tree.path contains a malformed path component");
  }
  const { path, mode } = item;
  if (item.content !== undefined) return { path, mode, sha: await writeObject(git, "blob", item.content) };
  if (item.sha === null || item.sha === undefined) return { path, mode, sha: null };
  const object = /^[0-9a-f]{40}$/.test(item.sha) ? await git.readObject(item.sha) : null;
  if (!object && mode !== "160000")
    throw unprocessable(`tree.sha ${item.sha} is not a valid ${item.type ?? "blob"}`);
  return { path, mode, sha: item.sha };
};

const get = operation({
  id: "git/get-tree",
  method: "GET",
  path: "/repos/{owner}/{repo}/git/trees/{tree_sha}",
  needs: "read",
  query: z.object({ recursive: z.string().optional() }),
  handle: async ({ git, params, query, repository, urls }) => {
    const sha = await treeOf(git, params.tree_sha);
    if (sha === null) throw notFound();
    return ok(await treeView({ git, repository, urls }, sha, query.recursive !== undefined));
  },
});

const treeOf = async (git: GitRepository, name: string): Promise<string | null> =>
  name.startsWith("-") ? null : ((await git.readObject(`${name}^{tree}`))?.sha ?? null);

interface Place {
  readonly git: GitRepository;
  readonly repository: Repository;
  readonly urls: Urls;
}

/** GitHub's `git-tree`. */
const treeView = async ({ git, repository, urls }: Place, sha: string, recursive: boolean) => {
  const url = `${urls.repository(fullNameOf(repository))}/git`;
  const listing = await git.run(["ls-tree", "-z", "-l", ...(recursive ? ["-r", "-t"] : []), sha]);
  const tree = listing
    .split("\0")
    .filter((line) => line !== "")
    .map((line) => {
      const [about = "", path = ""] = line.split("\t", 2);
      const [mode = "", type = "", object = "", size = "-"] = about.split(/ +/);
      const address = type === "commit" ? {} : { url: `${url}/${type}s/${object}` };
      return { path, mode, type, sha: object, ...(size === "-" ? {} : { size: Number(size) }), ...address };
    });
  return { sha, url: `${url}/trees/${sha}`, tree, truncated: false };
};

export const treesOperations: readonly Operation[] = [create, get];
