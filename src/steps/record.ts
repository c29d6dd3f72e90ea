import { MilepostError } from "../core/error.ts";
import type { Entry } from "../core/lane/handoff.ts";
import type { TodoRecord } from "../core/todo/record.ts";
import { claimOf } from "../core/todo/state.ts";
import { labelsOf } from "./batch.ts";
import type { CommentContent, Forge, OwnIssue } from "./ports.ts";

/** Reads the todo's issue and makes sure that this lane's claim still holds: a lane that was given up writes nothing. */
export const readClaimed = async (
  forge: Pick<Forge, "getIssue">,
  entry: Entry,
): Promise<{ own: OwnIssue; record: TodoRecord }> => {
  const own = await forge.getIssue(entry.issue);
  if (own?.record.kind !== "todo") {
    throw new MilepostError(`issue #${entry.issue} no longer carries Milepost's mark`, {
      hint: "undo the edit of its first line, or of its labels",
    });
  }
  const { record } = own;
  const holder = claimOf(record.state);
  if (holder?.sha !== entry.claim) {
    throw new MilepostError(`todo ${entry.todo} is no longer claimed by this run`, {
      hint: holder
        ? "another run goes on with it; nothing is lost"
        : `${stands(record)}; a lane is not run twice: nothing is lost`,
    });
  }
  return { own, record };
};

const stands = ({ state: { status } }: TodoRecord): string =>
  status === "ready" || status === "pending"
    ? `it is ${status}, and the next run starts it anew`
    : `that lane was settled, and the todo is ${status}`;

/** Writes the record, labels and state of a todo's issue, and leaves its words alone; what a person skipped stays so. */
export const writeRecord = async (
  forge: Pick<Forge, "writeIssue">,
  {
    own,
    record,
    open,
    comment,
  }: {
    own: OwnIssue;
    record: TodoRecord;
    open: boolean;
    /** Goes before it. */
    comment?: Omit<CommentContent, "issue">;
  },
): Promise<void> => {
  const { number, title, text, notPlanned } = own.issue;
  const state = notPlanned ? { open: false, notPlanned } : { open, notPlanned: false };
  const content = { title, text, record, labels: labelsOf(record), ...state };
  await forge.writeIssue(number, content, comment && { ...comment, issue: own.id });
};
