import type { Inbox } from "../snapshot/record.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { parseCalls } from "./parse.ts";
import { isOurs } from "./reply.ts";

/** A comment on an issue or a pull request, as the forge shows it. */
export interface SeenComment {
  readonly id: number;
  /** Number of the issue or pull request. */
  readonly issue: number;
  readonly author: string;
  readonly isBot: boolean;
  readonly body: string;
  readonly url: string;
  /** When it was written or last changed, ISO 8601. */
  readonly updatedAt: string;
}

/** What a comment is about: the plan as a whole, or one todo by its id. */
export type Subject = { readonly kind: "plan" } | { readonly kind: "todo"; readonly todo: string };

/** What the issues and pull requests of a plan are about, by number. */
export const subjectsOf = ({ tracking, todos, fixes, pulls }: Snapshot): Map<number, Subject> => {
  const subjects = new Map<number, Subject>();
  const set = (number: number | null | undefined, todo: string): void => {
    if (number !== null && number !== undefined) subjects.set(number, { kind: "todo", todo });
  };
  for (const { issue, record } of fixes) set(issue.number, record.todo);
  for (const { issue, record } of todos.values()) {
    set(record.pull, record.todo);
    set(pulls.get(record.branch)?.number, record.todo);
    set(issue.number, record.todo);
  }
  if (tracking) subjects.set(tracking.issue.number, { kind: "plan" });
  return subjects;
};

/** The comments that ask something of this plan and have not been answered, the earliest first. */
export const unanswered = (
  comments: readonly SeenComment[],
  inbox: Inbox,
  subjects: ReadonlyMap<number, Subject>,
): SeenComment[] => {
  const known = new Set([...inbox.answered, ...inbox.waiting.map(({ comment }) => comment)]);
  return comments
    .filter((one) => !known.has(one.id) && subjects.has(one.issue) && asksSomething(one))
    .sort((a, b) => a.id - b.id);
};

/** Comments with the mark of another one before them, on the same issue and by the same author. */
export const twinComments = (comments: readonly SeenComment[]): SeenComment[] => {
  const known = new Set<string>();
  return comments
    .toSorted((a, b) => a.id - b.id)
    .filter(({ body, issue, author }) => {
      if (!isOurs(body)) return false;
      const mark = `${issue} ${author} ${body.slice(0, body.indexOf("-->"))}`;
      const isKnown = known.has(mark);
      known.add(mark);
      return isKnown;
    });
};

/** Whether a comment has commands, and is neither a bot's nor ours. */
export const asksSomething = ({ isBot, body }: SeenComment): boolean =>
  !isBot && !isOurs(body) && parseCalls(body).length > 0;
