import { z } from "zod";
import { parseCalls } from "../../core/command/parse.ts";
import { MilepostError } from "../../core/error.ts";
import { todoIn } from "../../core/lane/pull-body.ts";
import type { JobEvent } from "../event.ts";

/** What a comment or a review is on. */
export type EventSubject =
  | { readonly kind: "issue"; readonly number: number }
  /** With the issue of the todo that it says it is of; anyone may write the same. */
  | { readonly kind: "pull"; readonly number: number; readonly todo: number | null };

/** A comment with commands, or a person's review. */
export interface HeardEvent {
  /** The login of who wrote it. */
  readonly by: string;
  readonly defaultBranch: string;
  readonly on: EventSubject;
  /** What asks for an answer: a comment, a review that has commands in its text, or nothing. */
  readonly asks: { readonly kind: "comment" | "review"; readonly id: number } | null;
}

const person = z.object({ login: z.string(), type: z.string() }).nullable();
const id = z.int().min(1);
const payload = z.object({
  repository: z.object({ default_branch: z.string() }),
  comment: z.object({ id, body: z.string().nullable(), user: person }).optional(),
  issue: z
    .object({ number: id, body: z.string().nullish(), pull_request: z.unknown().optional() })
    .optional(),
  review: z.object({ id, body: z.string().nullish(), user: person }).optional(),
  pull_request: z.object({ number: id, body: z.string().nullish() }).optional(),
});

/** Reads what an event says, or why that is nothing to be heard. @throws {MilepostError} when it is of another kind. */
export const heardIn = ({ name, payload: given }: JobEvent): HeardEvent | { readonly nothing: string } => {
  const read = payload.safeParse(given);
  const { comment, issue, review, pull_request: pull, repository } = read.success ? read.data : {};
  const author = (comment ?? review)?.user;
  if (repository && author?.type === "Bot") return { nothing: "Bots are not obeyed." };
  const said = { by: author?.login ?? "ghost", defaultBranch: repository?.default_branch ?? "" };
  if (repository && review && pull) {
    return { ...said, on: onPull(pull), asks: hasCalls(review) ? { kind: "review", id: review.id } : null };
  }
  if (repository && comment && issue) {
    if (!hasCalls(comment)) return { nothing: "No command is in it." };
    return { ...said, on: onIssue(issue), asks: { kind: "comment", id: comment.id } };
  }
  throw new MilepostError(`the event ${name} is neither a comment nor a review`, {
    hint: "start this workflow `on: issue_comment` and `on: pull_request_review`",
  });
};

const hasCalls = ({ body }: { body?: string | null | undefined }): boolean =>
  parseCalls(body ?? "").length > 0;

interface Numbered {
  readonly number: number;
  readonly body?: string | null | undefined;
}

const onIssue = (issue: Numbered & { readonly pull_request?: unknown }): EventSubject =>
  issue.pull_request ? onPull(issue) : { kind: "issue", number: issue.number };

const onPull = ({ number, body }: Numbered): EventSubject => ({ kind: "pull", number, todo: todoIn(body) });
