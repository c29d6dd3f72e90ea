import { ok } from "../answer.ts";
import type { Operation } from "../context.ts";
import { operation } from "../operation.ts";
import { assigneesOperations } from "./assignees/operations.ts";
import { commentsOperations } from "./comments/operations.ts";
import { commentReactionsOperations } from "./comments/reactions.ts";
import { create } from "./create.ts";
import { dependenciesOperations } from "./dependencies/operations.ts";
import { issueLabelsOperations } from "./labels/of-issue.ts";
import { labelsOperations } from "./labels/operations.ts";
import { listForRepository } from "./list.ts";
import { lock, unlock } from "./lock.ts";
import { milestonesOperations } from "./milestones/operations.ts";
import { reactionsOperations } from "./reactions/operations.ts";
import { subIssuesOperations } from "./sub-issues/operations.ts";
import { issueAt } from "./table.ts";
import { update } from "./update.ts";
import { issueView } from "./view.ts";

export const get = operation({
  id: "issues/get",
  method: "GET",
  path: "/repos/{owner}/{repo}/issues/{issue_number}",
  needs: "read",
  handle: ({ store, repository, params, urls }) =>
    ok(issueView({ store, repository, urls }, issueAt(store, repository, params.issue_number))),
});

export const issuesOperations: readonly Operation[] = [
  create,
  get,
  update,
  listForRepository,
  lock,
  unlock,
  ...labelsOperations,
  ...issueLabelsOperations,
  ...milestonesOperations,
  ...assigneesOperations,
  ...commentsOperations,
  ...reactionsOperations,
  ...commentReactionsOperations,
  ...subIssuesOperations,
  ...dependenciesOperations,
];
