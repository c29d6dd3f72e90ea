import { rollupOf } from "../../issues/reactions/table.ts";
import { associationOf } from "../../issues/view.ts";
import { nodeId } from "../../node-id.ts";
import type { ReviewComment } from "../../pulls/comments/table.ts";
import { pullById } from "../../pulls/table.ts";
import type { Shown } from "../../repositories/shown.ts";
import { fullNameOf } from "../../repository.ts";
import { personView } from "../../user-view.ts";

/** GitHub's `pull-request-review-comment`; the place of an outdated comment is left out. */
export const reviewCommentView = (shown: Shown, comment: ReviewComment) => ({
  ...sharedView(shown, comment),
  ...(comment.position === null ? {} : { position: comment.position }),
});

/** GitHub's `review-comment`, as the list of one review's comments shows it. */
export const commentOfReviewView = (shown: Shown, comment: ReviewComment) => ({
  ...sharedView(shown, comment),
  position: comment.position,
});

const sharedView = (shown: Shown, comment: ReviewComment) => {
  const name = fullNameOf(shown.repository);
  const number = pullById(shown.store, comment.pull_id)?.number;
  const api = shown.urls.repository(name);
  const url = `${api}/pulls/comments/${comment.id}`;
  const pullUrl = `${api}/pulls/${number}`;
  const page = `${shown.urls.html}/${name}/pull/${number}#discussion_r${comment.id}`;
  return {
    id: comment.id,
    node_id: nodeId("PRRC", comment.id),
    pull_request_review_id: comment.review_id,
    ...(comment.in_reply_to_id === null ? {} : { in_reply_to_id: comment.in_reply_to_id }),
    url,
    html_url: page,
    pull_request_url: pullUrl,
    user: personView(shown, comment.user_id),
    author_association: associationOf(shown, comment.user_id),
    body: comment.body,
    path: comment.path,
    subject_type: comment.subject_type,
    commit_id: comment.commit_id,
    original_commit_id: comment.original_commit_id,
    original_position: comment.original_position,
    diff_hunk: comment.diff_hunk,
    side: comment.side,
    start_side: comment.start_side,
    start_line: comment.start_line,
    original_start_line: comment.original_start_line,
    ...(comment.line === null ? {} : { line: comment.line }),
    ...(comment.original_line === null ? {} : { original_line: comment.original_line }),
    created_at: comment.created_at,
    updated_at: comment.updated_at,
    reactions: rollupOf(shown.store, { subject: "review_comment", id: comment.id, url: `${url}/reactions` }),
    _links: { self: { href: url }, html: { href: page }, pull_request: { href: pullUrl } },
  };
};
