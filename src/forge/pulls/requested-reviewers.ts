import type { User } from "../accounts.ts";
import type { Store } from "../store.ts";

export const requestedReviewers = (store: Store, pullId: number): User[] =>
  store.all<User>(
    `select users.id, login, users.created_at from users
     join requested_reviewers on user_id = users.id where pull_id = ? order by users.id`,
    pullId,
  );

export const addRequest = (store: Store, pullId: number, userId: number): void => {
  store.run("insert or ignore into requested_reviewers (pull_id, user_id) values (?, ?)", pullId, userId);
};

/** Takes back a request: it was withdrawn, or answered by a review. */
export const dropRequest = (store: Store, pullId: number, userId: number): void => {
  store.run("delete from requested_reviewers where pull_id = ? and user_id = ?", pullId, userId);
};
