import type { RepositoryContext } from "../../context.ts";
import { nodeId } from "../../node-id.ts";
import { includes, permissionOf } from "../../permissions.ts";
import { requestedReviewers } from "../../pulls/requested-reviewers.ts";
import type { Pull } from "../../pulls/table.ts";
import { threadsOf } from "../../reviews/comments/threads.ts";
import { type PullReview, reviewsOf } from "../../reviews/table.ts";
import { connection, inMemory, type Slice } from "../connection.ts";
import { actorNode, userOfLogin } from "../users/node.ts";
import { reviewNode } from "./node.ts";
import { threadNode } from "./threads.ts";

interface WantedReviews extends Slice {
  readonly author?: string | null;
  readonly states?: readonly PullReview["state"][] | null;
}

/** What was said of a pull request, and by whom more is to be said. */
export const reviewFields = (here: RepositoryContext, pull: Pull) => {
  const viewerId = here.viewer?.id ?? 0;
  const all = () => reviewsOf(here.store, pull.id, viewerId);
  const reviews = (some: readonly PullReview[], slice: Slice) =>
    connection(inMemory(some), slice, (review) => reviewNode(here, pull, review));
  return {
    reviews: (wanted: WantedReviews) => reviews(all().filter(matching(here, wanted)), wanted),
    latestReviews: (slice: Slice) => reviews(latest(all().filter(isSubmitted)), slice),
    latestOpinionatedReviews: ({ writersOnly, ...slice }: Slice & { writersOnly?: boolean | null }) => {
      const opinions = latest(all().filter(isOpinion));
      return reviews(writersOnly ? opinions.filter(isByWriter(here)) : opinions, slice);
    },
    viewerLatestReview: () => {
      const [mine] = latest(all().filter(({ user_id }) => user_id === viewerId));
      return mine ? reviewNode(here, pull, mine) : null;
    },
    reviewDecision: () => decision(latest(all().filter(isOpinion)).filter(isByWriter(here))),
    reviewRequests: (slice: Slice) =>
      connection(inMemory(requestedReviewers(here.store, pull.id)), slice, (user) => ({
        id: nodeId("RR", `${pull.id}:${user.id}`),
        asCodeOwner: false,
        requestedReviewer: () => actorNode(here, user),
      })),
    reviewThreads: (slice: Slice) =>
      connection(inMemory(threadsOf(here.store, pull.id, viewerId)), slice, (thread) =>
        threadNode(here, pull, thread),
      ),
  };
};

const matching = (here: RepositoryContext, { author, states }: WantedReviews) => {
  const wanted = author ? userOfLogin(here, author) : undefined;
  return ({ user_id, state }: PullReview): boolean =>
    (!author || user_id === wanted?.id) && (!states || states.includes(state));
};

const isSubmitted = ({ state }: PullReview): boolean => state !== "PENDING";

/** A review that says yes or no, dismissed or not. */
const isOpinion = ({ state }: PullReview): boolean => state !== "PENDING" && state !== "COMMENTED";

const isByWriter =
  ({ store, repository }: RepositoryContext) =>
  ({ user_id }: PullReview): boolean =>
    includes(permissionOf(store, repository, user_id), "write");

/** Of each person the last. */
const latest = (reviews: readonly PullReview[]): PullReview[] => [
  ...new Map(reviews.map((review) => [review.user_id, review])).values(),
];

/** What writers' opinions come to; no review is required here, so none is `null`. */
const decision = (opinions: readonly PullReview[]): "CHANGES_REQUESTED" | "APPROVED" | null => {
  if (opinions.some(({ state }) => state === "CHANGES_REQUESTED")) return "CHANGES_REQUESTED";
  return opinions.some(({ state }) => state === "APPROVED") ? "APPROVED" : null;
};
