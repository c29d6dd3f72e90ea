import { listedPage, ok } from "../answer.ts";
import type { Operation } from "../context.ts";
import { notFound } from "../errors.ts";
import { readCommit } from "../git/commit.ts";
import { operation } from "../operation.ts";
import { commitView, encodePath } from "../repositories/commits/view.ts";
import { fullNameOf } from "../repository.ts";
import { merge } from "./merge.ts";

const list = operation({
  id: "repos/list-branches",
  method: "GET",
  path: "/repos/{owner}/{repo}/branches",
  needs: "read",
  handle: async ({ git, repository, page, urls }) => {
    const output = await git.run(["for-each-ref", "--format=%(objectname) %(refname)", "refs/heads/"]);
    const lines = output.split("\n").filter((line) => line !== "");
    const api = urls.repository(fullNameOf(repository));
    return listedPage(lines, page, (line) => {
      const [sha, name] = [line.slice(0, 40), line.slice("refs/heads/".length + 41)];
      return { name, commit: { sha, url: `${api}/commits/${sha}` }, protected: false };
    });
  },
});

const get = operation({
  id: "repos/get-branch",
  method: "GET",
  path: "/repos/{owner}/{repo}/branches/{branch}",
  needs: "read",
  handle: async ({ git, store, repository, params, urls }) => {
    const sha = await git.readRef(`refs/heads/${params.branch}`);
    const commit = sha === null ? null : await readCommit(git, sha);
    if (!commit) throw notFound("Branch not found");
    const name = fullNameOf(repository);
    const path = encodePath(params.branch);
    const self = `${urls.repository(name)}/branches/${path}`;
    return ok({
      name: params.branch,
      commit: commitView({ store, repository, urls }, commit),
      _links: { self, html: `${urls.html}/${name}/tree/${path}` },
      protected: false,
      protection: { enabled: false },
      protection_url: `${self}/protection`,
    });
  },
});

const getProtection = operation({
  id: "repos/get-branch-protection",
  method: "GET",
  path: "/repos/{owner}/{repo}/branches/{branch}/protection",
  needs: "admin",
  handle: async ({ git, params }) => {
    const sha = await git.readRef(`refs/heads/${params.branch}`);
    throw notFound(sha === null ? "Branch not found" : "Branch not protected");
  },
});

export const branchesOperations: readonly Operation[] = [list, get, getProtection, merge];
