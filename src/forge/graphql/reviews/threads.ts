import type { RepositoryContext } from "../../context.ts";
import { nodeId } from "../../node-id.ts";
import type { Pull } from "../../pulls/table.ts";
import { isOutdated, isResolved, type Thread } from "../../reviews/comments/threads.ts";
import { mayResolve } from "../../reviews/resolve.ts";
import { connection, inMemory, type Slice } from "../connection.ts";
import { pullLink } from "../link.ts";
import { actorOf } from "../users/node.ts";
import { reviewCommentNode } from "./node.ts";

/** GitHub's `PullRequestReviewThread`. */
export const threadNode = (here: RepositoryContext, pull: Pull, thread: Thread) => {
  const { root, comments } = thread;
  const resolved = isResolved(thread);
  return {
    __typename: "PullRequestReviewThread",
    id: nodeId("PRRT", root.id),
    isResolved: resolved,
    isCollapsed: resolved,
    isOutdated: isOutdated(thread),
    path: root.path,
    line: root.line,
    startLine: root.start_line,
    originalLine: root.original_line,
    originalStartLine: root.original_start_line,
    diffSide: root.side,
    startDiffSide: root.start_side,
    subjectType: root.subject_type.toUpperCase(),
    resolvedBy: () => actorOf(here, root.resolved_by),
    viewerCanReply: true,
    viewerCanResolve: () => !resolved && mayResolve(here, pull),
    viewerCanUnresolve: () => resolved && mayResolve(here, pull),
    comments: (slice: Slice) =>
      connection(inMemory(comments), slice, (comment) => reviewCommentNode(here, pull, comment)),
    pullRequest: () => pullLink(here, pull),
  };
};
