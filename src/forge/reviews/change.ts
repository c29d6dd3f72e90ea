import { z } from "zod";
import { ok } from "../answer.ts";
import type { RepositoryContext } from "../context.ts";
import { forbidden, notFound, refused } from "../errors.ts";
import { touchIssue } from "../issues/table.ts";
import { operation } from "../operation.ts";
import { dropRequest } from "../pulls/requested-reviewers.ts";
import { type Pull, pullAt } from "../pulls/table.ts";
import { ruleActor } from "../rules/actor.ts";
import { isAmong } from "../rules/of-protection.ts";
import { findProtection } from "../rules/table.ts";
import { type PullReview, reviewAt, updateReview } from "./table.ts";
import { reviewEvent, stateOf, throwOnOwnVerdict, throwOnSilence } from "./verdict.ts";
import { reviewView } from "./view.ts";

const one = "/repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}";

export const updateText = operation({
  id: "pulls/update-review",
  method: "PUT",
  path: one,
  needs: "read",
  body: z.object({ body: z.string() }),
  handle: (context) =>
    change(context, (_pull, review) => {
      throwOnOthers(context, review);
      return { ...review, body: context.body.body };
    }),
});

export const submit = operation({
  id: "pulls/submit-review",
  method: "POST",
  path: `${one}/events`,
  needs: "read",
  body: z.object({ body: z.string().nullish(), event: reviewEvent }),
  handle: (context) =>
    change(context, (pull, review) => {
      const { store, user, now } = context;
      const { event } = context.body;
      const body = context.body.body ?? review.body;
      throwOnOthers(context, review);
      if (review.state !== "PENDING") throw refused("Can not submit a review that is not pending");
      throwOnOwnVerdict(context, pull, event);
      throwOnSilence(event, { body, comments: commentsIn(context, review) });
      dropRequest(store, pull.id, user().id);
      return { ...review, body, state: stateOf(event), submitted_at: now };
    }),
});

const commentsIn = ({ store }: RepositoryContext, review: PullReview): number =>
  store.get<{ count: number }>("select count(*) as count from review_comments where review_id = ?", review.id)
    ?.count ?? 0;

export const dismiss = operation({
  id: "pulls/dismiss-review",
  method: "PUT",
  path: `${one}/dismissals`,
  needs: "write",
  body: z.object({ message: z.string().min(1), event: z.literal("DISMISS").optional() }),
  handle: (context) =>
    change(context, (pull, review) => {
      throwOnRestricted(context, pull);
      if (review.state !== "APPROVED" && review.state !== "CHANGES_REQUESTED") {
        throw refused(`Can not dismiss a ${review.state.toLowerCase()} pull request review`);
      }
      return { ...review, state: "DISMISSED" };
    }),
});

/** @throws HttpError 403 where the base's protection leaves dismissing to others. */
const throwOnRestricted = (context: RepositoryContext, { base_ref }: Pull): void => {
  const { store, repository, user, permission, grant } = context;
  const reviews = findProtection(store, repository.id, base_ref)?.required_pull_request_reviews;
  const restrictions = reviews?.dismissal_restrictions;
  if (!restrictions || permission === "admin") return;
  if (isAmong(restrictions, ruleActor(store, { user: user(), permission, grant }))) return;
  throw forbidden("You are not authorized to dismiss reviews on this pull request.");
};

export const deletePending = operation({
  id: "pulls/delete-pending-review",
  method: "DELETE",
  path: one,
  needs: "read",
  handle: (context) =>
    context.store.transaction(() => {
      const { pull, review } = addressed(context);
      throwOnOthers(context, review);
      if (review.state !== "PENDING") throw refused("Can not delete a non-pending pull request review");
      context.store.run("delete from reviews where id = ?", review.id);
      return ok(reviewView(context, pull, review));
    }),
});

type OfReview = RepositoryContext<{ readonly pull_number: string; readonly review_id: string }>;

/** Changes the review in the address, in one transaction. */
const change = (context: OfReview, changed: (pull: Pull, review: PullReview) => PullReview) =>
  context.store.transaction(() => {
    const { store, now } = context;
    const { pull, review } = addressed(context);
    const after = changed(pull, review);
    updateReview(store, after);
    touchIssue(store, pull.id, now);
    return ok(reviewView(context, pull, after));
  });

const addressed = ({ store, repository, params, user }: OfReview): { pull: Pull; review: PullReview } => {
  const pull = pullAt(store, repository, params.pull_number);
  return { pull, review: reviewAt(store, { pullId: pull.id, id: params.review_id, viewerId: user().id }) };
};

/** A review's text is its author's alone. */
const throwOnOthers = ({ user }: OfReview, review: PullReview): void => {
  if (review.user_id !== user().id) throw notFound();
};
