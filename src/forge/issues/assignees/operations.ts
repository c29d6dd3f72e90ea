import { z } from "zod";
import { created, listedPage, noContent, ok } from "../../answer.ts";
import type { Operation, RepositoryContext } from "../../context.ts";
import { notFound } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { assignableUsers } from "../../repositories/collaborators/table.ts";
import type { Store } from "../../store.ts";
import { userView } from "../../user-view.ts";
import { type Issue, issueAt } from "../table.ts";
import { touched } from "../touched.ts";
import { addAssignees } from "./table.ts";

const ofIssue = "/repos/{owner}/{repo}/issues/{issue_number}/assignees";

const list = operation({
  id: "issues/list-assignees",
  method: "GET",
  path: "/repos/{owner}/{repo}/assignees",
  needs: "read",
  handle: ({ store, repository, page, urls }) => {
    const users = assignableUsers(store, repository.id);
    return listedPage(users, page, (user) => userView(user, urls));
  },
});

const check = operation({
  id: "issues/check-user-can-be-assigned",
  method: "GET",
  path: "/repos/{owner}/{repo}/assignees/{assignee}",
  needs: "read",
  handle: ({ store, repository, params }) => {
    throwUnlessAssignable(store, repository.id, params.assignee);
    return noContent();
  },
});

const checkForIssue = operation({
  id: "issues/check-user-can-be-assigned-to-issue",
  method: "GET",
  path: "/repos/{owner}/{repo}/issues/{issue_number}/assignees/{assignee}",
  needs: "read",
  handle: ({ store, repository, params }) => {
    issueAt(store, repository, params.issue_number);
    throwUnlessAssignable(store, repository.id, params.assignee);
    return noContent();
  },
});

const throwUnlessAssignable = (store: Store, repositoryId: number, login: string): void => {
  const wanted = login.toLowerCase();
  if (!assignableUsers(store, repositoryId).some((user) => user.login.toLowerCase() === wanted)) {
    throw notFound();
  }
};

const body = z.object({ assignees: z.array(z.string()).max(10).default([]) });

export const add = operation({
  id: "issues/add-assignees",
  method: "POST",
  path: ofIssue,
  needs: "triage",
  body,
  handle: (context) =>
    created(changeAssignees(context, (issue) => addAssignees(context.store, issue, context.body.assignees))),
});

export const remove = operation({
  id: "issues/remove-assignees",
  method: "DELETE",
  path: ofIssue,
  needs: "triage",
  body,
  handle: (context) =>
    ok(
      changeAssignees(context, (issue) => {
        for (const login of context.body.assignees) removeAssignee(context.store, issue, login);
      }),
    ),
});

const removeAssignee = (store: Store, issue: Issue, login: string): void => {
  store.run(
    "delete from assignees where issue_id = ? and user_id = (select id from users where login = ?)",
    issue.id,
    login,
  );
};

const changeAssignees = (
  context: RepositoryContext<{ readonly issue_number: string }>,
  change: (issue: Issue) => void,
) =>
  context.store.transaction(() => {
    const issue = issueAt(context.store, context.repository, context.params.issue_number);
    change(issue);
    return touched(context, issue);
  });

export const assigneesOperations: readonly Operation[] = [list, check, checkForIssue, add, remove];
