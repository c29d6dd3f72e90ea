import { type Budget, budgetText } from "../cost/budget.ts";
import type { Declined } from "../decide/declined.ts";
import type { Plan } from "../plan/plan.ts";
import { type BaseFault, baseFaultText } from "../proof/fault.ts";
import type { LandingState } from "../proof/landing.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { asComment, type HowToAnswer } from "../todo/answers.ts";
import { answerLines, blockedHead, blockedLines } from "../todo/blocked.ts";
import { type DesiredTodo, isDone } from "../todo/desired.ts";
import { isLeft, leftAnswers, leftText } from "../todo/left.ts";
import { isForPerson, mergeWaitText } from "../todo/merge-wait.ts";
import { type AccountWaits, heldTexts } from "./account-waits.ts";
import type { Criterion } from "./criteria.ts";
import { landingReason } from "./landing-text.ts";
import { type MergeWaits, soonest } from "./merge-waits.ts";

/** How the plan as a whole stands after orchestrating. */
export type Progress =
  | { readonly kind: "closed" }
  | { readonly kind: "running" }
  /** Nothing runs, and what could go on waits for an account, for CI or for the forge: by itself it goes on then. */
  | { readonly kind: "held"; readonly until: string; readonly reasons: readonly string[] }
  /** Nothing runs and nothing can start: each reason names what a person can do. */
  | { readonly kind: "stuck"; readonly reasons: readonly string[] };

/** Tells a plan that goes on from one that is closed or waits for a person. */
export const progressOf = (
  { milestone, fixes, tracking }: Snapshot,
  {
    todos,
    unmet,
    started,
    declined,
    waits,
    fault,
    landing,
    mergeWaits,
    plan,
    how,
  }: {
    todos: readonly DesiredTodo[];
    unmet: readonly Criterion[];
    started: boolean;
    /** What the forge declined to merge, and why. */
    declined: Declined | null;
    /** The accounts that todos wait for. */
    waits: AccountWaits;
    plan: Budget & Plan;
    /** How people answer a todo from where they read of it; by a comment when not given. */
    how?: HowToAnswer | undefined;
    /** Why nothing may start on the plan's base. */
    fault?: BaseFault | null | undefined;
    /** What is known of what is to land. */
    landing?: LandingState | undefined;
    /** What comes by itself. */
    mergeWaits?: MergeWaits;
  },
): Progress => {
  if (started || todos.some(({ held }) => held)) return { kind: "running" };
  if (milestone?.open === false) return { kind: "closed" };
  const undone = todos.filter((one) => !isDone(one));
  const until = soonest([waits.until, mergeWaits?.until ?? null]);
  if (until !== null)
    return { kind: "held", until, reasons: [...heldTexts(waits), ...(mergeWaits?.texts ?? [])] };
  const reasons = [
    ...(!fault ? [] : [baseFaultText(fault, plan)]),
    ...landingReason(landing, plan),
    ...pauseReason(tracking, how),
    ...(undone.length > 0 ? budgetReason(todos, plan) : []),
    ...(declined === null
      ? []
      : [
          `#${declined.pull} was not merged: ${declined.said}: give the pull request what its base asks for, or set \`merge: manual\``,
        ]),
    ...todos.flatMap((one) => mergeReason(one, declined)),
    ...undone.flatMap((one) => reasonOf(one, todos, how)),
    ...(undone.length === 0
      ? unmet.map(({ name, evidence }) => `criterion "${name}" does not hold: ${evidence}`)
      : []),
    ...fixes
      .filter(({ issue }) => issue.open && undone.length === 0)
      .map(({ issue }) => `follow-up #${issue.number} is open`),
  ];
  return {
    kind: "stuck",
    reasons: reasons.length > 0 ? reasons : ["nothing can start: look at what each todo waits for"],
  };
};

/** Why approved work is not merged, where a person can do something about it. */
const mergeReason = (
  { todo, record: { mergeWait }, pull }: DesiredTodo,
  declined: Declined | null,
): string[] =>
  pull?.state !== "open" || mergeWait === null || !isForPerson(mergeWait) || pull.number === declined?.pull
    ? []
    : [`\`${todo.order}\` #${pull.number} is approved and not merged: ${mergeWaitText(mergeWait)}`];

const pauseReason = (tracking: Snapshot["tracking"], how?: HowToAnswer): string[] => {
  if (!tracking?.record.paused) return [];
  const state = tracking.record.stopped ? "stopped" : "paused";
  return [resumed(`the plan is ${state}`, { order: null, issue: tracking.issue.number }, how)];
};

const resumed = (what: string, on: Parameters<HowToAnswer>[1], how: HowToAnswer = asComment): string =>
  `${what}\n  next:  ${how("resume", on)}`;

const budgetReason = (wanted: readonly DesiredTodo[], budget: Budget): string[] => {
  const spent = budgetText(wanted, budget);
  return spent === null ? [] : [`${spent}: raise it in the plan, then go on`];
};

/** The todos that wait for a person: the first line says which and why, those below what is known of it. */
export const blockedReasons = (todos: readonly DesiredTodo[]): string[] =>
  todos.filter(({ record }) => record.state.status === "blocked").flatMap((one) => reasonOf(one, todos));

const reasonOf = (one: DesiredTodo, todos: readonly DesiredTodo[], how = asComment): string[] => {
  const { todo, record, seen } = one;
  const issue = seen?.issue.number ?? null;
  const name = `\`${todo.order}\` ${todo.id}${seen ? ` (#${seen.issue.number})` : ""}`;
  if (isLeft(one)) {
    const typed = (command: string): string => how(command, { order: todo.order, issue });
    return [[`${name} is ${leftText(one, todos)}`, ...answerLines(leftAnswers, typed)].join("\n")];
  }
  if (record.state.status === "blocked")
    return [
      [
        `${name} is blocked: ${blockedHead(record.state.reason)}`,
        ...blockedLines(record, { issue, how }),
      ].join("\n"),
    ];
  const on = { order: todo.order, issue };
  return record.paused ? [resumed(`${name} is paused`, on, how)] : [];
};
