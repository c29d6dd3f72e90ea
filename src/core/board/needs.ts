import { type Budget, budgetText } from "../cost/budget.ts";
import type { Plan } from "../plan/plan.ts";
import { type BaseFault, baseFaultText } from "../proof/fault.ts";
import type { Criterion } from "../report/criteria.ts";
import type { TodoAnswer } from "../todo/answers.ts";
import { answersTo } from "../todo/answers.ts";
import { blockedHead, blockedParts } from "../todo/blocked.ts";
import { type DesiredTodo, isDone } from "../todo/desired.ts";
import type { DesiredState } from "../todo/desired-state.ts";
import { isLeft, leftAnswers, leftText } from "../todo/left.ts";
import { isForPerson, mergeWaitText } from "../todo/merge-wait.ts";

/** Something that a person is asked for: of a todo, or of the whole plan. */
export type Need = {
  /** On one line. */
  readonly why: string;
  /** What a program or a gate said of it; empty when nothing. */
  readonly said: string;
  /** What answers it, the most fitting first; none where the plan's file is to be edited. */
  readonly answers: readonly TodoAnswer[];
} & (
  | { readonly of: "plan" }
  | {
      readonly of: "todo";
      readonly todo: string;
      readonly order: string;
      readonly title: string;
      readonly issue: number | null;
      readonly pull: number | null;
      /** What was tried, in words. */
      readonly tried: string;
      /** Where all that its programs printed is. */
      readonly logs: readonly string[];
    }
);

/** All that waits for a person, what holds up the whole plan first. */
export const needsOf = (
  { plan, snapshot, todos, fault }: DesiredState,
  criteria: readonly Criterion[],
): Need[] => {
  const undone = todos.filter((one) => !isDone(one));
  return [
    ...(fault ? [faultNeed(fault, plan)] : []),
    ...(snapshot.tracking?.record.paused ? [pauseNeed(snapshot.tracking.record.stopped)] : []),
    ...(undone.length > 0 ? budgetNeed(todos, plan) : []),
    ...todoNeedsOf(todos),
    ...(undone.length === 0 && snapshot.milestone?.open !== false ? criteria.flatMap(criterionNeed) : []),
  ];
};

const faultNeed = (fault: BaseFault, plan: Plan): Need => {
  const [why = "", ...said] = baseFaultText(fault, plan).split("\n");
  return { of: "plan", why, said: said.join("\n"), answers: [] };
};

const pauseNeed = (stopped: boolean): Need => ({
  ...{ of: "plan", why: `the plan is ${stopped ? "stopped" : "paused"}`, said: "" },
  answers: [{ command: "resume", does: "goes on with it" }],
});

const budgetNeed = (todos: readonly DesiredTodo[], budget: Budget): Need[] => {
  const why = budgetText(todos, budget);
  return why === null ? [] : [{ of: "plan", why: `${why}: raise it in the plan`, said: "", answers: [] }];
};

const criterionNeed = ({ name, ok, evidence }: Criterion): Need[] =>
  ok ? [] : [{ of: "plan", why: `criterion "${name}" does not hold: ${evidence}`, said: "", answers: [] }];

/** What is asked of a person for todos alone. */
export const todoNeedsOf = (todos: readonly DesiredTodo[]): Need[] =>
  todos.flatMap((one) => (isDone(one) ? mergeNeed(one) : todoNeed(one, todos)));

/** Approved work that a person has to help to be merged. */
const mergeNeed = (one: DesiredTodo): Need[] => {
  const { mergeWait } = one.record;
  if (one.pull?.state !== "open" || mergeWait === null || !isForPerson(mergeWait)) return [];
  const why = `it is approved and not merged: ${mergeWaitText(mergeWait)}`;
  return [{ ...namesOf(one), why, said: "", answers: [], tried: "", logs: [] }];
};

const todoNeed = (one: DesiredTodo, todos: readonly DesiredTodo[]): Need[] => {
  const { record } = one;
  if (isLeft(one)) return [leftNeed(one, todos)];
  if (record.state.status === "blocked") {
    const { reason } = record.state;
    const { said, tried, logs } = blockedParts(record, reason);
    const answers = answersTo(reason, record);
    return [{ ...namesOf(one), why: blockedHead(reason), said, answers, tried, logs }];
  }
  return record.paused ? [pausedNeed(one)] : [];
};

const pausedNeed = (one: DesiredTodo): Need => ({
  ...{ ...namesOf(one), why: "a person paused it", said: "", tried: "", logs: [] },
  answers: [{ command: "resume", does: "goes on with it" }],
});

const leftNeed = (one: DesiredTodo, todos: readonly DesiredTodo[]): Need => ({
  ...{ ...namesOf(one), said: "", tried: "", logs: [], answers: leftAnswers },
  why: `it is ${leftText(one, todos)}`,
});

const namesOf = ({ todo, seen, record }: DesiredTodo) => ({
  ...{ of: "todo" as const, todo: todo.id, order: todo.order, title: todo.title },
  ...{ issue: seen?.issue.number ?? null, pull: record.pull },
});
