import { applyCommands, type HeardComment } from "../core/command/apply.ts";
import { type SeenComment, subjectsOf, twinComments, unanswered } from "../core/command/comment.ts";
import { outcomeOf, type Reply } from "../core/command/reply.ts";
import type { Change } from "../core/decide/change.ts";
import { type Inbox, maxRefused } from "../core/snapshot/record.ts";
import type { Snapshot } from "../core/snapshot/snapshot.ts";
import type { DesiredState } from "../core/todo/desired-state.ts";
import { answer } from "./answer.ts";
import { applyAll } from "./apply.ts";
import type { ApplyPorts } from "./batch.ts";
import type { Forge, OwnComment } from "./ports.ts";

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
  const { comments, passed, left, gone, twins } = await toAttend(ports, seen, also);
  for (const id of twins) await ports.forge.deleteComment(id);
  const { heard, before } = await listenTo(ports, comments);
  const waiting = inbox.waiting.filter(({ comment }) => !gone.includes(comment));
  const read = withAnswered({ ...inbox, waiting }, passed);
  const tracking = {
    ...seen.tracking,
    record: {
      ...seen.tracking.record,
      inbox: withRefused(withAnswered(read, before.answered), before.refused),
    },
  };
  const done = applyCommands({ ...desired, snapshot: { ...seen, tracking } }, heard);
  await applyAll(ports, done.changes);
  for (const reply of done.replies)
    await answer(ports.forge, reply, before.replies.get(reply.comment) ?? null);
  const now = done.changes.length > 0 ? await ports.reader.read() : desired;
  const changes = [...done.changes];
  const snapshot = { ...now.snapshot, inbox: { ...done.inbox, since: left } };
  return { desired: { ...now, snapshot }, changes, replies: done.replies };
};

/** Comments attended to at once; the next time goes on. */
const maxAtOnce = 25;

interface ToAttend {
  readonly comments: readonly HeardComment[];
  /** Comments of people who may not command, and who know it. */
  readonly passed: readonly number[];
  /** Where reading goes on the next time. */
  readonly left: string;
  /** Comments that waited and are no longer there. */
  readonly gone: readonly number[];
  /** Comments of ours that the forge made twice, but for the first of each. */
  readonly twins: readonly number[];
}

const toAttend = async ({ forge }: ApplyPorts, seen: Snapshot, also: number | null): Promise<ToAttend> => {
  const inbox = seen.tracking?.record.inbox ?? noInbox;
  const listed = await forge.listComments(inbox.since);
  const named = also === null || listed.some(({ id }) => id === also) ? null : await forge.getComment(also);
  const asking = unanswered([...listed, ...(named ? [named] : [])], inbox, subjectsOf(seen));
  const { comments, passed, left } = await sift(forge, asking, inbox.refused);
  const free = inbox.waiting.filter(({ todo }) => seen.todos.get(todo)?.claim !== "live");
  const waited = await Promise.all(
    free.map(async ({ comment }) => ({ comment, read: await forge.getComment(comment) })),
  );
  const again = waited.flatMap(({ read }) => read ?? []);
  const { comments: heardAgain } = await sift(forge, again, []);
  return {
    comments: [...heardAgain, ...comments],
    passed,
    left: readUpTo(listed, left, inbox.since),
    twins: await ownTwins(forge, listed),
    gone: waited.flatMap(({ comment, read }) => (read === null ? [comment] : [])),
  };
};

/** Whoever may write may have our marks, where no bot writes for us. */
const ownTwins = async (
  forge: Pick<Forge, "mayWrite">,
  listed: readonly SeenComment[],
): Promise<number[]> => {
  const found: number[] = [];
  for (const { id, author, isBot } of twinComments(listed))
    if (isBot || (await forge.mayWrite(author))) found.push(id);
  return found;
};

const noInbox: Inbox = { since: "", answered: [], waiting: [], refused: [] };

interface Sifted {
  readonly comments: readonly HeardComment[];
  readonly passed: readonly number[];
  readonly left: readonly SeenComment[];
}

/**
 * Asks first who may command, once for each person: whoever may not is heard once, to be told so, and takes nobody
 * else's place.
 */
const sift = async (
  forge: Pick<Forge, "mayWrite">,
  asking: readonly SeenComment[],
  refused: readonly string[],
): Promise<Sifted> => {
  const rights = new Map<string, boolean>();
  const told = new Set(refused);
  const comments: HeardComment[] = [];
  const passed: number[] = [];
  for (const [at, comment] of asking.entries()) {
    const { author, id } = comment;
    if (comments.length === maxAtOnce || (!rights.has(author) && rights.size === maxAtOnce))
      return { comments, passed, left: asking.slice(at) };
    const mayCommand = rights.get(author) ?? (await forge.mayWrite(author));
    rights.set(author, mayCommand);
    if (!mayCommand && told.has(author)) passed.push(id);
    else comments.push({ ...comment, mayCommand });
    if (!mayCommand) told.add(author);
  }
  return { comments, passed, left: [] };
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
    /** Whom it has refused. */
    readonly refused: readonly string[];
    /** Our answers so far, by comment. */
    readonly replies: ReadonlyMap<number, OwnComment>;
  };
}

/** Acknowledges comments, and finds out what was answered before. */
const listenTo = async ({ forge }: ApplyPorts, comments: readonly HeardComment[]): Promise<Listened> => {
  const heard: HeardComment[] = [];
  const answered: number[] = [];
  const refused: string[] = [];
  const replies = new Map<number, OwnComment>();
  for (const comment of comments) {
    const given = await forge.react(comment.id, "eyes");
    const reply = given && !given.isNew ? await forge.findReply(comment, given.me) : null;
    if (reply) replies.set(comment.id, reply);
    if (!given || (reply && outcomeOf(reply.body) !== "waiting")) {
      answered.push(comment.id);
      if (reply && !comment.mayCommand) refused.push(comment.author);
      continue;
    }
    heard.push(comment);
  }
  return { heard, before: { answered, refused, replies } };
};

const withAnswered = (inbox: Inbox, answered: readonly number[]): Inbox => ({
  ...inbox,
  answered: [...inbox.answered, ...answered].slice(-100),
  waiting: inbox.waiting.filter(({ comment }) => !answered.includes(comment)),
});

const withRefused = (inbox: Inbox, refused: readonly string[]): Inbox => ({
  ...inbox,
  refused: [...new Set([...inbox.refused, ...refused])].slice(-maxRefused),
});
