import { type User, userById } from "../accounts.ts";
import type { RequestContext } from "../context.ts";
import { type Comment, commentById } from "../issues/comments/table.ts";
import { type IssueLabel, labelById } from "../issues/labels/table.ts";
import { type Milestone, milestoneById } from "../issues/milestones/table.ts";
import { type Issue, issueById } from "../issues/table.ts";
import { fromNodeId } from "../node-id.ts";
import { type Pull, pullById } from "../pulls/table.ts";
import type { Repository } from "../repository.ts";
import { type Thread, threadById } from "../reviews/comments/threads.ts";
import { type PullReview, reviewById } from "../reviews/table.ts";
import { missingNode } from "./errors.ts";
import { repositoryOf } from "./seen.ts";

/** Something of a repository that the asker sees. */
interface Found<Row> {
  readonly repository: Repository;
  readonly row: Row;
}

/** A thing of a repository by its id. @throws GraphQLError when there is none that the asker sees. */
const found =
  <Row>(load: (context: RequestContext, id: string) => { row: Row; repositoryId: number } | undefined) =>
  (context: RequestContext, id: string): Found<Row> => {
    const loaded = load(context, id);
    const repository = loaded && repositoryOf(context, loaded.repositoryId);
    if (!loaded || !repository) throw missingNode(id);
    return { repository, row: loaded.row };
  };

export const repositoryOfId = found<null>((_, id) => {
  const repositoryId = fromNodeId("R", id);
  return repositoryId === null ? undefined : { row: null, repositoryId };
});

const withRepository = <Row extends { readonly repository_id: number }>(row: Row | undefined) =>
  row && { row, repositoryId: row.repository_id };

/** An issue or a pull request. */
export const conversationOfId = found<Issue>(({ store }, id) => {
  const issueId = fromNodeId("I", id) ?? fromNodeId("PR", id);
  const issue = issueId === null ? undefined : issueById(store, issueId);
  return withRepository(issue && id.startsWith("PR_") === (issue.is_pull === 1) ? issue : undefined);
});

export const pullOfId = found<Pull>(({ store }, id) => {
  const pullId = fromNodeId("PR", id);
  return withRepository(pullId === null ? undefined : pullById(store, pullId));
});

export const commentOfId = found<Comment>(({ store }, id) => {
  const commentId = fromNodeId("IC", id);
  return withRepository(commentId === null ? undefined : commentById(store, commentId));
});

export const labelOfId = found<IssueLabel>(({ store }, id) => {
  const labelId = fromNodeId("LA", id);
  return withRepository(labelId === null ? undefined : labelById(store, labelId));
});

export const milestoneOfId = found<Milestone>(({ store }, id) => {
  const milestoneId = fromNodeId("MI", id);
  return withRepository(milestoneId === null ? undefined : milestoneById(store, milestoneId));
});

interface ReviewOfPull {
  readonly pull: Pull;
  readonly review: PullReview;
}

export const reviewOfId = found<ReviewOfPull>(({ store, viewer }, id) => {
  const reviewId = fromNodeId("PRR", id);
  const review = reviewId === null ? undefined : reviewById(store, reviewId, viewer?.id ?? 0);
  const pull = review && pullById(store, review.pull_id);
  return pull && { row: { pull, review }, repositoryId: pull.repository_id };
});

interface ThreadOfPull {
  readonly pull: Pull;
  readonly thread: Thread;
}

export const threadOfId = found<ThreadOfPull>(({ store, viewer }, id) => {
  const rootId = fromNodeId("PRRT", id);
  const thread = rootId === null ? undefined : threadById(store, rootId, viewer?.id ?? 0);
  const pull = thread && pullById(store, thread.root.pull_id);
  return pull && { row: { pull, thread }, repositoryId: pull.repository_id };
});

/** A person by their id. @throws GraphQLError when there is none. */
export const userOfId = ({ store }: RequestContext, id: string): User => {
  const userId = fromNodeId("U", id);
  const user = userId === null ? undefined : userById(store, userId);
  if (!user) throw missingNode(id);
  return user;
};
