import { count } from "../count.ts";
import { MilepostError } from "../error.ts";
import { findingIds, maxFindings } from "../finding-id.ts";
import { cut } from "../key.ts";
import { grant, wantsOf } from "../lane/grant.ts";
import { code, harmlessLine } from "../publish/line.ts";
import { nextCommand } from "../todo/answers.ts";
import { blockedHead } from "../todo/blocked.ts";
import { after, type DesiredTodo, isDone, isUnwanted } from "../todo/desired.ts";
import type { TodoEvent } from "../todo/event.ts";
import type { Reason } from "../todo/reasons.ts";
import type { TodoRecord } from "../todo/record.ts";
import { waits } from "../todo/waits.ts";
import { askChanges } from "./changes.ts";
import {
  type Draft,
  happens,
  type Obeyed,
  obeyed,
  refused,
  type TodoCommandContext,
  type TodoMeaning,
} from "./meaning.ts";

/*
 * What commands mean on a todo's issue, on its pull request and on the issues of its fixes.
 */

export const statusOfTodo: TodoMeaning = (draft, { one }) => {
  const { record, todo, pull, fixes } = one;
  const open = fixes.filter(({ issue }) => issue.open).map(({ issue }) => `#${issue.number}`);
  const { todos, others } = waits([...draft.todos.values()], draft.plan)(one);
  const before = [...todos.map(({ todo }) => `\`${todo.order}\``), ...others];
  const parts = [
    `\`${todo.order}\` is ${record.state.status}`,
    ...(record.state.status === "blocked" ? blockedParts(record.state.reason, record) : []),
    ...(record.paused ? ["paused"] : []),
    ...(pull ? [`pull request #${pull.number} (${pull.state})`] : []),
    ...(record.rounds > 0 ? [`${count(record.rounds, "round")} of review`] : []),
    ...(open.length > 0 ? [`follow-ups to answer: ${open.join(", ")}`] : []),
    ...(before.length > 0 ? [`waits for ${before.join(", ")}`] : []),
    ...(draft.tracking.record.paused ? ["the whole plan is paused"] : []),
  ];
  return obeyed(cut(parts.join("; "), 2000));
};

const blockedParts = (reason: Reason, record: TodoRecord): string[] => [
  harmlessLine(blockedHead(reason)),
  `next: \`/milepost ${nextCommand(reason, record)}\``,
];

export const pauseTodo: TodoMeaning = (_, { one }) => {
  if (isDone(one)) return refused("it is done: there is nothing to pause");
  if (one.record.paused) return obeyed("it is paused already");
  return happens("no lane of it starts until `/milepost resume`", one, { type: "paused" });
};

export const resumeTodo: TodoMeaning = ({ tracking }, { one }) => {
  const plan = tracking.record.paused ? `; the whole plan is paused, see #${tracking.issue.number}` : "";
  if (!one.record.paused) return obeyed(`it is not paused${plan}`);
  return happens(`it goes on${plan}`, one, { type: "resumed" });
};

export const retryTodo: TodoMeaning = (_, { one, by }) => {
  const { status } = one.record.state;
  if (isUnwanted(one)) return happens("it is no longer skipped", one, { type: "retried", by });
  if (status !== "blocked") return refused("it is not blocked: there is nothing to retry");
  return happens("it has new attempts and rounds", one, { type: "retried", by });
};

export const skipTodo: TodoMeaning = (_, { one, by, argument }) => {
  if (isUnwanted(one)) return obeyed("it is skipped already");
  if (isDone(one) && one.pull?.state === "merged")
    return refused("it is approved and merged: there is nothing to skip");
  const pull = one.pull?.state === "open" ? `; its pull request #${one.pull.number} is left as it is` : "";
  return happens(
    `closed as not planned; nothing waits for it any more${pull}. \`/milepost retry\` takes it back`,
    one,
    { type: "skipped", why: cut(`${by}: ${argument}`, 400) },
  );
};

