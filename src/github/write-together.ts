import { withRecord } from "../core/snapshot/marker.ts";
import type { CommentContent, IssueContent, IssueState } from "../steps/ports.ts";
import { type GitHub, statusOf } from "./client.ts";
import { commentBody } from "./comments.ts";
import { idsOfLabels } from "./labels.ts";
import { type Mutation, mutateAll } from "./mutations.ts";
import { idOf } from "./node-ids.ts";

/**
 * Writes a comment and then an open issue by one request; answers whether both are written. Where not all ids are known,
 * something was refused or the answer was lost, it was not, or not for certain: then each is to be written by itself,
 * which finds what is there.
 */
export const writeTogether = async (
  github: GitHub,
  content: IssueContent & IssueState,
  comment: CommentContent,
): Promise<boolean> => {
  const [first, second] = [commentMutation(github, comment), issueMutation(github, content, comment)];
  if (!first || !second) return false;
  try {
    const ended = await mutateAll(github, [first, second], { mayRepeat: false });
    return ended.every(({ refused }) => refused === null);
  } catch (error) {
    const status = statusOf(error);
    if (status !== null && status < 500) throw error;
    return false;
  }
};

const commentMutation = (github: GitHub, { pull, earlier, ...content }: CommentContent): Mutation | null => {
  const body = commentBody(content);
  const id = idOf(github, earlier ? `comment ${earlier.id}` : `pull ${pull}`);
  if (id === null) return null;
  return earlier
    ? { name: "updateIssueComment", input: { id, body } }
    : { name: "addComment", input: { subjectId: id, body } };
};

/** An adopted issue has its record elsewhere. */
const issueMutation = (
  github: GitHub,
  { title, text, record, labels, open }: IssueContent & IssueState,
  { issue: id }: CommentContent,
): Mutation | null => {
  const labelIds = idsOfLabels(github, labels);
  if (!open || labelIds === null || (record.kind === "todo" && record.adopted)) return null;
  const body = withRecord(record, text);
  return { name: "updateIssue", input: { id, title, body, labelIds, state: "OPEN" } };
};
