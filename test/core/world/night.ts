import { accountsIn, type Role } from "../../../src/core/account/account.ts";
import { type HeldAccounts, heldAccounts, mayReview } from "../../../src/core/decide/accounts.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { mayStartMore, type Orchestrated } from "../../../src/steps/orchestrate.ts";
import { advance, type Lane, pay } from "./lanes.ts";
import { tapeOf } from "./tape.ts";
import { newWorld, orchestrateOnce, type World } from "./world.ts";

/** When an account turns away all that use it, in minutes: from, to; `isTold`: it says till when. */
interface Limit {
  readonly account: string;
  readonly from: number;
  readonly to: number;
  readonly isTold: boolean;
  /** Whether it is a burst of answers that say "overloaded" instead, longer than a run waits for by itself. */
  readonly isBurst?: boolean;
}

/** When the forge does not answer, in minutes. */
interface Absence {
  readonly from: number;
  readonly to: number;
}

/** How long a run waits for a forge that is away; then it ends, and somebody starts it again. */
const outageMinutes = 60;

export interface Night {
  readonly limits: readonly Limit[];
  /** Minutes at which the machine is killed, and the run started again. */
  readonly kills: readonly number[];
  readonly absences: readonly Absence[];
  /** How long programs work, in minutes. */
  readonly agentMinutes: number;
  readonly reviewMinutes: number;
}

/** A program that works in a lane: on which account, from when, till when. */
interface ProgramRun {
  readonly account: string;
  readonly at: number;
  readonly till: number;
}

export interface NightEnd {
  readonly progress: string;
  readonly minutes: number;
  readonly starts: readonly ProgramRun[];
  /** When accounts turned programs away. */
  readonly turnedAway: readonly Omit<ProgramRun, "till">[];
  /** What was charged: failed attempts, by todo. */
  readonly failed: number;
}

const minute = 60_000;
/** How long one lane tries an account before others may use it, in minutes. */
const trialMinutes = 2;
/** How long a branch takes to take in what is below it. */
const gitMinutes = 1;

/** A lane that works till a minute, with a program or by git alone, and whether it is then done or turned away. */
interface Working {
  readonly lane: Lane;
  readonly till: number;
  readonly limit: Limit | null;
  /** What is left then of which program's work, in minutes; `null` where none works. */
  readonly left: readonly [work: string, minutes: number] | null;
}

/**
 * Lets a plan run through a night on a clock of its own, with the real orchestrate and settle. With `foresight` nobody is
 * turned away: programs wait where they are till a limit is over, as a scheduler would that knows the future, but that
 * one of them tries the account first.
 */
export const nightOf = async (plan: Plan, night: Night, foresight = false): Promise<NightEnd> => {
  const world = newWorld(plan, tapeOf([]));
  const left = new Map<string, number>();
  const starts: ProgramRun[] = [];
  const turnedAway: Omit<ProgramRun, "till">[] = [];
  const working = new Map<string, Working>();
  const kills = [...night.kills].sort((a, b) => a - b);
  let now = 0;
  let last: Orchestrated | null = null;
  const cutOff = (): void => {
    for (const { lane } of working.values()) {
      world.deaths.set(`${lane.run} ${lane.entry.todo}`, "interrupted");
      world.lanes.delete(lane.entry.todo);
    }
    working.clear();
  };
  const tried = new Map<Limit, string>();
  const firstOn = (limit: Limit, todo: string): boolean => {
    if (!tried.has(limit)) tried.set(limit, todo);
    return tried.get(limit) === todo;
  };
  const begin = (lane: Lane): void => {
    const { todo, round } = lane.entry;
    const role = roleIn(lane);
    if (role === null) {
      working.set(todo, { lane, till: now + gitMinutes, limit: null, left: null });
      return;
    }
    const account = accountFor(plan, lane, role);
    const work = `${todo} ${role} ${round}`;
    const need = left.get(work) ?? (role === "agent" ? night.agentMinutes : night.reviewMinutes);
    const limits = night.limits.filter((one) => one.account === account);
    if (foresight) {
      const till = endOf(now, need, { limits, mayTry: (limit) => firstOn(limit, todo) });
      working.set(todo, { lane, till, limit: null, left: [work, 0] });
      starts.push({ account, at: now, till });
      return;
    }
    const next = limits.filter(({ to }) => to > now).sort((a, b) => a.from - b.from)[0];
    const limit = next && next.from < now + need ? next : null;
    const till = limit ? Math.max(now, limit.from) : now + need;
    working.set(todo, { lane, till, limit, left: [work, need - (till - now)] });
    starts.push({ account, at: now, till });
  };
  for (let looks = 0; looks < 2000; looks += 1) {
    world.time = Math.round(now * minute);
    const seen = await orchestrateOnce(world);
    if (!seen) throw new Error("nothing kills this run");
    const startsMore = mayStartMore(seen, last);
    last = seen;
    for (const lane of world.lanes.values()) if (!working.has(lane.entry.todo)) begin(lane);
    if (startsMore) continue;
    const wake = seen.waits.until === null ? [] : [Date.parse(seen.waits.until) / minute];
    const next = Math.min(...[...working.values()].map(({ till }) => till), ...wake, ...kills.slice(0, 1));
    if (working.size === 0 && seen.progress.kind !== "held" && seen.progress.kind !== "running")
      return { progress: seen.progress.kind, minutes: now, starts, turnedAway, failed: chargedIn(world) };
    if (Number.isFinite(next)) now = Math.max(now, next);
    if (kills[0] !== undefined && kills[0] <= now) {
      kills.shift();
      cutOff();
      continue;
    }
    const away = night.absences.find(({ from, to }) => from <= now && now < to);
    if (away) now = away.to;
    if (away && away.to - away.from > outageMinutes) {
      cutOff();
      continue;
    }
    const held = heldAccounts(seen.todos, new Date(now * minute));
    world.state.now = `${new Date(now * minute).toISOString().slice(0, 19)}Z`;
    for (const one of [...working.values()].filter(({ till }) => till <= now)) {
      working.delete(one.lane.entry.todo);
      if (one.left) left.set(...one.left);
      if (one.limit) turnedAway.push({ account: one.limit.account, at: now });
      if (await goOn(one, { world, held, plan })) begin(one.lane);
      else world.lanes.delete(one.lane.entry.todo);
    }
  }
  throw new Error("the night does not end");
};

