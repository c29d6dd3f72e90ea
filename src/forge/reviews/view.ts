import { associationOf } from "../issues/view.ts";
import { nodeId } from "../node-id.ts";
import type { Pull } from "../pulls/table.ts";
import type { Shown } from "../repositories/shown.ts";
import { fullNameOf } from "../repository.ts";
import { personView } from "../user-view.ts";
import type { PullReview } from "./table.ts";

/** GitHub's `pull-request-review`. */
export const reviewView = (shown: Shown, pull: Pick<Pull, "number">, review: PullReview) => {
  const name = fullNameOf(shown.repository);
  const pullUrl = `${shown.urls.repository(name)}/pulls/${pull.number}`;
  const page = `${shown.urls.html}/${name}/pull/${pull.number}#pullrequestreview-${review.id}`;
  return {
    id: review.id,
    node_id: nodeId("PRR", review.id),
    user: personView(shown, review.user_id),
    body: review.body,
    state: review.state,
    html_url: page,
    pull_request_url: pullUrl,
    author_association: associationOf(shown, review.user_id),
    _links: { html: { href: page }, pull_request: { href: pullUrl } },
    commit_id: review.commit_id,
    ...(review.submitted_at === null ? {} : { submitted_at: review.submitted_at }),
  };
};
