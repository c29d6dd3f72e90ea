import { accountOf, accountsIn, type LanePrograms } from "../account/account.ts";
import type { AccountHold } from "../account/hold.ts";
import type { Entry } from "../lane/handoff.ts";
import type { Plan } from "../plan/plan.ts";
import type { Program } from "../plan/program.ts";
import type { DesiredTodo } from "../todo/desired.ts";
import { claimOf } from "../todo/state.ts";

/** An account on which not everything may start now. */
export interface HeldAccount {
  readonly account: string;
  readonly why: AccountHold["kind"] | "no-credit" | "wrong-key";
  /** `held`: nobody tries; `due`: one lane may, and the others after it; `tried`: one does. */
  readonly phase: "held" | "due" | "tried";
  /** When that changes by itself, ISO 8601; `null`: when a person says so. */
  readonly until: string | null;
  /** What was written of it last; `null` where a person is waited for. */
  readonly hold: AccountHold | null;
}

export type HeldAccounts = ReadonlyMap<string, HeldAccount>;

/** A lane that tries an account and is still at it after this long was not turned away. */
const trialMs = 2 * 60_000;

/** The accounts that hold lanes up, by what todos' records tell; those that served a lane since are free. */
export const heldAccounts = (todos: readonly DesiredTodo[], now: Date): HeldAccounts => {
  const held = new Map<string, HeldAccount>();
  const heldUp = todos.filter(({ record }) => record.hold !== null || record.state.status === "blocked");
  for (const [account, hold] of latestHolds(heldUp)) {
    const one = heldAccount(account, hold, todos, now);
    if (one) held.set(account, one);
  }
  for (const { record } of heldUp) {
    const { state } = record;
    if (state.status !== "blocked" || state.reason.code !== "account") continue;
    const { account, problem } = state.reason;
    held.set(account, { account, why: problem, phase: "held", until: null, hold: null });
  }
  return held;
};

const latestHolds = (todos: readonly DesiredTodo[]): Map<string, AccountHold> => {
  const latest = new Map<string, AccountHold>();
  for (const { record } of todos) {
    const { hold } = record;
    if (hold && (latest.get(hold.account)?.until ?? "") < hold.until) latest.set(hold.account, hold);
  }
  return latest;
};

/** How an account stands once its hold's end has come; `null` when it is free. */
const heldAccount = (
  account: string,
  hold: AccountHold,
  todos: readonly DesiredTodo[],
  now: Date,
): HeldAccount | null => {
  const { kind: why, until } = hold;
  const end = Date.parse(until);
  if (now.getTime() < end) return { account, why, phase: "held", until, hold };
  const hasServed = ({ record }: DesiredTodo) =>
    record.served.some((one) => one.account === account && Date.parse(one.at) >= end);
  if (todos.some(hasServed)) return null;
  const trials = todos.flatMap(({ held, record }) => {
    const claim = held ? claimOf(record.state) : null;
    const begun = claim?.accounts?.includes(account) === true ? Date.parse(claim.at) : 0;
    return begun >= end ? [begun] : [];
  });
  if (trials.length === 0) return { account, why, phase: "due", until, hold };
  const proven = Math.min(...trials) + trialMs;
  if (now.getTime() >= proven) return null;
  return { account, why, phase: "tried", until: new Date(proven).toISOString(), hold };
};

interface Choice {
  /** The place of the program that is asked first. */
  readonly first?: number;
  /** Accounts whose models declined this work. */
  readonly declined?: readonly string[];
  /** Whether the lane would try an account that is due, at once. */
  readonly tries?: (account: string) => boolean;
}

/** The place of the first of these programs whose account is free, or that may be tried; `null` when none is. */
export const freeProgram = (
  programs: readonly Program[],
  held: HeldAccounts,
  { first = 0, declined = [], tries = () => true }: Choice = {},
): number | null => {
  const order = [...programs.keys()].sort((a, b) => Number(a < first) - Number(b < first) || a - b);
  const isFree = (at: number): boolean => {
    const program = programs[at];
    if (!program) return false;
    const account = accountOf(program);
    const phase = held.get(account)?.phase;
    return !declined.includes(account) && (phase === undefined || (phase === "due" && tries(account)));
  };
  return order.find(isFree) ?? null;
};

/** Whether a lane goes on to its review: its reviewer's account is free, has just served its agent, or is what it tries. */
export const mayReview = (
  lane: LanePrograms & Pick<Entry, "from">,
  plan: Plan,
  held: HeldAccounts,
): boolean => {
  if (lane.reviewer === null) return false;
  const [account] = accountsIn(["reviewer"], plan, lane);
  if (account === undefined || lane.from === "review") return true;
  const phase = held.get(account)?.phase;
  const isAgents = lane.from === "implement" && accountsIn(["agent"], plan, lane).includes(account);
  return phase === undefined || (phase !== "held" && isAgents);
};

/** The accounts with those of a lane that starts now: what was due is tried by it, and by no other. */
export const withTrial = (held: HeldAccounts, accounts: readonly string[], now: Date): HeldAccounts => {
  const due = accounts.flatMap((account) => {
    const one = held.get(account);
    return one?.phase === "due" ? [one] : [];
  });
  if (due.length === 0) return held;
  const until = new Date(now.getTime() + trialMs).toISOString();
  return new Map([...held, ...due.map((one) => [one.account, { ...one, phase: "tried", until }] as const)]);
};