interface Foreseen {
  readonly limits: readonly Limit[];
  /** Whether it is the lane that tries the account when that limit is over. */
  readonly mayTry: (limit: Limit) => boolean;
}

/** When a program is done that begins now, works so long, and waits through these limits, and for who tries them. */
const endOf = (now: number, need: number, { limits, mayTry }: Foreseen): number => {
  let [at, todo] = [now, need];
  for (const limit of [...limits].sort((a, b) => a.from - b.from)) {
    const { from, to } = limit;
    if (to + trialMinutes <= at) continue;
    if (from >= at + todo) break;
    todo -= Math.max(0, from - at);
    at = Math.max(at, mayTry(limit) ? to : to + trialMinutes);
  }
  return at + todo;
};

/** Takes a lane on whose program has ended; `true` when its reviewer is next. */
const goOn = async (
  { lane, limit }: Working,
  { world, held, plan }: { world: World; held: HeldAccounts; plan: Plan },
): Promise<boolean> => {
  const { entry } = lane;
  const role = roleIn(lane);
  if (limit) {
    const until = limit.isTold && !limit.isBurst ? new Date(limit.to * minute).toISOString() : null;
    const trouble = limit.isBurst
      ? ({ kind: "overloaded", until, said: "529 overloaded" } as const)
      : ({ kind: "limited", until, said: "You have hit your limit" } as const);
    const told = { head: lane.head, costs: [pay(entry, world, role === "agent" ? "implement" : "review")] };
    if (role === "agent") {
      const { round, fixes, start } = entry;
      const report = { round, fixes, start, gates: [], wants: [], tree: null, summary: "", ...told, trouble };
      lane.work.report = { ...report, head: start, outcome: "troubled" };
    } else lane.work.review = { kind: "troubled", ...told, trouble };
    lane.stage = "settle";
  }
  while (lane.stage !== "settle" && (role === "reviewer" || lane.stage !== "review"))
    await advance(lane, { ...world, plan });
  if (lane.stage === "review") {
    if (mayReview(entry, plan, held)) return true;
    lane.work.heldBack = true;
    lane.stage = "settle";
  }
  await advance(lane, { ...world, plan });
  return false;
};

/** Whose program a lane waits for where it is; `null` for nobody's. */
const roleIn = ({ stage }: Lane): Role | null =>
  stage === "review" ? "reviewer" : stage === "work" ? "agent" : null;

const accountFor = (plan: Plan, { entry }: Lane, role: Role): string => {
  const [account] = accountsIn([role], plan, entry);
  if (account === undefined) throw new Error("a lane has no program");
  return account;
};

const chargedIn = ({ state }: World): number =>
  [...state.issues.values()].reduce(
    (sum, { record }) => sum + (record.kind === "todo" ? record.failed : 0),
    0,
  );
