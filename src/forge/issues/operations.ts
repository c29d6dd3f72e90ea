import { ok } from "../answer.ts";
import { type Operation, operation } from "../operation.ts";
import { create } from "./create.ts";
import { issueAt } from "./table.ts";
import { issueView } from "./view.ts";

const get = operation({
  id: "issues/get",
  method: "GET",
  path: "/repos/{owner}/{repo}/issues/{issue_number}",
  needs: "read",
  handle: ({ store, repository, params, urls }) =>
    ok(issueView({ store, repository, urls }, issueAt(store, repository, params.issue_number))),
});

export const issuesOperations: readonly Operation[] = [create, get];
