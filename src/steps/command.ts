import { applyCommands, type HeardComment } from "../core/command/apply.ts";
import { type SeenComment, subjectsOf, unanswered } from "../core/command/comment.ts";
import { outcomeOf, type Reply, type ReplyOutcome } from "../core/command/reply.ts";
import type { Change } from "../core/decide/change.ts";
import type { Inbox } from "../core/snapshot/record.ts";
import type { Snapshot } from "../core/snapshot/snapshot.ts";
import type { DesiredState } from "../core/todo/desired-state.ts";
import { applyAll } from "./apply.ts";
import type { ApplyPorts } from "./batch.ts";
import type { OwnComment, Reaction } from "./ports.ts";

/** What attending to the comments of a plan came to. */
interface ProcessedComments {
  /** What the forge says now, with how far comments have been read. */
  readonly desired: DesiredState;
  readonly changes: readonly Change[];
  readonly replies: readonly Reply[];
}

/**
 * Reads the comments that nobody has answered, obeys their commands, and answers each once.
 * Whoever calls it is the only one who writes this plan's unclaimed issues, as orchestrate is. `also` is a comment that
 * an event was about, which is then found however old it is.
 */
export const processComments = async (
  ports: ApplyPorts,
  also: number | null = null,
): Promise<ProcessedComments> => {
  const desired = await ports.reader.read();
  const { snapshot: seen } = desired;
  if (!seen.tracking) return { desired, changes: [], replies: [] };
  const { inbox } = seen.tracking.record;
  const { comments, left, gone } = await toAttend(ports, seen, also);
  const { heard, before } = await listenTo(ports, comments);
  const read = { ...inbox, waiting: inbox.waiting.filter(({ comment }) => !gone.includes(comment)) };
  const tracking = {
    ...seen.tracking,
    record: { ...seen.tracking.record, inbox: withAnswered(read, before.answered) },
  };
  const done = applyCommands({ ...desired, snapshot: { ...seen, tracking } }, heard);
  await applyAll(ports, done.changes);
  for (const reply of done.replies) await answer(ports, reply, before.replies.get(reply.comment) ?? null);
  const now = done.changes.length > 0 ? await ports.reader.read() : desired;
  const changes = [...done.changes];
  const snapshot = { ...now.snapshot, inbox: { ...done.inbox, since: left } };
  return { desired: { ...now, snapshot }, changes, replies: done.replies };
};

/** Comments attended to at once; the next time goes on. */
const maxAtOnce = 25;

interface ToAttend {
  readonly comments: readonly SeenComment[];
  /** Where reading goes on the next time. */
  readonly left: string;
  /** Comments that waited and are no longer there. */
  readonly gone: readonly number[];
}

const toAttend = async ({ forge }: ApplyPorts, seen: Snapshot, also: number | null): Promise<ToAttend> => {
  const inbox = seen.tracking?.record.inbox ?? { since: "", answered: [], waiting: [] };
  const listed = await forge.listComments(inbox.since);
  const named = also === null || listed.some(({ id }) => id === also) ? null : await forge.getComment(also);
  const asking = unanswered([...listed, ...(named ? [named] : [])], inbox, subjectsOf(seen));
  const now = asking.slice(0, maxAtOnce);
  const free = inbox.waiting.filter(({ todo }) => seen.todos.get(todo)?.claim !== "live");
  const waited = await Promise.all(
    free.map(async ({ comment }) => ({ comment, read: await forge.getComment(comment) })),
  );
  return {
    comments: [...waited.flatMap(({ read }) => read ?? []), ...now],
    left: readUpTo(listed, asking.slice(maxAtOnce), inbox.since),
    gone: waited.flatMap(({ comment, read }) => (read === null ? [comment] : [])),
  };
};

/** The time of the last comment read, or of the first one that was left for the next time. */
const readUpTo = (listed: readonly SeenComment[], left: readonly SeenComment[], since: string): string => {
  const times = (left.length > 0 ? left : listed).map(({ updatedAt }) => updatedAt).sort();
  return (left.length > 0 ? times[0] : times.at(-1)) ?? since;
};

interface Listened {
  readonly heard: readonly HeardComment[];
  readonly before: {
    /** Comments that an earlier run has answered. */
    readonly answered: readonly number[];
    /** Our answers so far, by comment. */
    readonly replies: ReadonlyMap<number, OwnComment>;
  };
}

/** Acknowledges comments, and finds out who wrote them and what was answered before. */
const listenTo = async ({ forge }: ApplyPorts, comments: readonly SeenComment[]): Promise<Listened> => {
  const heard: HeardComment[] = [];
  const answered: number[] = [];
  const replies = new Map<number, OwnComment>();
  const rights = new Map<string, boolean>();
  for (const comment of comments) {
    const given = await forge.react(comment.id, "eyes");
    const reply = given && !given.isNew ? await forge.findReply(comment, given.me) : null;
    if (reply) replies.set(comment.id, reply);
    if (!given || (reply && outcomeOf(reply.body) !== "waiting")) {
      answered.push(comment.id);
      continue;
    }
    const mayCommand = rights.get(comment.author) ?? (await forge.mayWrite(comment.author));
    rights.set(comment.author, mayCommand);
    heard.push({ ...comment, mayCommand });
  }
  return { heard, before: { answered, replies } };
};

const withAnswered = (inbox: Inbox, answered: readonly number[]): Inbox => ({
  ...inbox,
  answered: [...inbox.answered, ...answered].slice(-100),
  waiting: inbox.waiting.filter(({ comment }) => !answered.includes(comment)),
});

const answer = async (
  { forge }: ApplyPorts,
  { comment, issue, body, outcome }: Reply,
  earlier: OwnComment | null,
): Promise<void> => {
  if (earlier?.body !== body) await forge.reply(issue, { body, earlier: earlier?.id ?? null });
  const reaction = reactionTo(outcome);
  if (reaction) await forge.react(comment, reaction);
};

const reactionTo = (outcome: ReplyOutcome): Reaction | null => {
  switch (outcome) {
    case "obeyed":
      return "+1";
    case "partly":
      return "confused";
    case "refused":
      return "-1";
    case "waiting":
      return null;
    default:
      return outcome satisfies never;
  }
};
