import { listedPage, ok } from "../answer.ts";
import type { Operation } from "../context.ts";
import { operation } from "../operation.ts";
import { pullAt } from "../pulls/table.ts";
import { deletePending, dismiss, submit, updateText } from "./change.ts";
import { reviewCommentsOperations } from "./comments/operations.ts";
import { createReview } from "./create.ts";
import { requestedOperations } from "./requested.ts";
import { reviewAt, reviewsOf } from "./table.ts";
import { reviewView } from "./view.ts";

const list = operation({
  id: "pulls/list-reviews",
  method: "GET",
  path: "/repos/{owner}/{repo}/pulls/{pull_number}/reviews",
  needs: "read",
  handle: (context) => {
    const { store, repository, params, viewer, page } = context;
    const pull = pullAt(store, repository, params.pull_number);
    const reviews = reviewsOf(store, pull.id, viewer?.id ?? 0);
    return listedPage(reviews, page, (review) => reviewView(context, pull, review));
  },
});

const get = operation({
  id: "pulls/get-review",
  method: "GET",
  path: "/repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}",
  needs: "read",
  handle: (context) => {
    const { store, repository, params, viewer } = context;
    const pull = pullAt(store, repository, params.pull_number);
    const review = reviewAt(store, { pullId: pull.id, id: params.review_id, viewerId: viewer?.id ?? 0 });
    return ok(reviewView(context, pull, review));
  },
});

export const reviewsOperations: readonly Operation[] = [
  list,
  get,
  createReview,
  updateText,
  submit,
  dismiss,
  deletePending,
  ...reviewCommentsOperations,
  ...requestedOperations,
];
