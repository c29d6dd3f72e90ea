import type { Change } from "../decide/change.ts";
import { verdictChanges } from "../decide/decide.ts";
import { todoWrite } from "../decide/texts.ts";
import { groupBy } from "../group.ts";
import { code } from "../publish/line.ts";
import { type Inbox, maxRefused, type TrackingRecord } from "../snapshot/record.ts";
import type { DesiredTodo } from "../todo/desired.ts";
import type { DesiredState } from "../todo/desired-state.ts";
import { maxHeard } from "../todo/record.ts";
import { eventText } from "../todo/words.ts";
import { type SeenComment, type Subject, subjectsOf } from "./comment.ts";
import {
  type CommandContext,
  type Draft,
  happened,
  type Obeyed,
  refused,
  type TodoChange,
} from "./meaning.ts";
import { type Call, parseCalls } from "./parse.ts";
import { asReply, type Reply, replyOf, type Said } from "./reply.ts";
import { type Command, commands, helpText } from "./table.ts";

/** A comment with commands, and what is known of it. */
export interface HeardComment extends SeenComment {
  /** Whether its author may write to the repository. */
  readonly mayCommand: boolean;
}

/** What obeying comments comes to. */
interface AppliedCommands {
  /** To be applied in this order before anything is answered. */
  readonly changes: readonly Change[];
  readonly replies: readonly Reply[];
  /** The tracking record's inbox after that. */
  readonly inbox: Inbox;
}

/**
 * Obeys the commands of comments, the earliest first. Pure: what it answers is to be written, and written again it
 * comes to the same, because each record remembers the comments that were obeyed on it. What a run holds is not
 * written: its comments wait in the inbox.
 *
 * @throws {Error} when the snapshot has no tracking issue.
 */
export const applyCommands = (desired: DesiredState, comments: readonly HeardComment[]): AppliedCommands => {
  const subjects = subjectsOf(desired.snapshot);
  const begun = draftOf(desired);
  let draft: Drafted = { ...begun, replies: [] };
  for (const comment of [...comments].sort((a, b) => a.id - b.id))
    draft = hear(draft, comment, subjects.get(comment.issue));
  const { inbox } = draft.tracking.record;
  return { changes: changesOf(begun, draft), replies: draft.replies, inbox };
};

type Drafted = Draft & { readonly replies: readonly Reply[] };

const draftOf = ({ plan, snapshot, todos: all }: DesiredState): Draft => {
  const { tracking, fixes } = snapshot;
  if (!tracking) throw new Error("commands are obeyed before there is a tracking issue");
  const todos = new Map(all.map((one) => [one.todo.id, one]));
  return { plan, tracking, todos, fixes, creates: [] };
};

const hear = (draft: Drafted, comment: HeardComment, subject: Subject | undefined): Drafted => {
  const one = subject?.kind === "todo" ? draft.todos.get(subject.todo) : undefined;
  if (!subject || (subject.kind === "todo" && !one)) return done(draft, comment, null);
  if (!comment.mayCommand) return refuse(draft, comment);
  const calls = parseCalls(comment.body);
  if (calls.length === 0) return done(draft, comment, null);
  if (one?.held && calls.some((call) => call.ok && !commandOf(call).atOnce)) return wait(draft, comment, one);
  if ((one?.record ?? draft.tracking.record).heard.includes(comment.id))
    return done(draft, comment, asReply(comment, "obeyed", obeyedBefore(calls)));
  return followed(draft, { comment, calls, todo: one?.todo.id ?? null });
};

/** Once a person: they are remembered, and what else they say asks nothing of the forge but whether they may by now. */
const refuse = (draft: Drafted, comment: HeardComment): Drafted => {
  const { author } = comment;
  const told = done(draft, comment, asReply(comment, "refused", stranger(author)));
  const { inbox } = told.tracking.record;
  const others = inbox.refused.filter((one) => one !== author);
  return {
    ...told,
    tracking: withInbox(told, { ...inbox, refused: [...others, author].slice(-maxRefused) }),
  };
};

const stranger = (author: string): string =>
  `\`${author}\` may not command here: that takes write access to this repository. Nothing was done.`;

const obeyedBefore = (calls: readonly Call[]): string =>
  `${calls.map(({ line }) => code(line, 80)).join(", ")}: obeyed. \`/milepost status\` says how it stands now.`;

const commandOf = (call: Call & { ok: true }): Command => commands[call.name];

/** Parks a comment until no run holds its todo, and says so. */
const wait = (draft: Drafted, comment: HeardComment, one: DesiredTodo): Drafted => {
  const { inbox } = draft.tracking.record;
  const known = inbox.waiting.some((waiting) => waiting.comment === comment.id);
  if (!known && inbox.waiting.length >= maxWaiting)
    return done(draft, comment, asReply(comment, "refused", "Too much waits already: say it again later."));
  const text = `Noted. A run holds \`${one.todo.order}\`; this is obeyed when it has ended.`;
  const waiting = { comment: comment.id, todo: one.todo.id, head: one.pull?.head ?? null };
  return {
    ...draft,
    tracking: withInbox(draft, { ...inbox, waiting: known ? inbox.waiting : [...inbox.waiting, waiting] }),
    replies: [...draft.replies, asReply(comment, "waiting", text)],
  };
};