export const approveTodo: TodoMeaning = (_, { one, by, head }) => {
  const { pull, record } = one;
  if (isUnwanted(one)) return refused("it is skipped: `/milepost retry` takes it back");
  if (!pull || pull.state === "closed" || pull.state === "astray")
    return refused("it has no open pull request to approve");
  const short = pull.head.slice(0, 10);
  if (head !== null && head !== pull.head)
    return refused(
      `its head was ${head.slice(0, 10)} when you said so and is ${short} now: look again, then approve`,
    );
  const { state } = record;
  if (state.status === "approved" && state.verdict.commit === pull.head)
    return obeyed(`${short} is approved already`);
  const event = { type: "approved", by, head: pull.head, pull: pull.number, keys: [] } as const;
  return happens(`${short} is approved in your name`, one, event);
};

export const changeTodo: TodoMeaning = (draft, asked) => ask(draft, asked, asked.argument);

/** Opens a fix in the person's name, once for each comment and text. */
export const ask = (draft: Draft, { one, by, link }: TodoCommandContext, what: string): Obeyed => {
  if (isUnwanted(one)) return refused("it is skipped: `/milepost retry` takes it back");
  const issue = one.seen?.issue.number ?? 0;
  const change = askChanges(one.record, { what: `${what}\n\n(${link})`, by, issue });
  const known = draft.fixes.find(
    ({ record }) => record.todo === one.todo.id && record.key === change.record.key,
  );
  if (known) return obeyed(`#${known.issue.number} asks for it`);
  const when = one.held ? "when the run that holds the todo has ended" : "next";
  return obeyed(`a follow-up for its agent is opened, to be answered ${when}`, { creates: [change] });
};

export const roundsOfTodo: TodoMeaning = ({ plan }, { one, by, argument }) => {
  const rounds = Number(argument);
  const { record } = one;
  if (isDone(one)) return refused("it is done: it needs no more rounds");
  if (rounds <= record.rounds)
    return refused(`it has been reviewed ${count(record.rounds, "time")} already: give a number above that`);
  return happens(
    `it may be reviewed ${count(rounds, "time")} in all, ${count(rounds - record.rounds, "time")} from now on`,
    one,
    { type: "given-rounds", by, rounds, limit: plan.limits.rounds },
  );
};

export const allowTodo: TodoMeaning = (_, { one, by, argument }) => {
  const findings = findingIds.safeParse([...new Set(argument.split(" ").filter((word) => word !== ""))]);
  if (isUnwanted(one)) return refused("it is skipped: `/milepost retry` takes it back");
  if (!findings.success || findings.data.length === 0)
    return refused("name the findings as the secrets gate does: ten digits and letters of `0-9a-f` each");
  const all = findingIds.safeParse([...new Set([...one.record.allowed, ...findings.data])]);
  if (!all.success) return refused(`at most ${maxFindings} findings of a todo are let pass`);
  const named = findings.data.map((finding) => `\`${finding}\``).join(", ");
  const event = { type: "allowed", by, findings: findings.data } as const;
  return happens(
    `${named} ${findings.data.length === 1 ? "is" : "are"} let pass${stillBlocked(one, event)}`,
    one,
    event,
  );
};

/** What is left to say to a todo that this does not set going. */
const stillBlocked = (one: DesiredTodo, event: TodoEvent): string => {
  const { state, ...record } = after(one, event).record;
  return state.status === "blocked"
    ? `; it stays blocked for something else: next \`/milepost ${nextCommand(state.reason, record)}\``
    : "";
};

export const grantTodo: TodoMeaning = (_, { one, by, argument }) => {
  const paths = argument === "" ? wantsOf(one.record) : argument.split(" ");
  try {
    const event = grant(one.record, { by, paths });
    const named = paths.map((path) => code(path)).join(", ");
    return happens(`its agent may change ${named} for this todo${stillBlocked(one, event)}`, one, event);
  } catch (error) {
    if (error instanceof MilepostError) return refused(harmlessLine(`${error.message}: ${error.hint ?? ""}`));
    throw error;
  }
};
