import { z } from "zod";
import { created, listed, ok } from "../../answer.ts";
import type { Operation } from "../../context.ts";
import { HttpError, notFound, unprocessable } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { pageItems } from "../../pagination.ts";
import type { Store } from "../../store.ts";
import { issueOfId } from "../issue-of-id.ts";
import { type Issue, issueAt, touchIssue } from "../table.ts";
import { touched } from "../touched.ts";
import { issueView, issueViews } from "../view.ts";
import { childrenOf, depthOf, lineOf, orderChildren, parentOf, subIssueLimits } from "./table.ts";

const all = "/repos/{owner}/{repo}/issues/{issue_number}/sub_issues";

const list = operation({
  id: "issues/list-sub-issues",
  method: "GET",
  path: all,
  needs: "read",
  handle: ({ store, repository, params, page, urls }) => {
    const children = childrenOf(store, issueAt(store, repository, params.issue_number).id);
    return listed(issueViews({ store, repository, urls }, pageItems(children, page)), page, children.length);
  },
});

const getParent = operation({
  id: "issues/get-parent",
  method: "GET",
  path: "/repos/{owner}/{repo}/issues/{issue_number}/parent",
  needs: "read",
  handle: ({ store, repository, params, urls }) => {
    const parent = parentOf(store, issueAt(store, repository, params.issue_number).id);
    if (!parent) throw notFound();
    return ok(issueView({ store, repository, urls }, parent));
  },
});

export const add = operation({
  id: "issues/add-sub-issue",
  method: "POST",
  path: all,
  needs: "triage",
  body: z.object({ sub_issue_id: z.int(), replace_parent: z.boolean().default(false) }),
  handle: (context) =>
    context.store.transaction(() => {
      const { store, repository, params, body, now } = context;
      const parent = issueAt(store, repository, params.issue_number);
      const child = issueOfId(store, repository, body.sub_issue_id);
      if (body.replace_parent) store.run("delete from sub_issues where child_id = ?", child.id);
      throwOnImpossible(store, { parent, child });
      const last = childrenOf(store, parent.id).length;
      store.run(
        "insert into sub_issues (child_id, parent_id, position) values (?, ?, ?)",
        child.id,
        parent.id,
        last,
      );
      touchIssue(store, child.id, now);
      return created(touched(context, parent));
    }),
});

const throwOnImpossible = (store: Store, { parent, child }: { parent: Issue; child: Issue }): void => {
  const wrong = (reason: string) =>
    unprocessable(`An error occurred while adding the sub-issue to the parent issue. ${reason}`);
  const line = lineOf(store, parent);
  if (parentOf(store, child.id)) throw wrong("Sub issue may only have one parent");
  if (line.some(({ id }) => id === child.id)) throw wrong("Sub issue may not be its own ancestor");
  if (childrenOf(store, parent.id).length >= subIssueLimits.children) {
    throw wrong(`Parent cannot have more than ${subIssueLimits.children} sub-issues`);
  }
  if (line.length + depthOf(store, child.id) > subIssueLimits.levels) {
    throw wrong(`Sub issues may not be nested deeper than ${subIssueLimits.levels} levels`);
  }
};

const remove = operation({
  id: "issues/remove-sub-issue",
  method: "DELETE",
  path: "/repos/{owner}/{repo}/issues/{issue_number}/sub_issue",
  needs: "triage",
  body: z.object({ sub_issue_id: z.int() }),
  handle: (context) =>
    context.store.transaction(() => {
      const { store, repository, params, body, now } = context;
      const parent = issueAt(store, repository, params.issue_number);
      if (!childrenOf(store, parent.id).some(({ id }) => id === body.sub_issue_id)) {
        throw notFound("The provided sub-issue does not exist");
      }
      store.run("delete from sub_issues where child_id = ?", body.sub_issue_id);
      orderChildren(store, parent.id, idsOf(childrenOf(store, parent.id)));
      touchIssue(store, body.sub_issue_id, now);
      return ok(touched(context, parent));
    }),
});

const reprioritize = operation({
  id: "issues/reprioritize-sub-issue",
  method: "PATCH",
  path: "/repos/{owner}/{repo}/issues/{issue_number}/sub_issues/priority",
  needs: "triage",
  body: z.object({ sub_issue_id: z.int(), after_id: z.int().optional(), before_id: z.int().optional() }),
  handle: (context) =>
    context.store.transaction(() => {
      const { store, repository, params, body } = context;
      const parent = issueAt(store, repository, params.issue_number);
      const ids = idsOf(childrenOf(store, parent.id));
      orderChildren(store, parent.id, moved(ids, body));
      return ok(touched(context, parent));
    }),
});

/** The order after one of the ids was put behind `after_id` or in front of `before_id`. */
const moved = (
  ids: readonly number[],
  wanted: { sub_issue_id: number; after_id?: number | undefined; before_id?: number | undefined },
): number[] => {
  const rest = ids.filter((id) => id !== wanted.sub_issue_id);
  const mark = wanted.after_id ?? wanted.before_id;
  const at = mark === undefined ? -1 : rest.indexOf(mark);
  if (rest.length === ids.length) throw notFound("The provided sub-issue does not exist");
  if (at === -1 || (wanted.after_id !== undefined && wanted.before_id !== undefined)) {
    throw new HttpError(422, { message: "Name one sub-issue of the parent, in after_id or in before_id" });
  }
  const place = wanted.after_id === undefined ? at : at + 1;
  return rest.toSpliced(place, 0, wanted.sub_issue_id);
};

const idsOf = (issues: readonly Issue[]): number[] => issues.map(({ id }) => id);

export const subIssuesOperations: readonly Operation[] = [list, getParent, add, remove, reprioritize];
