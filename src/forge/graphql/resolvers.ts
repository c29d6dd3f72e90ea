import { GraphQLError } from "graphql";
import { type User, userById } from "../accounts.ts";
import type { Context } from "../context.ts";
import { fromNodeId, nodeId } from "../node-id.ts";
import { includes, permissionOf } from "../permissions.ts";
import { synchronize } from "../pulls/synchronize.ts";
import { findPull, type Pull, pullById } from "../pulls/table.ts";
import { findRepository, fullNameOf, type Repository, repositoryById } from "../repositories/table.ts";
import type { ReviewComment } from "../reviews/comments/table.ts";
import {
  isOutdated,
  isResolved,
  setResolved,
  type Thread,
  threadById,
  threadsOf,
} from "../reviews/comments/threads.ts";
import { type Review, reviewsOf } from "../reviews/table.ts";
import { connection, type Slice } from "./connection.ts";

/** What a query or mutation starts from: fields are functions of their arguments and the request. */
export const root = {
  viewer: (_: unknown, context: Context) => userNode(context, context.user()),

  rateLimit: (_: unknown, { limits }: Context) => {
    const { limit, used } = limits.current();
    return { limit, used, remaining: Math.max(0, limit - used), cost: 1 };
  },

  repository: ({ owner, name }: { owner: string; name: string }, context: Context) => {
    const repository = findRepository(context.store, owner, name);
    if (!repository || !reads(context, repository)) {
      throw missing(`Could not resolve to a Repository with the name '${owner}/${name}'.`);
    }
    return {
      id: nodeId("R", repository.id),
      name: repository.name,
      nameWithOwner: fullNameOf(repository),
      pullRequest: ({ number }: { number: number }) => currentPull(context, repository, number),
    };
  },

  resolveReviewThread: (args: { input: ThreadInput }, context: Context) =>
    changeThread(context, args.input, context.user().id),

  unresolveReviewThread: (args: { input: ThreadInput }, context: Context) =>
    changeThread(context, args.input, null),
};

interface ThreadInput {
  readonly threadId: string;
  readonly clientMutationId?: string | null;
}

const reads = ({ store, viewer }: Context, repository: Repository): boolean =>
  permissionOf(store, repository, viewer?.id ?? null) !== "none";

const currentPull = async (context: Context, repository: Repository, number: number) => {
  const { store, repositories, now } = context;
  const pull = findPull(store, repository.id, number);
  if (!pull) throw missing(`Could not resolve to a PullRequest with the number of ${number}.`);
  await synchronize({ store, repository, git: repositories.open(repository), now }, [pull]);
  return pullNode(context, repository, findPull(store, repository.id, number) ?? pull);
};

const pullNode = (context: Context, repository: Repository, pull: Pull) => ({
  id: nodeId("PR", pull.id),
  number: pull.number,
  title: pull.title,
  state: pull.merged_at === null ? pull.state.toUpperCase() : "MERGED",
  isDraft: pull.draft === 1,
  headRefName: pull.head_ref,
  headRefOid: pull.head_sha,
  baseRefName: pull.base_ref,
  author: actorOf(context, pull.user_id),
  reviewThreads: (slice: Slice) =>
    connection(threadsOf(context.store, pull.id, context.user().id), slice, (thread) =>
      threadNode(context, { repository, pull, thread }),
    ),
  latestOpinionatedReviews: ({ writersOnly, ...slice }: Slice & { writersOnly?: boolean | null }) => {
    const mayWrite = ({ user_id }: Review) =>
      includes(permissionOf(context.store, repository, user_id), "write");
    const all = latestOpinions(reviewsOf(context.store, pull.id, context.user().id));
    const shown = writersOnly ? all.filter(mayWrite) : all;
    return connection(shown, slice, (review) => reviewNode(context, { repository, pull }, review));
  },
});

