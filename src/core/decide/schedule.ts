import { accountOf, accountsOf } from "../account/account.ts";
import type { AccountHold } from "../account/hold.ts";
import { isOverBudget } from "../cost/budget.ts";
import { groupBy } from "../group.ts";
import { inOrder } from "../in-order.ts";
import { compareOrder } from "../plan/order.ts";
import { agentsOf, type Plan } from "../plan/plan.ts";
import type { Program } from "../plan/program.ts";
import { type DesiredTodo, isAsked, isBegun, isDone } from "../todo/desired.ts";
import type { DesiredState } from "../todo/desired-state.ts";
import type { LaneStart } from "../todo/state.ts";
import { undoneIn } from "../todo/undone.ts";
import { isUntouched } from "../todo/untouched.ts";
import { freeProgram, type HeldAccounts, heldAccounts, withTrial } from "./accounts.ts";
import { chainLengths, circled } from "./chains.ts";

export interface Schedule {
  /** To be claimed now, the longest remaining chain first; never more than there are free lanes. */
  readonly starts: readonly ScheduledLane[];
  /** Accounts on which not everything may start, and todos that could start but for them. */
  readonly held: HeldAccounts;
  readonly waiting: readonly DesiredTodo[];
  /** Ids of todos that could start but for a free lane or their body's agent. */
  readonly ready: ReadonlySet<string>;
}

/** A lane to start: its todo, and which of its body's agents and the plan's reviewers work in it. */
interface ScheduledLane {
  readonly one: DesiredTodo;
  readonly from: LaneStart;
  readonly agent: number;
  /** `null`: the accounts of all are held; the lane ends before its review. */
  readonly reviewer: number | null;
  /** What an account was held by that it tries again. */
  readonly hold: AccountHold | null;
}

/** What starts now as a look finds the plan: nothing while a person paused it, or when its budget is spent. */
export const scheduleOf = (
  { plan, snapshot, fault }: DesiredState,
  todos: readonly DesiredTodo[],
  { now, due = none }: { now: Date /** What is to take in what is below it. */; due?: ReadonlySet<string> },
): Schedule => {
  const paused = (snapshot.tracking?.record.paused ?? false) || isOverBudget(todos, plan);
  return schedule(todos, plan, { paused, now, due, isBaseBroken: fault !== undefined });
};

interface ScheduleMoment {
  readonly paused: boolean;
  readonly now: Date;
  /** What is to take in what is below it. */
  readonly due?: ReadonlySet<string>;
  readonly isBaseBroken?: boolean;
}

const none: ReadonlySet<string> = new Set();

/** Chooses what starts now: of what is ready, the longest chain first, one todo a body. */
export const schedule = (
  all: readonly DesiredTodo[],
  plan: Plan,
  { paused, now, due = none, isBaseBroken = false }: ScheduleMoment,
): Schedule => {
  const wanted = all.filter(({ origin }) => origin !== "orphan");
  const readiness = readinessOf(wanted, plan);
  const isDue = ({ todo }: DesiredTodo): boolean => due.has(todo.id);
  const able = wanted.filter((one) => !one.held && (isDue(one) || isUnderWay(one) || readiness(one)));
  const ready = new Set(able.map(({ todo }) => todo.id));
  const free = plan.parallel - all.filter(({ held }) => held).length;
  const held = heldAccounts(all, now);
  if (paused) return { starts: [], ready, held, waiting: [] };
  const startable = isBaseBroken ? able.filter(hasBranch) : able;
  const open =
    held.size === 0 ? startable : startable.filter((one) => startOf(one, { plan, held, due }) !== null);
  const next = free <= 0 ? [] : longestChainFirst(firstOfEachBody(open, { all, isDue }), wanted, plan);
  const started = startsOf(next, { plan, held, free, now, due });
  return { ...started, ready, waiting: waitingFor(startable, started, { plan, due }) };
};

/** What is done on a branch rests on the base as it was: it goes on while that of others is broken. */
const hasBranch = ({ record }: DesiredTodo): boolean => !isUntouched(record);

/** The lanes that start, as long as there are free ones; of those that wait for an account to be tried only the first. */
const startsOf = (
  next: readonly DesiredTodo[],
  { free, now, ...given }: StartGiven & { free: number; now: Date },
): Pick<Schedule, "starts" | "held"> => {
  const starts: ScheduledLane[] = [];
  const { plan, due } = given;
  let accounts = given.held;
  for (const one of next) {
    const start = starts.length < free ? startOf(one, { plan, due, held: accounts }) : null;
    if (!start) continue;
    starts.push(start);
    accounts = withTrial(accounts, accountsOf(plan, { ...start, body: one.todo.body }), now);
  }
  return { starts, held: accounts };
};

/** What could start but for an account that is held, or that one of the lanes which start now tries. */
const waitingFor = (
  able: readonly DesiredTodo[],
  { starts, held }: Pick<Schedule, "starts" | "held">,
  given: Omit<StartGiven, "held">,
): DesiredTodo[] => {
  if (held.size === 0) return [];
  const started = new Set(starts.map(({ one }) => one.todo.id));
  return able.filter((one) => !started.has(one.todo.id) && startOf(one, { ...given, held }) === null);
};

interface StartGiven {
  readonly plan: Plan;
  readonly held: HeldAccounts;
  readonly due: ReadonlySet<string>;
}

