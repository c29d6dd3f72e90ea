import { accountsIn, type Role } from "../../../src/core/account/account.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
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

/** A program that begins in a lane: on which account, and at which minute. */
interface ProgramStart {
  readonly account: string;
  readonly at: number;
}

export interface NightEnd {
  readonly progress: string;
  readonly minutes: number;
  readonly starts: readonly ProgramStart[];
  /** What was charged: failed attempts, by todo. */
  readonly failed: number;
}

const minute = 60_000;

/** A lane whose program works till a minute, and whether it is then done or turned away. */
interface Working {
  readonly lane: Lane;
  readonly role: Role;
  readonly account: string;
  readonly begun: number;
  readonly till: number;
  readonly limit: Limit | null;
}

/**
 * Lets a plan run through a night on a clock of its own, with the real orchestrate and settle. With `foresight` nobody is
 * turned away: programs wait where they are till a limit is over, as a scheduler would that knows the future.
 */
export const nightOf = async (plan: Plan, night: Night, foresight = false): Promise<NightEnd> => {
  const world = newWorld(plan, tapeOf([]));
  const left = new Map<string, number>();
  const starts: ProgramStart[] = [];
  const working = new Map<string, Working>();
  const kills = [...night.kills].sort((a, b) => a - b);
  let now = 0;
  const cutOff = (): void => {
    for (const { lane } of working.values()) {
      world.deaths.set(`${lane.run} ${lane.entry.todo}`, "interrupted");
      world.lanes.delete(lane.entry.todo);
    }
    working.clear();
  };
  const begin = (lane: Lane, role: Role): void => {
    const account = accountFor(plan, lane, role);
    starts.push({ account, at: now });
    const key = `${lane.entry.todo} ${role} ${lane.entry.round}`;
    const need = left.get(key) ?? (role === "agent" ? night.agentMinutes : night.reviewMinutes);
    const limits = night.limits.filter((one) => one.account === account);
    if (foresight) {
      working.set(lane.entry.todo, {
        lane,
        role,
        account,
        begun: now,
        till: endOf(now, need, limits),
        limit: null,
      });
      return;
    }
    const limit = limits.filter(({ to }) => to > now).sort((a, b) => a.from - b.from)[0];
    const cutAt = limit && limit.from < now + need ? Math.max(now, limit.from) : null;
    left.set(key, need - ((cutAt ?? now + need) - now));
    const till = cutAt ?? now + need;
    working.set(lane.entry.todo, {
      lane,
      role,
      account,
      begun: now,
      till,
      limit: cutAt === null ? null : (limit ?? null),
    });
  };
  for (let looks = 0; looks < 2000; looks += 1) {
    world.time = Math.round(now * minute);
    const seen = await orchestrateOnce(world);
    if (!seen) throw new Error("nothing kills this run");
    for (const lane of world.lanes.values())
      if (!working.has(lane.entry.todo)) begin(lane, lane.stage === "review" ? "reviewer" : "agent");
    const wake = seen.waits.until === null ? [] : [Date.parse(seen.waits.until) / minute];
    const next = Math.min(...[...working.values()].map(({ till }) => till), ...wake, ...kills.slice(0, 1));
    if (working.size === 0 && seen.progress.kind !== "held" && seen.progress.kind !== "running")
      return { progress: seen.progress.kind, minutes: now, starts, failed: chargedIn(world) };
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
    const held = new Set(
      seen.waits.accounts.filter(({ phase }) => phase === "held").map(({ account }) => account),
    );
    world.state.now = `${new Date(now * minute).toISOString().slice(0, 19)}Z`;
    for (const one of [...working.values()].filter(({ till }) => till <= now)) {
      working.delete(one.lane.entry.todo);
      if (await goOn(one, { world, held, plan })) begin(one.lane, "reviewer");
      else world.lanes.delete(one.lane.entry.todo);
    }
  }
  throw new Error("the night does not end");
};

/** When a program is done that begins now, works so long, and waits through these limits. */
const endOf = (now: number, need: number, limits: readonly Limit[]): number => {
  let [at, todo] = [now, need];
  for (const { from, to } of [...limits].sort((a, b) => a.from - b.from)) {
    if (to <= at) continue;
    if (from >= at + todo) break;
    todo -= Math.max(0, from - at);
    at = to;
  }
  return at + todo;
};

/** Takes a lane on whose program has ended; `true` when its reviewer is next. */
const goOn = async (
  { lane, role, limit }: Working,
  { world, held, plan }: { world: World; held: ReadonlySet<string>; plan: Plan },
): Promise<boolean> => {
  const { entry } = lane;
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
    if (entry.reviewer !== null && !held.has(accountFor(plan, lane, "reviewer"))) return true;
    lane.work.heldBack = true;
    lane.stage = "settle";
  }
  await advance(lane, { ...world, plan });
  return false;
};

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
