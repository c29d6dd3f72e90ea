import { listedPage, ok } from "../answer.ts";
import type { Operation } from "../context.ts";
import { notFound } from "../errors.ts";
import { readCommit } from "../git/commit.ts";
import { operation } from "../operation.ts";
import { commitView, encodePath } from "../repositories/commits/view.ts";
import type { Shown } from "../repositories/shown.ts";
import { fullNameOf } from "../repository.ts";
import { rulesOn } from "../rules/active.ts";
import { requiredChecks } from "../rules/required-checks.ts";
import { merge } from "./merge.ts";

const list = operation({
  id: "repos/list-branches",
  method: "GET",
  path: "/repos/{owner}/{repo}/branches",
  needs: "read",
  handle: async ({ store, git, repository, page, urls }) => {
    const output = await git.run(["for-each-ref", "--format=%(objectname) %(refname)", "refs/heads/"]);
    const lines = output.split("\n").filter((line) => line !== "");
    const api = urls.repository(fullNameOf(repository));
    return listedPage(lines, page, (line) => {
      const [sha, name] = [line.slice(0, 40), line.slice("refs/heads/".length + 41)];
      return {
        name,
        commit: { sha, url: `${api}/commits/${sha}` },
        ...protectionOf({ store, repository, urls }, name),
      };
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
      ...protectionOf({ store, repository, urls }, params.branch),
    });
  },
});

/** What everybody is told of a branch's protection: whether it has one, and which checks it requires. */
const protectionOf = (shown: Shown, branch: string) => {
  const rules = rulesOn(shown, `refs/heads/${branch}`);
  const checks = requiredChecks(rules.filter(({ ruleset }) => ruleset === null));
  const enabled = rules.some(({ ruleset }) => ruleset === null);
  return {
    protected: rules.length > 0,
    protection: {
      enabled,
      required_status_checks: {
        enforcement_level: checks.length === 0 ? "off" : "non_admins",
        contexts: checks.map(({ context }) => context),
        checks: checks.map(({ context, integration_id }) => ({ context, app_id: integration_id ?? null })),
      },
    },
    protection_url: `${shown.urls.repository(fullNameOf(shown.repository))}/branches/${encodePath(branch)}/protection`,
  };
};

export const branchesOperations: readonly Operation[] = [list, get, merge];
