import type { RepositoryContext } from "../../context.ts";
import type { Comment } from "../../issues/comments/table.ts";
import type { Issue } from "../../issues/table.ts";
import { pageOf } from "../../issues/view.ts";
import { repositoryLink } from "../link.ts";
import { reactionGroups } from "./reactions.ts";
import { commentFields } from "./written.ts";

/** GitHub's `IssueComment`. */
export const commentNode = (here: RepositoryContext, issue: Issue, comment: Comment) => ({
  __typename: "IssueComment",
  ...commentFields(here, "IC", comment),
  reactionGroups: () => reactionGroups(here, { subject: "comment", id: comment.id }),
  repository: () => repositoryLink(here, here.repository),
  url: `${pageOf(here, issue)}#issuecomment-${comment.id}`,
});
