import { z } from "zod";
import { ok } from "../answer.ts";
import type { RepositoryContext } from "../context.ts";
import { refused, throwOnProblems } from "../errors.ts";
import { bodyProblems } from "../issues/limits.ts";
import { touchIssue } from "../issues/table.ts";
import { operation } from "../operation.ts";
import { changedFiles } from "../pulls/changed.ts";
import { currentPull } from "../pulls/read.ts";
import { dropRequest } from "../pulls/requested-reviewers.ts";
import type { Pull } from "../pulls/table.ts";
import { commitIn, storeComment } from "./comments/create.ts";
import { type DraftComment, draftComment, type PlacedComment, placeComment } from "./comments/input.ts";
import { insertReview, type PullReview, pendingReview } from "./table.ts";
import { type ReviewEvent, reviewEvent, stateOf, throwOnOwnVerdict, throwOnSilence } from "./verdict.ts";
import { reviewView } from "./view.ts";

export const createReview = operation({
  id: "pulls/create-review",
  method: "POST",
  path: "/repos/{owner}/{repo}/pulls/{pull_number}/reviews",
  needs: "read",
  body: z.object({
    commit_id: z.string().optional(),
    body: z.string().nullish(),
    event: reviewEvent.optional(),
    comments: z.array(draftComment).default([]),
  }),
  handle: async (context) => {
    const { event, comments } = context.body;
    const body = context.body.body ?? "";
    const pull = await currentPull(context, context.params.pull_number);
    throwOnOwnVerdict(context, pull, event);
    throwOnSilence(event, { body, comments: comments.length });
    throwOnProblems(bodyProblems("PullRequestReview", body));
    const commit = await commitIn(context, pull, context.body.commit_id);
    if (commit === null) throw refused("The commit is not part of the pull request");
    const placed = await placeAll(context, pull, { commit, comments });
    const review = store(context, pull, { event, body, commit, placed });
    return ok(reviewView(context, pull, review));
  },
});

/** Places every comment; one that has no place fails the whole review. */
const placeAll = async (
  { git }: RepositoryContext,
  pull: Pull,
  { commit, comments }: { commit: string; comments: readonly DraftComment[] },
): Promise<PlacedComment[]> => {
  if (comments.length === 0) return [];
  const files = await changedFiles(git, { base_sha: pull.base_sha, head_sha: commit });
  const results = comments.map((comment) => placeComment(files, comment));
  const problems = results.flatMap((result) => ("problems" in result ? result.problems : []));
  const [problem] = problems;
  if (problem) throw refused(problem.message ?? `${problem.field} is missing`);
  return results.flatMap((result) => ("placed" in result ? [result.placed] : []));
};

interface NewReview {
  readonly event: ReviewEvent | undefined;
  readonly body: string;
  readonly commit: string;
  readonly placed: readonly PlacedComment[];
}

const store = (
  context: RepositoryContext,
  pull: Pull,
  { event, body, commit, placed }: NewReview,
): PullReview =>
  context.store.transaction(() => {
    const { store, user, now } = context;
    if (pendingReview(store, pull.id, user().id)) {
      throw refused("User can only have one pending review per pull request");
    }
    const review = insertReview(store, {
      pull_id: pull.id,
      user_id: user().id,
      state: stateOf(event),
      body,
      commit_id: commit,
      submitted_at: event === undefined ? null : now,
    });
    for (const comment of placed) {
      storeComment(context, pull, { placed: comment, commit, root: null, reviewId: review.id });
    }
    if (event !== undefined) dropRequest(store, pull.id, user().id);
    touchIssue(store, pull.id, now);
    return review;
  });