/** Of each person the last review that says yes or no, dismissed or not. */
const latestOpinions = (reviews: readonly Review[]): Review[] => [
  ...new Map(
    reviews
      .filter(({ state }) => state !== "COMMENTED" && state !== "PENDING")
      .map((review) => [review.user_id, review]),
  ).values(),
];

const reviewNode = (
  context: Context,
  { repository, pull }: Pick<Found, "repository" | "pull">,
  review: Review,
) => ({
  id: nodeId("PRR", review.id),
  databaseId: review.id,
  state: review.state,
  body: review.body,
  submittedAt: review.submitted_at,
  author: actorOf(context, review.user_id),
  commit: { id: nodeId("C", review.commit_id), oid: review.commit_id },
  url: `${context.urls.html}/${fullNameOf(repository)}/pull/${pull.number}#pullrequestreview-${review.id}`,
});

interface Found {
  readonly repository: Repository;
  readonly pull: Pull;
  readonly thread: Thread;
}

const threadNode = (context: Context, found: Found) => {
  const { root, comments } = found.thread;
  return {
    id: nodeId("PRRT", root.id),
    isResolved: isResolved(found.thread),
    isOutdated: isOutdated(found.thread),
    path: root.path,
    line: root.line,
    originalLine: root.original_line,
    startLine: root.start_line,
    resolvedBy: root.resolved_by === null ? null : actorOf(context, root.resolved_by),
    comments: (slice: Slice) =>
      connection(comments, slice, (comment) => commentNode(context, found, comment)),
  };
};

const commentNode = (context: Context, { repository, pull }: Found, comment: ReviewComment) => ({
  id: nodeId("PRRC", comment.id),
  databaseId: comment.id,
  fullDatabaseId: String(comment.id),
  body: comment.body,
  path: comment.path,
  createdAt: comment.created_at,
  updatedAt: comment.updated_at,
  author: actorOf(context, comment.user_id),
  pullRequestReview: () => {
    const review = reviewsOf(context.store, pull.id, context.user().id).find(
      ({ id }) => id === comment.review_id,
    );
    return review ? reviewNode(context, { repository, pull }, review) : null;
  },
  url: `${context.urls.html}/${fullNameOf(repository)}/pull/${pull.number}#discussion_r${comment.id}`,
});

/** Resolves a thread or opens it again, which its pull request's author and people with write access may. */
const changeThread = (context: Context, { threadId, clientMutationId }: ThreadInput, by: number | null) =>
  context.store.transaction(() => {
    const { repository, pull, thread } = findThread(context, threadId);
    const mine = pull.user_id === context.user().id;
    if (!mine && !includes(permissionOf(context.store, repository, context.user().id), "write")) {
      const message = `${context.user().login} does not have the correct permissions to execute this mutation.`;
      throw new GraphQLError(message, { extensions: { type: "FORBIDDEN" } });
    }
    setResolved(context.store, thread, by);
    return {
      thread: threadNode(context, findThread(context, threadId)),
      clientMutationId: clientMutationId ?? null,
    };
  });

const findThread = (context: Context, threadId: string): Found => {
  const { store } = context;
  const id = fromNodeId("PRRT", threadId);
  const thread = id === null ? undefined : threadById(store, id, context.user().id);
  const pull = thread ? pullById(store, thread.root.pull_id) : undefined;
  const repository = pull ? repositoryById(store, pull.repository_id) : undefined;
  if (!thread || !pull || !repository || !reads(context, repository)) {
    throw missing(`Could not resolve to a node with the global id of '${threadId}'`);
  }
  return { repository, pull, thread };
};

const actorOf = (context: Context, userId: number) => {
  const user = userById(context.store, userId);
  return user ? userNode(context, user) : null;
};

const userNode = ({ urls }: Context, user: User) => ({
  __typename: "User",
  id: nodeId("U", user.id),
  login: user.login,
  databaseId: user.id,
  url: `${urls.html}/${user.login}`,
});

const missing = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { type: "NOT_FOUND" } });
