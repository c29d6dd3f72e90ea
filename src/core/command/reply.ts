import { cut } from "../key.ts";
import { code } from "../publish/line.ts";
import { maxBody, noteMarker } from "../snapshot/marker.ts";
import type { Call } from "./parse.ts";

/** How a comment's commands ended: all obeyed, some, none; or not yet. */
const outcomes = ["obeyed", "partly", "refused", "waiting"] as const;
export type ReplyOutcome = (typeof outcomes)[number];

/** The one answer to a comment; while it says `waiting` it is edited once more. */
export interface Reply {
  readonly comment: number;
  readonly issue: number;
  readonly body: string;
  readonly outcome: ReplyOutcome;
}

/** What a call came to. */
export interface Said {
  readonly call: Call;
  readonly ok: boolean;
  readonly said: string;
}

/** The answer to a comment, from what each of its calls came to. */
export const replyOf = (comment: { id: number; issue: number }, answers: readonly Said[]): Reply => {
  const count = answers.filter(({ ok }) => ok).length;
  const outcome = count === answers.length ? "obeyed" : count > 0 ? "partly" : "refused";
  return asReply(
    comment,
    outcome,
    answers.map(({ call, said }) => `${code(call.line, 80)}: ${said}`).join("\n\n"),
  );
};

/** An answer that is about the comment as a whole. */
export const asReply = (
  { id, issue }: { id: number; issue: number },
  outcome: ReplyOutcome,
  text: string,
): Reply => {
  const marks = `${markOf(id)}${noteMarker(outcome)}\n`;
  return { comment: id, issue, outcome, body: `${marks}${cut(text, maxBody - marks.length)}` };
};

const markOf = (comment: number): string => noteMarker(`answer ${comment}`);

/** Whether a comment's text is one that Milepost wrote: it is no command, whatever it quotes. */
export const isOurs = (body: string): boolean => body.startsWith("<!-- milepost");

/** Whether a comment's text is the answer to a comment. */
export const isReplyTo = (body: string, comment: number): boolean => body.startsWith(markOf(comment));

/** What an answer says that it is; `null` when it is none of ours. */
export const outcomeOf = (body: string): ReplyOutcome | null => {
  const [marks = ""] = body.split("\n", 1);
  return outcomes.find((outcome) => marks.includes(noteMarker(outcome))) ?? null;
};

/** What people read of an answer. */
export const replyText = (body: string): string => body.slice(body.indexOf("\n") + 1);
