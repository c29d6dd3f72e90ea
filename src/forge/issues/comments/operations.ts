import { z } from "zod";
import { created, listed, noContent, ok } from "../../answer.ts";
import type { Operation, RepositoryContext } from "../../context.ts";
import { forbidden, throwOnProblems, type ValidationProblem } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { offsetOf } from "../../pagination.ts";
import { includes } from "../../permissions.ts";
import { since } from "../../since.ts";
import type { Store } from "../../store.ts";
import { bodyProblems } from "../limits.ts";
import { type Issue, issueAt, touchIssue } from "../table.ts";
import { type Comment, commentAt, insertComment } from "./table.ts";
import { commentView } from "./view.ts";

const ofIssue = "/repos/{owner}/{repo}/issues/{issue_number}/comments";
const one = "/repos/{owner}/{repo}/issues/comments/{comment_id}";
const body = z.object({ body: z.string() });

/** The most comments of an issue, as people report of GitHub. */
const commentLimit = 2_500;

const list = operation({
  id: "issues/list-comments",
  method: "GET",
  path: ofIssue,
  needs: "read",
  query: z.object({ since: since.optional() }),
  handle: (context) => {
    const issue = issueAt(context.store, context.repository, context.params.issue_number);
    const from = "from comments where issue_id = ? and updated_at >= ?";
    return listComments(context, { from, id: issue.id, since: context.query.since, order: "id" });
  },
});

const listForRepository = operation({
  id: "issues/list-comments-for-repo",
  method: "GET",
  path: "/repos/{owner}/{repo}/issues/comments",
  needs: "read",
  query: z.object({
    sort: z.enum(["created", "updated"]).default("created"),
    direction: z.enum(["asc", "desc"]).default("asc"),
    since: since.optional(),
  }),
  handle: (context) => {
    const { sort, direction } = context.query;
    const from = "from comments where repository_id = ? and updated_at >= ?";
    const order = `${sort}_at ${direction}, id ${direction}`;
    return listComments(context, { from, id: context.repository.id, since: context.query.since, order });
  },
});

const listComments = (
  { store, repository, page, urls }: RepositoryContext,
  wanted: { from: string; id: number; since: string | undefined; order: string },
) => {
  const values = [wanted.id, wanted.since ?? ""];
  const comments = store.all<Comment>(
    `select * ${wanted.from} order by ${wanted.order} limit ? offset ?`,
    ...values,
    page.size,
    offsetOf(page),
  );
  const row = store.get<{ count: number }>(`select count(*) as count ${wanted.from}`, ...values);
  const views = comments.map((comment) => commentView({ store, repository, urls }, comment));
  return listed(views, page, row?.count ?? 0);
};

export const create = operation({
  id: "issues/create-comment",
  method: "POST",
  path: ofIssue,
  needs: "read",
  body,
  handle: ({ store, repository, permission, params, user, body, now, urls }) =>
    store.transaction(() => {
      const issue = issueAt(store, repository, params.issue_number);
      if (issue.locked && !includes(permission, "write")) {
        throw forbidden("Unable to create comment because issue is locked.");
      }
      throwOnFull(store, issue);
      throwOnProblems(commentProblems(body.body));
      const row = { repository_id: repository.id, issue_id: issue.id, user_id: user().id, body: body.body };
      const comment = insertComment(store, row, now);
      touchIssue(store, issue.id, now);
      const view = commentView({ store, repository, urls }, comment);
      return created(view, view.url);
    }),
});

const throwOnFull = (store: Store, issue: Issue): void => {
  const row = store.get<{ count: number }>(
    "select count(*) as count from comments where issue_id = ?",
    issue.id,
  );
  if ((row?.count ?? 0) < commentLimit) return;
  throw forbidden(`Commenting is disabled on issues with more than ${commentLimit} comments`);
};

const commentProblems = (text: string): ValidationProblem[] =>
  text.trim() === ""
    ? [{ resource: "IssueComment", code: "missing_field", field: "body" }]
    : bodyProblems("IssueComment", text);

const get = operation({
  id: "issues/get-comment",
  method: "GET",
  path: one,
  needs: "read",
  handle: ({ store, repository, params, urls }) =>
    ok(commentView({ store, repository, urls }, commentAt(store, repository, params.comment_id))),
});

export const update = operation({
  id: "issues/update-comment",
  method: "PATCH",
  path: one,
  needs: "read",
  body,
  handle: (context) =>
    context.store.transaction(() => {
      const { store, repository, body, now, urls } = context;
      const comment = ownComment(context);
      throwOnProblems(commentProblems(body.body));
      store.run("update comments set body = ?, updated_at = ? where id = ?", body.body, now, comment.id);
      touchIssue(store, comment.issue_id, now);
      return ok(
        commentView({ store, repository, urls }, commentAt(store, repository, context.params.comment_id)),
      );
    }),
});

export const remove = operation({
  id: "issues/delete-comment",
  method: "DELETE",
  path: one,
  needs: "read",
  handle: (context) =>
    context.store.transaction(() => {
      const comment = ownComment(context);
      context.store.run("delete from reactions where subject = 'comment' and subject_id = ?", comment.id);
      context.store.run("delete from comments where id = ?", comment.id);
      touchIssue(context.store, comment.issue_id, context.now);
      return noContent();
    }),
});

/** The comment in the address, which its author and people with write access may change. */
const ownComment = (context: RepositoryContext<{ readonly comment_id: string }>): Comment => {
  const comment = commentAt(context.store, context.repository, context.params.comment_id);
  if (comment.user_id !== context.user().id && !includes(context.permission, "write")) {
    throw forbidden("Must have admin rights to Repository.");
  }
  return comment;
};

export const commentsOperations: readonly Operation[] = [
  list,
  listForRepository,
  create,
  get,
  update,
  remove,
];
