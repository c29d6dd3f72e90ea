import { byNumber } from "../by-number.ts";
import type { Store } from "../store.ts";

export type ReviewState = "PENDING" | "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED";

export interface PullReview {
  readonly id: number;
  readonly pull_id: number;
  readonly user_id: number;
  readonly state: ReviewState;
  readonly body: string;
  readonly commit_id: string;
  /** `null` while it is pending. */
  readonly submitted_at: string | null;
}

/** A pending review is seen by its author alone. */
const visible = "(state <> 'PENDING' or user_id = ?)";

/** The reviews that somebody may see, oldest first. */
export const reviewsOf = (store: Store, pullId: number, viewerId: number): PullReview[] =>
  store.all<PullReview>(
    `select * from reviews where pull_id = ? and ${visible} order by id`,
    pullId,
    viewerId,
  );

/**
 * The review of an id as it stands in an address.
 * @throws HttpError 404 when the pull request has none of that id that the viewer may see.
 */
export const reviewAt = (store: Store, at: { pullId: number; id: string; viewerId: number }): PullReview =>
  byNumber(at.id, (number) =>
    store.get<PullReview>(
      `select * from reviews where id = ? and pull_id = ? and ${visible}`,
      number,
      at.pullId,
      at.viewerId,
    ),
  );

/** The review of an id; `undefined` when there is none that the viewer may see. */
export const reviewById = (store: Store, id: number, viewerId: number): PullReview | undefined =>
  store.get<PullReview>(`select * from reviews where id = ? and ${visible}`, id, viewerId);

export const pendingReview = (store: Store, pullId: number, userId: number): PullReview | undefined =>
  store.get<PullReview>(
    "select * from reviews where pull_id = ? and user_id = ? and state = 'PENDING'",
    pullId,
    userId,
  );

export const insertReview = (store: Store, review: Omit<PullReview, "id">): PullReview => {
  const id = store.run(
    "insert into reviews (pull_id, user_id, state, body, commit_id, submitted_at) values (?, ?, ?, ?, ?, ?)",
    review.pull_id,
    review.user_id,
    review.state,
    review.body,
    review.commit_id,
    review.submitted_at,
  );
  return { ...review, id };
};

export const updateReview = (store: Store, review: PullReview): void => {
  store.run(
    "update reviews set state = ?, body = ?, submitted_at = ? where id = ?",
    review.state,
    review.body,
    review.submitted_at,
    review.id,
  );
};
