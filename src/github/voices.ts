import { noteMarker } from "../core/snapshot/marker.ts";
import type { RawReview } from "./reviews-query.ts";

/* Whose a review is. Anybody may copy our mark: what counts is who may write to the repository. */

/** Whether it stands, and a person wrote it who may write to the repository. */
export const isPersons = (review: RawReview): boolean =>
  !isMarked(review.body) &&
  isStanding(review) &&
  review.author?.__typename === "User" &&
  review.authorCanPushToRepository;

/** Whether it carries our mark and was posted by a bot or by somebody who may write. */
export const isOurs = ({ author, body, authorCanPushToRepository }: RawReview): boolean =>
  author !== null && isMarked(body) && (author.__typename === "Bot" || authorCanPushToRepository);

const ourMark = noteMarker("review ").replace(" -->", "").trimEnd();
/** Whether a review's text carries our mark, which proves nothing by itself. */
export const isMarked = (body: string): boolean => body.includes(ourMark);

/** The mark of a review of ours, by which it is known. */
export const markOf = (body: string): string | null => {
  const from = body.lastIndexOf(ourMark);
  return from < 0 ? null : body.slice(from);
};

const isStanding = ({ state, submittedAt }: RawReview): boolean =>
  submittedAt !== null && state !== "PENDING" && state !== "DISMISSED";