/** How a todo would start now; `null` while the accounts that it needs are held. Without any a branch takes in what is below it, or is cut. */
const startOf = (one: DesiredTodo, { plan, held, due }: StartGiven): ScheduledLane | null => {
  const from = due.has(one.todo.id) ? "restack" : laneStart(one);
  const { declined } = one.record;
  const agents = agentsOf(plan, one.todo.body);
  const agent =
    agents.length === 0 ? 0 : freeProgram(agents, held, { declined, first: firstAgent(one, plan) });
  const tries = triedBy(from, agents[agent ?? 0]);
  const reviewer = plan.reviewers.length === 0 ? 0 : freeProgram(plan.reviewers, held, { declined, tries });
  if (from === "restack" || from === "split") return { one, from, agent: agent ?? 0, reviewer, hold: null };
  if ((from === "implement" ? agent : reviewer) === null) return null;
  const lane = { from, agent: agent ?? 0, reviewer };
  const tried = accountsOf(plan, { ...lane, body: one.todo.body }).map((account) => held.get(account)?.hold);
  return { one, ...lane, hold: tried.find((hold) => hold) ?? null };
};

/** Which account a lane tries at once: where its review comes after other work, that may be in an hour. */
const triedBy =
  (from: LaneStart, agent: Program | undefined) =>
  (account: string): boolean =>
    from === "review" || (from === "implement" && agent !== undefined && accountOf(agent) === account);

/** The last attempt of a round is another's, where the plan says so. */
const firstAgent = ({ record }: DesiredTodo, { escalate, limits }: Plan): number =>
  escalate && limits.attempts > 1 && record.failed === limits.attempts - 1 ? 1 : 0;

const longestChainFirst = (
  able: readonly DesiredTodo[],
  wanted: readonly DesiredTodo[],
  plan: Plan,
): DesiredTodo[] => {
  if (able.length < 2) return [...able];
  const chain = chainLengths(wanted, plan);
  return able.toSorted((a, b) => chain(b) - chain(a) || compareOrder(a.todo.order, b.todo.order));
};

/** Begun, with its pull request waiting for a review or its asks for an answer. */
const isUnderWay = (one: DesiredTodo): boolean => !one.record.paused && isProposed(one);

const isProposed = ({ record: { state } }: DesiredTodo): boolean =>
  state.status === "review" || state.status === "changes";

/** A head that a verdict was given for is not reviewed again: whoever wants another one sends the todo to its review. */
const laneStart = (one: DesiredTodo): Exclude<LaneStart, "restack"> => {
  const { pull, state, head, cut } = one.record;
  if (cut !== null) return "split";
  if (state.status === "review") return "review";
  const isReviewed = state.status === "changes" && state.verdict?.commit === head;
  return pull !== null && state.status === "changes" && !isAsked(one) && !isReviewed ? "review" : "implement";
};

/** Says of a todo that has not begun whether everything before it is done. */
const readinessOf = (wanted: readonly DesiredTodo[], plan: Plan): ((one: DesiredTodo) => boolean) => {
  const undone = undoneIn(wanted);
  const nextInBody = new Map<string, string>();
  for (const { todo, origin } of undone.todos)
    if (origin === "plan" && !nextInBody.has(todo.body)) nextInBody.set(todo.body, todo.id);
  const afterDone = new Map(
    plan.bodies.map(({ id, after }) => [id, after.every((body) => !undone.bodies.has(body))]),
  );
  const needsDone = ({ todo }: DesiredTodo): boolean => todo.needs.every((need) => !undone.byId().has(need));
  return (one) => {
    const { todo, record, origin } = one;
    const { status } = record.state;
    if (record.paused || (status !== "pending" && status !== "ready")) return false;
    if (!needsDone(one)) return false;
    if (isBegun(one) || origin === "follow-up") return true;
    return (
      nextInBody.get(todo.body) === todo.id && todo.phase <= undone.phase && afterDone.get(todo.body) === true
    );
  };
};

/** What would never start if everything that can start were done, again and again. */
export const neverReady = (wanted: readonly DesiredTodo[], plan: Plan): readonly DesiredTodo[] => {
  const waiting = wanted.filter((one) => one.origin !== "orphan" && !isDone(one) && !isProposed(one));
  return circled(
    inOrder(waiting, ({ todo }) => todo.order),
    plan,
  );
};

/** One todo per body that no run holds: what takes something in first, what is under way, follow-ups, the plan's next. */
const firstOfEachBody = (
  able: readonly DesiredTodo[],
  { all, isDue }: { all: readonly DesiredTodo[]; isDue: (one: DesiredTodo) => boolean },
): DesiredTodo[] => {
  const busy = new Set(all.filter(({ held }) => held).map(({ todo }) => todo.body));
  const rank = (one: DesiredTodo): number =>
    isDue(one) ? -1 : isUnderWay(one) ? 0 : isBegun(one) ? 1 : one.origin === "follow-up" ? 2 : 3;
  return [...groupBy(able, ({ todo }) => todo.body)].flatMap(([body, todos]) => {
    if (busy.has(body)) return [];
    const [first] = todos.sort((a, b) => rank(a) - rank(b) || compareOrder(a.todo.order, b.todo.order));
    return first ? [first] : [];
  });
};
