import type { RepositoryContext } from "../../context.ts";
import { associationOf, pageOf } from "../../issues/view.ts";
import { nodeId } from "../../node-id.ts";
import { includes, permissionOf } from "../../permissions.ts";
import { type ReviewComment, visibleComments } from "../../pulls/comments/table.ts";
import type { Pull } from "../../pulls/table.ts";
import type { PullReview } from "../../reviews/table.ts";
import { reviewById } from "../../reviews/table.ts";
import { connection, inMemory, type Slice } from "../connection.ts";
import { commitNode } from "../git/node.ts";
import { reactionGroups } from "../issues/reactions.ts";
import { commentFields, writtenBy } from "../issues/written.ts";
import { pullLink } from "../link.ts";

/** GitHub's `PullRequestReview`. */
export const reviewNode = (here: RepositoryContext, pull: Pull, review: PullReview) => {
  const { store, repository, viewer } = here;
  const time = review.submitted_at ?? pull.updated_at;
  return {
    __typename: "PullRequestReview",
    id: nodeId("PRR", review.id),
    databaseId: review.id,
    fullDatabaseId: String(review.id),
    state: review.state,
    ...writtenBy(here, { userId: review.user_id, body: review.body }),
    authorAssociation: () => associationOf(here, review.user_id),
    authorCanPushToRepository: () => includes(permissionOf(store, repository, review.user_id), "write"),
    createdAt: time,
    updatedAt: time,
    submittedAt: review.submitted_at,
    isMinimized: false,
    minimizedReason: null,
    reactionGroups: [],
    commit: () => commitNode(here, review.commit_id),
    comments: (slice: Slice) =>
      connection(inMemory(commentsIn(here, review, viewer?.id ?? 0)), slice, (comment) =>
        reviewCommentNode(here, pull, comment),
      ),
    pullRequest: () => pullLink(here, pull),
    url: `${pageOf(here, pull)}#pullrequestreview-${review.id}`,
  };
};

const commentsIn = ({ store }: RepositoryContext, review: PullReview, viewerId: number): ReviewComment[] =>
  visibleComments(store, { where: "review_id", value: review.id, order: "id", viewerId });

/** GitHub's `PullRequestReviewComment`. */
export const reviewCommentNode = (here: RepositoryContext, pull: Pull, comment: ReviewComment) => ({
  __typename: "PullRequestReviewComment",
  ...commentFields(here, "PRRC", comment),
  path: comment.path,
  line: comment.line,
  startLine: comment.start_line,
  originalLine: comment.original_line,
  originalStartLine: comment.original_start_line,
  diffHunk: comment.diff_hunk,
  outdated: comment.position === null,
  subjectType: comment.subject_type.toUpperCase(),
  pullRequestReview: () => {
    const review = reviewById(here.store, comment.review_id, here.viewer?.id ?? 0);
    return review ? reviewNode(here, pull, review) : null;
  },
  reactionGroups: () => reactionGroups(here, { subject: "review_comment", id: comment.id }),
  url: `${pageOf(here, pull)}#discussion_r${comment.id}`,
});
