import { z } from "zod";
import { type Answer, listed, noContent, ok, text } from "../answer.ts";
import type { RepositoryContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { operation } from "../operation.ts";
import { offsetOf } from "../pagination.ts";
import { repositoryView } from "../repositories/view.ts";
import { countsOf } from "./comparison.ts";
import { synchronize, synchronizePulls } from "./synchronize.ts";
import { countPulls, listPulls, type Pull, type PullFilter, pullAt } from "./table.ts";
import { pullView, simplePullView } from "./view.ts";

export const list = operation({
  id: "pulls/list",
  method: "GET",
  path: "/repos/{owner}/{repo}/pulls",
  needs: "read",
  query: z.object({
    state: z.enum(["open", "closed", "all"]).default("open"),
    head: z.string().optional(),
    base: z.string().optional(),
    sort: z.enum(["created", "updated", "popularity", "long-running"]).default("created"),
    direction: z.enum(["asc", "desc"]).optional(),
  }),
  handle: async (context) => {
    const { store, repository, query, page } = context;
    await synchronizePulls(context);
    const filters = filtersOf(repository.id, repository.owner, query);
    const pulls = listPulls(store, filters, {
      order: orderOf(query),
      limit: page.size,
      offset: offsetOf(page),
    });
    const repo = repositoryView(context);
    const views = pulls.map((pull) => simplePullView(context, pull, repo));
    return listed(views, page, countPulls(store, filters));
  },
});

const filtersOf = (
  repositoryId: number,
  owner: string,
  {
    state,
    head,
    base,
  }: { state: "open" | "closed" | "all"; head?: string | undefined; base?: string | undefined },
): PullFilter[] => {
  const [, headOwner = owner, branch = ""] = /^(?:([^:]*):)?(.*)$/s.exec(head ?? "") ?? [];
  return [
    ["issues.repository_id = ?", repositoryId],
    ...(state === "all" ? [] : [["state = ?", state] as const]),
    ...(branch === "" ? [] : [["head_ref = ?", branch] as const, [ownedBy, headOwner] as const]),
    ...(base === undefined ? [] : [["base_ref = ?", base] as const]),
  ];
};

const ownedBy = "head_owner_id = (select id from users where login = ?)";

const columns = {
  created: "issues.number",
  updated: "updated_at",
  popularity: "(select count(*) from comments where issue_id = issues.id)",
  "long-running": "created_at",
} as const;

/** Newest first by creation, oldest first by everything else, as GitHub's defaults are. */
const orderOf = (query: { sort: keyof typeof columns; direction?: "asc" | "desc" | undefined }): string => {
  const direction = query.direction ?? (query.sort === "created" ? "desc" : "asc");
  return `${columns[query.sort]} ${direction}, issues.number ${direction}`;
};

export const get = operation({
  id: "pulls/get",
  method: "GET",
  path: "/repos/{owner}/{repo}/pulls/{pull_number}",
  needs: "read",
  handle: async (context) => {
    const pull = await currentPull(context, context.params.pull_number);
    return (await asText(context, pull)) ?? ok(await shownPull(context, pull));
  },
});

/** The pull request of a number, up to date with its branches. */
export const currentPull = async (context: RepositoryContext, number: string): Promise<Pull> => {
  await synchronize(context, [pullAt(context.store, context.repository, number)]);
  return pullAt(context.store, context.repository, number);
};

/** The pull request as its own page tells it, with its counts. */
export const shownPull = async (context: RepositoryContext, pull: Pull) => {
  const counts = await countsOf(context, pull);
  return pullView(context, pull, counts ?? { commits: 0, additions: 0, deletions: 0, changed_files: 0 });
};

/** The diff or the patches, if that is what was asked for. */
const asText = async ({ git, accept }: RepositoryContext, pull: Pull): Promise<Answer | null> => {
  const [, format] = /application\/vnd\.github\.(?:v3\.)?(diff|patch)/.exec(accept) ?? [];
  if (format === undefined) return null;
  const args =
    format === "diff"
      ? ["diff", "-M", `${pull.base_sha}...${pull.head_sha}`, "--"]
      : ["format-patch", "--stdout", "-M", `${pull.base_sha}..${pull.head_sha}`];
  return text(`application/vnd.github.${format}; charset=utf-8`, await git.run(args));
};

export const checkIfMerged = operation({
  id: "pulls/check-if-merged",
  method: "GET",
  path: "/repos/{owner}/{repo}/pulls/{pull_number}/merge",
  needs: "read",
  handle: async (context) => {
    const pull = await currentPull(context, context.params.pull_number);
    if (pull.merged_at === null) throw notFound();
    return noContent();
  },
});
