import { z } from "zod";
import { created } from "../../answer.ts";
import type { RepositoryContext } from "../../context.ts";
import { invalid, notFound, throwOnProblems } from "../../errors.ts";
import { touchIssue } from "../../issues/table.ts";
import { operation } from "../../operation.ts";
import { changedFiles, commitsOf } from "../../pulls/changed.ts";
import {
  insertReviewComment,
  type ReviewComment,
  reviewCommentAt,
  reviewCommentById,
} from "../../pulls/comments/table.ts";
import { currentPull } from "../../pulls/read.ts";
import { type Pull, pullAt } from "../../pulls/table.ts";
import { insertReview } from "../table.ts";
import {
  commentBodyProblems,
  draftComment,
  type PlacedComment,
  placeComment,
  threadProblem,
} from "./input.ts";
import { reviewCommentView } from "./view.ts";

/** A comment alone makes a review of its own, as on GitHub. */
export const createComment = operation({
  id: "pulls/create-review-comment",
  method: "POST",
  path: "/repos/{owner}/{repo}/pulls/{pull_number}/comments",
  needs: "read",
  body: z.union([
    draftComment.extend({ commit_id: z.string(), in_reply_to: z.undefined().optional() }),
    z.object({ body: z.string(), in_reply_to: z.int() }),
  ]),
  handle: async (context) => {
    const { git, body } = context;
    if (body.in_reply_to !== undefined) {
      return reply(context, pullAt(context.store, context.repository, context.params.pull_number), {
        to: String(body.in_reply_to),
        body: body.body,
      });
    }
    const pull = await currentPull(context, context.params.pull_number);
    const commit = await commitIn(context, pull, body.commit_id);
    if (commit === null) throw invalid([threadProblem("commit", "is not part of the pull request")]);
    const files = await changedFiles(git, { base_sha: pull.base_sha, head_sha: commit });
    const result = placeComment(files, body);
    if ("problems" in result) throw invalid(result.problems);
    return answer(context, storeAlone(context, pull, { placed: result.placed, commit, root: null }));
  },
});

export const createReply = operation({
  id: "pulls/create-reply-for-review-comment",
  method: "POST",
  path: "/repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies",
  needs: "read",
  body: z.object({ body: z.string() }),
  handle: (context) =>
    reply(context, pullAt(context.store, context.repository, context.params.pull_number), {
      to: context.params.comment_id,
      body: context.body.body,
    }),
});

/** The commit if it is one of the pull request's, or its head; `null` otherwise. */
export const commitIn = async (
  { git }: RepositoryContext,
  pull: Pull,
  sha: string | undefined,
): Promise<string | null> => {
  if (sha === undefined || sha === pull.head_sha) return pull.head_sha;
  return (await commitsOf(git, pull)).includes(sha) ? sha : null;
};

const reply = (context: RepositoryContext, pull: Pull, { to, body }: { to: string; body: string }) => {
  const { store, repository, user } = context;
  const parent = reviewCommentAt(store, { repository, id: to, viewerId: user().id });
  if (parent.pull_id !== pull.id) throw notFound();
  throwOnProblems(commentBodyProblems(body));
  const root = parent.in_reply_to_id === null ? parent : reviewCommentById(store, parent.in_reply_to_id);
  if (!root) throw notFound();
  return answer(
    context,
    storeAlone(context, pull, { placed: { ...root, body }, commit: root.commit_id, root }),
  );
};

const storeAlone = (
  context: RepositoryContext,
  pull: Pull,
  comment: { placed: PlacedComment; commit: string; root: ReviewComment | null },
): ReviewComment => {
  const { store, user, now } = context;
  return store.transaction(() => {
    const review = insertReview(store, {
      pull_id: pull.id,
      user_id: user().id,
      state: "COMMENTED",
      body: "",
      commit_id: comment.commit,
      submitted_at: now,
    });
    return storeComment(context, pull, { ...comment, reviewId: review.id });
  });
};

/** Stores one comment of a review. */
export const storeComment = (
  { store, repository, user, now }: RepositoryContext,
  pull: Pull,
  comment: { placed: PlacedComment; commit: string; root: ReviewComment | null; reviewId: number },
): ReviewComment => {
  const { placed, commit, root, reviewId } = comment;
  touchIssue(store, pull.id, now);
  return insertReviewComment(
    store,
    {
      path: placed.path,
      body: placed.body,
      subject_type: placed.subject_type,
      side: placed.side,
      start_side: placed.start_side,
      position: placed.position,
      line: placed.line,
      start_line: placed.start_line,
      original_position: placed.original_position,
      original_line: placed.original_line,
      original_start_line: placed.original_start_line,
      diff_hunk: placed.diff_hunk,
      repository_id: repository.id,
      pull_id: pull.id,
      review_id: reviewId,
      in_reply_to_id: root?.id ?? null,
      user_id: user().id,
      commit_id: commit,
      original_commit_id: root?.original_commit_id ?? commit,
    },
    now,
  );
};

const answer = (context: RepositoryContext, comment: ReviewComment) => {
  const view = reviewCommentView(context, comment);
  return created(view, view.url);
};
