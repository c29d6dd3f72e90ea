import { actionsLogin } from "../accounts.ts";
import { includes, permissionOf } from "../permissions.ts";
import type { Repository } from "../repository.ts";
import type { Store } from "../store.ts";
import type { RuleOf } from "./schema.ts";

/** A pull request as far as its reviews are judged. */
export interface ReviewedPull {
  readonly id: number;
  readonly user_id: number;
  readonly head_sha: string;
  readonly head_pusher_id: number | null;
}

interface Opinion {
  readonly user_id: number;
  readonly login: string;
  readonly state: "APPROVED" | "CHANGES_REQUESTED" | "DISMISSED";
  readonly commit_id: string;
}

/** Of each person with write access the last review that says yes or no. */
const opinionsOf = (store: Store, repository: Repository, pull: ReviewedPull): Opinion[] => {
  const rows = store.all<Opinion>(
    `select user_id, login, state, commit_id from reviews join users on users.id = user_id
     where pull_id = ? and state in ('APPROVED', 'CHANGES_REQUESTED', 'DISMISSED') order by reviews.id`,
    pull.id,
  );
  const last = [...new Map(rows.map((row) => [row.user_id, row])).values()];
  // A job may approve only where the repository's settings let it, and then it counts.
  return last.filter(
    ({ user_id, login }) =>
      user_id !== pull.user_id &&
      (login === actionsLogin || includes(permissionOf(store, repository, user_id), "write")),
  );
};

const unresolvedThreads = (store: Store, pullId: number): number =>
  store.get<{ count: number }>(
    `select count(*) as count from review_comments join reviews on reviews.id = review_id
     where review_comments.pull_id = ? and in_reply_to_id is null and resolved_by is null and state <> 'PENDING'`,
    pullId,
  )?.count ?? 0;

/** What a pull request lacks of reviews, in GitHub's words. */
export const missingReviews = (
  { store, repository }: { store: Store; repository: Repository },
  pull: ReviewedPull,
  { parameters, owners }: { parameters: RuleOf<"pull_request">["parameters"]; owners: readonly string[][] },
): string[] => {
  const opinions = opinionsOf(store, repository, pull);
  const approvals = opinions.filter(
    ({ state, commit_id }) =>
      state === "APPROVED" && (!parameters.dismiss_stale_reviews_on_push || commit_id === pull.head_sha),
  );
  const count = parameters.required_approving_review_count;
  const reviews = count === 1 ? "approving review is" : "approving reviews are";
  const waiting = parameters.require_code_owner_review
    ? owners.filter((list) => !approvals.some(({ login }) => list.includes(login.toLowerCase())))
    : [];
  const isFresh = ({ commit_id, user_id }: Opinion) =>
    commit_id === pull.head_sha && user_id !== (pull.head_pusher_id ?? pull.user_id);
  return [
    ...(opinions.some(({ state }) => state === "CHANGES_REQUESTED") && count > 0
      ? ["Changes were requested by a reviewer with write access."]
      : []),
    ...(approvals.length < count
      ? [`At least ${count} ${reviews} required by reviewers with write access.`]
      : []),
    ...(waiting.length > 0
      ? [`Waiting on code owner review from ${[...new Set(waiting.flat())].join(", ")}.`]
      : []),
    ...(parameters.require_last_push_approval && !approvals.some(isFresh)
      ? ["New changes require approval from someone other than the last pusher."]
      : []),
    ...(parameters.required_review_thread_resolution && unresolvedThreads(store, pull.id) > 0
      ? ["A conversation must be resolved before this pull request can be merged."]
      : []),
  ];
};
