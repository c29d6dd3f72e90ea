import { nodeId } from "../../node-id.ts";
import type { Shown } from "../../repositories/shown.ts";
import { fullNameOf } from "../../repository.ts";
import { personView } from "../../user-view.ts";
import { rollupOf } from "../reactions/table.ts";
import { issueById } from "../table.ts";
import { associationOf, pageOf } from "../view.ts";
import type { Comment } from "./table.ts";

/** GitHub's `issue-comment`. */
export const commentView = (shown: Shown, comment: Comment) => {
  const repositoryUrl = shown.urls.repository(fullNameOf(shown.repository));
  const url = `${repositoryUrl}/issues/comments/${comment.id}`;
  const issue = issueById(shown.store, comment.issue_id);
  return {
    id: comment.id,
    node_id: nodeId("IC", comment.id),
    url,
    html_url: `${issue ? pageOf(shown, issue) : shown.urls.html}#issuecomment-${comment.id}`,
    issue_url: `${repositoryUrl}/issues/${issue?.number}`,
    user: personView(shown, comment.user_id),
    author_association: associationOf(shown, comment.user_id),
    body: comment.body,
    created_at: comment.created_at,
    updated_at: comment.updated_at,
    performed_via_github_app: null,
    reactions: rollupOf(shown.store, { subject: "comment", id: comment.id, url: `${url}/reactions` }),
  };
};
