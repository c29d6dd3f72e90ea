import { z } from "zod";
import { type Answer, created, listed, ok } from "../../answer.ts";
import type { Operation, RepositoryContext } from "../../context.ts";
import { invalid, notFound } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { pageItems } from "../../pagination.ts";
import type { Store } from "../../store.ts";
import { issueOfId } from "../issue-of-id.ts";
import { type Issue, issueAt } from "../table.ts";
import { touched } from "../touched.ts";
import { issueViews } from "../view.ts";
import { blockedBy, blockersOf, dependencyLimit } from "./table.ts";

const all = "/repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocked_by";

const listBlockedBy = operation({
  id: "issues/list-dependencies-blocked-by",
  method: "GET",
  path: all,
  needs: "read",
  handle: (context) => list(context, blockersOf),
});

const listBlocking = operation({
  id: "issues/list-dependencies-blocking",
  method: "GET",
  path: "/repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocking",
  needs: "read",
  handle: (context) => list(context, blockedBy),
});

const list = (
  { store, repository, params, page, urls }: RepositoryContext<{ readonly issue_number: string }>,
  read: (store: Store, issueId: number) => Issue[],
): Answer => {
  const issues = read(store, issueAt(store, repository, params.issue_number).id);
  return listed(issueViews({ store, repository, urls }, pageItems(issues, page)), page, issues.length);
};

export const add = operation({
  id: "issues/add-blocked-by-dependency",
  method: "POST",
  path: all,
  needs: "triage",
  body: z.object({ issue_id: z.int() }),
  handle: (context) =>
    context.store.transaction(() => {
      const { store, repository, params, body } = context;
      const issue = issueAt(store, repository, params.issue_number);
      const blocker = issueOfId(store, repository, body.issue_id);
      throwOnImpossible(store, { issue, blocker });
      store.run("insert into dependencies (issue_id, blocked_by_id) values (?, ?)", issue.id, blocker.id);
      return created(touched(context, issue));
    }),
});

const throwOnImpossible = (store: Store, { issue, blocker }: { issue: Issue; blocker: Issue }): void => {
  const wrong = (message: string) =>
    invalid([{ resource: "IssueDependency", code: "custom", field: "issue_id", message }]);
  const blockers = blockersOf(store, issue.id);
  if (issue.id === blocker.id) throw wrong("An issue cannot block itself");
  if (blockers.some(({ id }) => id === blocker.id)) throw wrong("Target issue has already been taken");
  if (blockers.length >= dependencyLimit || blockedBy(store, blocker.id).length >= dependencyLimit) {
    throw wrong(`An issue cannot have more than ${dependencyLimit} dependencies of a kind`);
  }
};

export const remove = operation({
  id: "issues/remove-dependency-blocked-by",
  method: "DELETE",
  path: "/repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocked_by/{issue_id}",
  needs: "triage",
  handle: (context) =>
    context.store.transaction(() => {
      const { store, repository, params } = context;
      const issue = issueAt(store, repository, params.issue_number);
      const blocker = blockersOf(store, issue.id).find(({ id }) => String(id) === params.issue_id);
      if (!blocker) throw notFound();
      store.run("delete from dependencies where issue_id = ? and blocked_by_id = ?", issue.id, blocker.id);
      return ok(touched(context, issue));
    }),
});

export const dependenciesOperations: readonly Operation[] = [listBlockedBy, listBlocking, add, remove];