/** As many as the record takes. */
const maxWaiting = 50;
const maxAnswered = 100;

/** The comment needs no more attention. */
const done = (draft: Drafted, { id }: HeardComment, reply: Reply | null): Drafted => {
  const { inbox } = draft.tracking.record;
  const answered = [...inbox.answered, id].slice(-maxAnswered);
  const waiting = inbox.waiting.filter(({ comment }) => comment !== id);
  return {
    ...draft,
    tracking: withInbox(draft, { ...inbox, answered, waiting }),
    replies: reply ? [...draft.replies, reply] : draft.replies,
  };
};

const withInbox = ({ tracking }: Draft, inbox: Inbox): Draft["tracking"] => ({
  ...tracking,
  record: { ...tracking.record, inbox },
});

interface Following {
  readonly comment: HeardComment;
  readonly calls: readonly Call[];
  /** The todo's id; `null` for the whole plan. */
  readonly todo: string | null;
}

const followed = (draft: Drafted, following: Following): Drafted => {
  const { comment, calls, todo } = following;
  const answers: Said[] = [];
  let next = draft;
  for (const call of calls) {
    const result = call.ok ? meant(next, call, following) : refused(call.problem);
    answers.push({ call, ok: result.ok, said: result.said });
    next = withResult(next, result);
  }
  const marked = isChanged(draft, next, todo) ? withHeard(next, comment.id, todo) : next;
  return done(marked, comment, replyOf(comment, answers));
};

const meant = (draft: Draft, call: Call & { ok: true }, { comment, todo }: Following): Obeyed => {
  const command = commandOf(call);
  const asked: CommandContext = {
    argument: call.argument,
    by: comment.author,
    at: comment.updatedAt,
    link: `[as ${comment.author} said](${comment.url})`,
    help: helpText(),
  };
  if (todo === null)
    return command.plan?.(draft, asked) ?? refused("it is about one todo: write it on that todo's issue");
  const one = draft.todos.get(todo);
  const { record, issue } = draft.tracking;
  const head = record.inbox.waiting.find((waiting) => waiting.comment === comment.id)?.head ?? null;
  return (
    (one && command.todo?.(draft, { ...asked, one, head })) ??
    refused(`it is about the whole plan: write it on #${issue.number}`)
  );
};

const withResult = (draft: Drafted, { tracking, events = [], creates = [] }: Obeyed): Drafted => ({
  ...draft,
  tracking: tracking ? { ...draft.tracking, record: tracking } : draft.tracking,
  todos: events.reduce(withEvent, draft.todos),
  creates: [...draft.creates, ...creates],
});

const withEvent = (todos: Draft["todos"], { todo, event }: TodoChange): Draft["todos"] => {
  const one = todos.get(todo);
  return one ? new Map(todos).set(todo, happened(one, event)) : todos;
};

const isChanged = (before: Draft, after: Draft, todo: string | null): boolean =>
  todo === null
    ? before.tracking.record !== after.tracking.record || before.todos !== after.todos
    : before.todos.get(todo) !== after.todos.get(todo);

/** Remembers in the same write that the comment was obeyed: its answer may be lost. */
const withHeard = (draft: Drafted, comment: number, todo: string | null): Drafted => {
  if (todo === null) {
    const { record } = draft.tracking;
    return {
      ...draft,
      tracking: { ...draft.tracking, record: { ...record, heard: added(record.heard, comment) } },
    };
  }
  const one = draft.todos.get(todo);
  if (!one) return draft;
  return { ...draft, todos: withEvent(draft.todos, { todo, event: { type: "heard", comment } }) };
};

const added = (heard: readonly number[], comment: number): number[] => [...heard, comment].slice(-maxHeard);

/** What is opened comes first: a record that remembers the comment says that all of it was done. */
const changesOf = (before: Draft, after: Drafted): Change[] => [
  ...uniqueCreates(after.creates),
  ...[...after.todos.values()]
    .filter((one) => one !== before.todos.get(one.todo.id))
    .flatMap((one): Change[] => [
      ...verdictChanges(one),
      { type: "write-todo", why: one.events.flatMap(eventText).join("; "), ...todoWrite(one) },
    ]),
  ...trackingWrite(before, after),
];

/** One issue for each wish, also when one comment has it twice. */
const uniqueCreates = (creates: readonly Change[]): Change[] =>
  [...groupBy(creates, wishOf).values()].flatMap(([first]) => first ?? []);

const wishOf = (change: Change): unknown => {
  if (change.type === "create-fix") return `${change.todo} ${change.record.key}`;
  return change.type === "create-todo" ? change.todo : change;
};

const trackingWrite = (before: Draft, after: Draft): Change[] => {
  const { issue } = after.tracking;
  // Nothing is answered yet: the inbox is written later, with what orchestrate writes next.
  const record = { ...after.tracking.record, inbox: before.tracking.record.inbox };
  if (sameOrders(before.tracking.record, record)) return [];
  const { number, title, text, open } = issue;
  const why = record.stopped
    ? "a person stopped the plan"
    : record.paused
      ? "a person paused the plan"
      : "a person said so";
  return [{ type: "write-tracking", why, number, tracking: { title, text, record, open } }];
};

const sameOrders = (a: TrackingRecord, b: TrackingRecord): boolean =>
  a.paused === b.paused && a.stopped === b.stopped && a.heard === b.heard;
