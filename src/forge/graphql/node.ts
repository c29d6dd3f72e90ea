import type { RequestContext } from "../context.ts";
import { get as getIssue } from "../issues/operations.ts";
import { issueById } from "../issues/table.ts";
import { get as getPull } from "../pulls/read.ts";
import { missingNode } from "./errors.ts";
import { commentNode } from "./issues/comment-node.ts";
import { issueNode } from "./issues/node.ts";
import { labelNode, milestoneNode } from "./labels/node.ts";
import {
  commentOfId,
  conversationOfId,
  labelOfId,
  milestoneOfId,
  pullOfId,
  repositoryOfId,
  reviewOfId,
  threadOfId,
  userOfId,
} from "./node-of-id.ts";
import { currentPullNode } from "./pulls/node.ts";
import { repositoryNode } from "./repositories/node.ts";
import { reviewNode } from "./reviews/node.ts";
import { threadNode } from "./reviews/threads.ts";
import { inside } from "./seen.ts";
import { actorNode } from "./users/node.ts";

/** Anything by its id. @throws GraphQLError when there is nothing of that id that the asker sees. */
export const nodeOf = (context: RequestContext, id: string) => {
  const load = loaders[id.slice(0, id.indexOf("_"))];
  if (!load) throw missingNode(id);
  return load(context, id);
};

type Load = (context: RequestContext, id: string) => object | Promise<object>;

/** How things are read whose ids begin so. */
const loaders: Readonly<Record<string, Load | undefined>> = {
  R: (context, id) => repositoryNode(context, repositoryOfId(context, id).repository),
  U: (context, id) => actorNode(context, userOfId(context, id)),
  I: (context, id) => {
    const { repository, row } = conversationOfId(context, id);
    return issueNode(context.calls.enter(getIssue, repository), row);
  },
  PR: (context, id) => {
    const { repository, row } = pullOfId(context, id);
    return currentPullNode(context.calls.enter(getPull, repository), row);
  },
  IC: (context, id) => {
    const { repository, row } = commentOfId(context, id);
    const issue = issueById(context.store, row.issue_id);
    if (!issue) throw missingNode(id);
    return commentNode(context.calls.enter(getIssue, repository), issue, row);
  },
  LA: (context, id) => {
    const { repository, row } = labelOfId(context, id);
    return labelNode(inside(context, repository), row);
  },
  MI: (context, id) => {
    const { repository, row } = milestoneOfId(context, id);
    return milestoneNode(inside(context, repository), row);
  },
  PRR: (context, id) => {
    const { repository, row } = reviewOfId(context, id);
    return reviewNode(context.calls.enter(getPull, repository), row.pull, row.review);
  },
  PRRT: (context, id) => {
    const { repository, row } = threadOfId(context, id);
    return threadNode(context.calls.enter(getPull, repository), row.pull, row.thread);
  },
};
