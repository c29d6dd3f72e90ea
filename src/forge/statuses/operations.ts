import { z } from "zod";
import { created, listedPage, ok } from "../answer.ts";
import { commitNamed } from "../commit-named.ts";
import type { Operation } from "../context.ts";
import { invalid, throwOnProblems, type ValidationProblem } from "../errors.ts";
import { operation } from "../operation.ts";
import { pageItems } from "../pagination.ts";
import { tooLong } from "../text-length.ts";
import { countStatuses, currentStatuses, insertStatus, statusesOf } from "./table.ts";
import { combinedStatusView, statusView } from "./view.ts";

/** The most statuses of one commit and context, by GitHub's documentation. */
const statusLimit = 1_000;

const create = operation({
  id: "repos/create-commit-status",
  method: "POST",
  path: "/repos/{owner}/{repo}/statuses/{sha}",
  needs: "write",
  body: z.object({
    state: z.enum(["error", "failure", "pending", "success"]),
    target_url: z.string().nullish(),
    description: z.string().nullish(),
    context: z.string().default("default"),
  }),
  handle: async (context) => {
    const { store, repository, git, params, body, user, now } = context;
    throwOnProblems([
      ...tooLong("Status", "description", { text: body.description, limit: 140 }),
      ...tooLong("Status", "context", { text: body.context, limit: 255 }),
      ...urlProblems(body.target_url),
    ]);
    const sha = await commitNamed(git, params.sha);
    const status = {
      repository_id: repository.id,
      sha,
      context: body.context,
      state: body.state,
      description: body.description ?? null,
      target_url: body.target_url ?? null,
      creator_id: user().id,
      created_at: now,
    };
    const stored = store.transaction(() => {
      if (countStatuses(store, status) >= statusLimit) throw invalid([full]);
      return insertStatus(store, status);
    });
    const view = statusView(context, stored);
    return created(view, view.url);
  },
});

const full: ValidationProblem = {
  resource: "Status",
  code: "custom",
  message: "This SHA and context has reached the maximum number of statuses.",
};

const urlProblems = (url: string | null | undefined): ValidationProblem[] => {
  if (url === undefined || url === null || url === "" || /^https?:\/\//.test(url)) return [];
  const message = "target_url must use http(s) scheme";
  return [{ resource: "Status", code: "custom", field: "target_url", message }];
};

export const list = operation({
  id: "repos/list-commit-statuses-for-ref",
  method: "GET",
  path: "/repos/{owner}/{repo}/commits/{ref}/statuses",
  needs: "read",
  handle: async (context) => {
    const { store, repository, git, params, page } = context;
    const statuses = statusesOf(store, repository.id, await commitNamed(git, params.ref));
    return listedPage(statuses, page, (status) => statusView(context, status));
  },
});

const combined = operation({
  id: "repos/get-combined-status-for-ref",
  method: "GET",
  path: "/repos/{owner}/{repo}/commits/{ref}/status",
  needs: "read",
  handle: async (context) => {
    const { store, repository, git, params, page } = context;
    const sha = await commitNamed(git, params.ref);
    const statuses = currentStatuses(store, repository.id, sha);
    return {
      ...ok(combinedStatusView(context, { sha, statuses, page: pageItems(statuses, page) })),
      list: { page, total: statuses.length },
    };
  },
});

export const statusesOperations: readonly Operation[] = [create, list, combined];
