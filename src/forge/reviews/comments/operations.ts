import { z } from "zod";
import { listedPage, noContent, ok } from "../../answer.ts";
import type { Operation, RepositoryContext } from "../../context.ts";
import { forbidden, throwOnProblems } from "../../errors.ts";
import { touchIssue } from "../../issues/table.ts";
import { operation } from "../../operation.ts";
import { includes } from "../../permissions.ts";
import { type ReviewComment, reviewCommentAt, visibleComments } from "../../pulls/comments/table.ts";
import { currentPull } from "../../pulls/read.ts";
import { synchronize, synchronizePulls } from "../../pulls/synchronize.ts";
import { pullById } from "../../pulls/table.ts";
import { reviewAt } from "../table.ts";
import { createComment, createReply } from "./create.ts";
import { commentBodyProblems } from "./input.ts";
import { commentOfReviewView, reviewCommentView } from "./view.ts";

const one = "/repos/{owner}/{repo}/pulls/comments/{comment_id}";
const query = z.object({
  sort: z.enum(["created", "updated", "created_at"]).default("created"),
  direction: z.enum(["asc", "desc"]).default("asc"),
  since: z.string().default(""),
});

const list = operation({
  id: "pulls/list-review-comments",
  method: "GET",
  path: "/repos/{owner}/{repo}/pulls/{pull_number}/comments",
  needs: "read",
  query,
  handle: async (context) => {
    const pull = await currentPull(context, context.params.pull_number);
    return listComments(context, "pull_id", pull.id);
  },
});

const listForRepository = operation({
  id: "pulls/list-review-comments-for-repo",
  method: "GET",
  path: "/repos/{owner}/{repo}/pulls/comments",
  needs: "read",
  query,
  handle: async (context) => {
    await synchronizePulls(context);
    return listComments(context, "repository_id", context.repository.id);
  },
});

const listComments = (
  context: RepositoryContext<Record<string, string>, undefined, z.output<typeof query>>,
  where: "pull_id" | "repository_id",
  value: number,
) => {
  const { store, page, query } = context;
  const column = query.sort === "updated" ? "updated_at" : "created_at";
  const order = `${column} ${query.direction}, id ${query.direction}`;
  const comments = visibleComments(store, { where, value, order, viewerId: viewerOf(context) }).filter(
    ({ updated_at }) => updated_at >= query.since,
  );
  return listedPage(comments, page, (comment) => reviewCommentView(context, comment));
};

const listForReview = operation({
  id: "pulls/list-comments-for-review",
  method: "GET",
  path: "/repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/comments",
  needs: "read",
  handle: async (context) => {
    const { store, params, page } = context;
    const viewerId = viewerOf(context);
    const pull = await currentPull(context, params.pull_number);
    const review = reviewAt(store, { pullId: pull.id, id: params.review_id, viewerId });
    const comments = visibleComments(store, { where: "review_id", value: review.id, order: "id", viewerId });
    return listedPage(comments, page, (comment) => commentOfReviewView(context, comment));
  },
});

const get = operation({
  id: "pulls/get-review-comment",
  method: "GET",
  path: one,
  needs: "read",
  handle: async (context) => {
    const pull = pullById(context.store, commentOf(context).pull_id);
    await synchronize(context, pull ? [pull] : []);
    return ok(reviewCommentView(context, commentOf(context)));
  },
});

const update = operation({
  id: "pulls/update-review-comment",
  method: "PATCH",
  path: one,
  needs: "read",
  body: z.object({ body: z.string() }),
  handle: (context) =>
    context.store.transaction(() => {
      const { store, body, now } = context;
      const comment = ownComment(context);
      throwOnProblems(commentBodyProblems(body.body));
      store.run(
        "update review_comments set body = ?, updated_at = ? where id = ?",
        body.body,
        now,
        comment.id,
      );
      touchIssue(store, comment.pull_id, now);
      return ok(reviewCommentView(context, commentOf(context)));
    }),
});

const remove = operation({
  id: "pulls/delete-review-comment",
  method: "DELETE",
  path: one,
  needs: "read",
  handle: (context) =>
    context.store.transaction(() => {
      const { store, now } = context;
      const comment = ownComment(context);
      promoteReply(store, comment);
      store.run("delete from reactions where subject = 'review_comment' and subject_id = ?", comment.id);
      store.run("delete from review_comments where id = ?", comment.id);
      touchIssue(store, comment.pull_id, now);
      return noContent();
    }),
});

/** A thread outlives its first comment: the next one takes its place. */
const promoteReply = (store: RepositoryContext["store"], root: ReviewComment): void => {
  const [next] = store.all<ReviewComment>(
    "select * from review_comments where in_reply_to_id = ? order by id limit 1",
    root.id,
  );
  if (!next) return;
  store.run("update review_comments set in_reply_to_id = ? where in_reply_to_id = ?", next.id, root.id);
  store.run(
    "update review_comments set in_reply_to_id = null, resolved_by = ? where id = ?",
    root.resolved_by,
    next.id,
  );
};

type OfComment = RepositoryContext<{ readonly comment_id: string }>;

const commentOf = (context: OfComment): ReviewComment =>
  reviewCommentAt(context.store, {
    repository: context.repository,
    id: context.params.comment_id,
    viewerId: viewerOf(context),
  });

/** The comment in the address, which its author and people with write access may change. */
const ownComment = (context: OfComment): ReviewComment => {
  const comment = commentOf(context);
  if (comment.user_id === context.user().id || includes(context.permission, "write")) return comment;
  throw forbidden("Must have admin rights to Repository.");
};

/** Who reads; 0 is nobody's id. */
const viewerOf = ({ viewer }: Pick<RepositoryContext, "viewer">): number => viewer?.id ?? 0;

export const reviewCommentsOperations: readonly Operation[] = [
  list,
  listForRepository,
  listForReview,
  createComment,
  createReply,
  get,
  update,
  remove,
];
