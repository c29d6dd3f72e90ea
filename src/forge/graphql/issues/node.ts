import type { RepositoryContext } from "../../context.ts";
import type { Issue } from "../../issues/table.ts";
import { closingPulls } from "../../pulls/closed-issues.ts";
import { connection, inMemory, type Slice } from "../connection.ts";
import { pullLink } from "../link.ts";
import { conversationNode } from "./conversation.ts";

/** GitHub's `Issue`. */
export const issueNode = (here: RepositoryContext, issue: Issue) => ({
  __typename: "Issue",
  ...conversationNode(here, issue),
  state: issue.state.toUpperCase(),
  stateReason: ({ enableDuplicate }: { enableDuplicate?: boolean | null }) =>
    reasonOf(issue, enableDuplicate),
  isPinned: false,
  closedByPullRequestsReferences: (wanted: Slice & { includeClosedPrs?: boolean | null }) =>
    connection(
      inMemory(closingPulls(here, issue, { closedToo: wanted.includeClosedPrs === true })),
      wanted,
      (pull) => pullLink(here, pull),
    ),
});

/** A duplicate is told as not planned to who does not ask for duplicates. */
const reasonOf = ({ state_reason }: Issue, duplicates: boolean | null | undefined): string | null => {
  if (state_reason === "duplicate" && !duplicates) return "NOT_PLANNED";
  return state_reason?.toUpperCase() ?? null;
};
