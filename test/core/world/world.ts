import type { Change } from "../../../src/core/decide/change.ts";
import { decide, seemsDone } from "../../../src/core/decide/decide.ts";
import type { Declined } from "../../../src/core/decide/declined.ts";
import { mergeMethods } from "../../../src/core/merge-method.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { doubtfulPulls, ownPulls } from "../../../src/core/snapshot/own-pulls.ts";
import type { SeenTodo, Snapshot } from "../../../src/core/snapshot/snapshot.ts";
import { desiredState } from "../../../src/core/todo/desired-state.ts";
import { claimOf } from "../../../src/core/todo/state.ts";
import { type Orchestrated, orchestrate } from "../../../src/steps/orchestrate.ts";
import type { ClaimLiveness, Forge, OwnIssue, SnapshotReader } from "../../../src/steps/ports.ts";
import { read } from "../../gates/builders.ts";
import { ciPortsOf, passTime } from "./ci.ts";
import { type ForgeState, forgeOf, holds, isConflict, mergeBranch, newForgeState } from "./forge.ts";
import { advance, deathOf, goodManners, type Lane, type LanePlace, type Manners, newLane } from "./lanes.ts";
import { act } from "./people.ts";
import { checkBooks, checkClosed, checkDecision, checkLanes, checkState } from "./rules.ts";
import type { Tape } from "./tape.ts";

/** A forge, the lanes that run, and everything that may go wrong between them. */
export interface World {
  readonly state: ForgeState;
  readonly forge: Forge;
  readonly tape: Tape;
  readonly manners: Manners;
  readonly lanes: Map<string, Lane>;
  /** Ends of runs and lanes: `run` or `run todo`. */
  readonly deaths: Map<string, ReturnType<typeof deathOf>>;
  readonly handOffs: LanePlace["handOffs"];
  readonly paid: LanePlace["paid"];
  readonly approvals: LanePlace["approvals"];
  plan: Plan;
  /** Milliseconds since 1970; without it a second passes between looks. */
  time?: number;
  runs: number;
  /** Whether nothing happens but what is asked for. */
  isCalm: boolean;
  /** How often something happened while a run orchestrated. */
  disturbances: number;
  /** The run that orchestrates now. */
  running: string | null;
}

export const newWorld = (plan: Plan, tape: Tape, manners: Manners = goodManners): World => {
  const state = newForgeState();
  return {
    state,
    forge: forgeOf(state, tape),
    tape,
    manners,
    lanes: new Map(),
    deaths: new Map(),
    handOffs: new Map(),
    paid: new Map(),
    approvals: new Set(),
    plan,
    runs: 0,
    isCalm: false,
    disturbances: 0,
    running: null,
  };
};

/** Thrown where a run is killed. */
class Crash extends Error {}

/** How a world ended: the last time that it was orchestrated. */
export type Ending = Orchestrated["progress"];

export const reasonsOf = (ending: Ending): readonly string[] =>
  ending.kind === "stuck" ? ending.reasons : [];

/** How often orchestrating may go on without a lane. */
const maxIdle = 30;

/** Far more steps than any plan of ours needs. */
const maxSteps = 3000;

/** Lets a world run until it ends; `edit` happens to its plan in the middle. Throws when a rule is broken. */
export const play = async (world: World, edit?: Plan): Promise<Ending> => {
  const { tape, lanes } = world;
  for (let idle = 0, steps = 0; idle < maxIdle; steps += 1) {
    if (steps > maxSteps) throw new Error("lanes go on and on");
    switch (tape.draw(16)) {
      case 15:
        kill(world);
        break;
      case 14:
        world.plan = edit ?? world.plan;
        break;
      case 13:
        act(world, world.manners);
        break;
      case 12:
        await orchestrateOnce(world);
        break;
      case 11:
        if (world.manners.calm) await comeToRest(world);
        break;
      default: {
        if (lanes.size > 0) {
          await step(world);
          idle = 0;
          break;
        }
        const isLast = tape.isOver();
        if (isLast) world.plan = edit ?? world.plan;
        const seen = await orchestrateOnce(world);
        idle = lanes.size === 0 && tape.isOver() ? idle + 1 : 0;
        if (seen?.progress.kind === "held") idle = 0;
        else if (seen && seen.progress.kind !== "running" && isLast) return seen.progress;
      }
    }
    cancelLanes(world);
    checkState(world.state);
    checkBooks(world);
  }
  throw new Error("orchestrating goes on and on, and no lane starts");
};

/** How often orchestrating a world in which nothing else happens may change something. */
const maxPasses = 6;

const comeToRest = async (world: World): Promise<void> => {
  world.isCalm = true;
  for (let pass = 0; pass < maxPasses; pass += 1) await orchestrateOnce(world);
  world.isCalm = false;
  const left = await decideIn(world);
  if (left.length > 0) throw new Error(`orchestrating does not come to rest: ${left[0]?.why}`);
};

export const decideIn = async (world: World, declined: Declined | null = null): Promise<Change[]> =>
  decide(desiredState(world.plan, await snapshotOf(world)), new Date(0), declined);

/** One lane goes one step on, or its machine is lost. */
const step = async (world: World): Promise<void> => {
  const { tape, lanes } = world;
  const lane = tape.pick([...lanes.values()]);
  if (!lane) return;
  if (tape.draw(20) === 19) {
    die(world, lane);
    return;
  }
  if (await advance(lane, world)) lanes.delete(lane.entry.todo);
};

const die = ({ lanes, deaths, tape }: World, { entry, run }: Lane): void => {
  lanes.delete(entry.todo);
  deaths.set(`${run} ${entry.todo}`, deathOf(tape));
};

/** What a person stopped. */
const cancelLanes = (world: World): void => {
  for (const lane of [...world.lanes.values()]) if (world.state.cancelled.has(lane.run)) die(world, lane);
};

const kill = (world: World): void => {
  for (const lane of [...world.lanes.values()]) die(world, lane);
};

/** Orchestrates once; `null` when the run was killed on the way. */
export const orchestrateOnce = async (world: World): Promise<Orchestrated | null> => {
  const { plan, lanes, deaths, tape } = world;
  world.runs += 1;
  const run = `run-${world.runs}`;
  world.running = run;
  const now = new Date(world.time ?? world.runs * 1000);
  world.state.now = `${now.toISOString().slice(0, 19)}Z`;
  const calm = world.disturbances;
  passTime(world.state, (number) => landIn(world, number));
  try {
    const forge = disturbed(world);
    const publisher = {
      fetch: async () => undefined,
      // Now and then the gates do not pass on another base: what cannot be judged does not.
      facts: async (_: string, head: string) =>
        tape.draw(8) === 7 ? { head, files: [] } : { ...read(), head },
      contains: async (sha: string, other: string) => holds(world.state, sha, other),
    };
    const seen = await orchestrate({
      ...{ forge, publisher },
      reader: readerOf(world),
      plan,
      run,
      livenessOf: livenessIn(world),
      now: () => now,
      ...(world.state.ci ? { ci: ciPortsOf(world.state, { plan, forge, publisher, now: () => now }) } : {}),
    });
    if (!world.state.ci)
      checkDecision(plan, seen.seen, {
        changes: seen.changes,
        again: decide(
          desiredState(plan, seen.seen),
          now,
          world.state.isProtected ? { pull: 1, said: "a review is required", passes: false } : null,
        ),
      });
    if (seen.progress.kind === "closed" && world.disturbances === calm) checkClosed(world, plan);
    for (const entry of seen.entries) {
      if (lanes.has(entry.todo)) throw new Error(`two live claims of ${entry.todo}`);
      lanes.set(entry.todo, newLane(entry, run));
    }
    checkLanes(lanes, plan);
    return seen;
  } catch (error) {
    if (!(error instanceof Crash) && world.disturbances === calm) throw error;
    deaths.set(run, deathOf(tape));
    return null;
  } finally {
    world.running = null;
  }
};

/** What the merge queue brings in; `false` when it cannot. */
const landIn = ({ state, tape }: World, number: number): boolean => {
  const pull = state.pulls.get(number);
  return pull !== undefined && mergeBranch(state, tape, [pull.base, pull.branch]);
};

const livenessIn =
  ({ lanes, deaths, ...world }: World, running = world.running): ClaimLiveness =>
  async (run, todo) => {
    if (run === running || lanes.get(todo)?.run === run) return "live";
    return deaths.get(`${run} ${todo}`) ?? deaths.get(run) ?? "interrupted";
  };

/** Between any two calls the run may die, a lane may go on, or a person may act. */
const disturbed = (world: World): Forge => {
  const { tape, lanes } = world;
  const before = async (): Promise<void> => {
    const side = world.isCalm ? 0 : tape.draw(30);
    if (side === 29) throw new Crash("killed before a call");
    if (side > 26) world.disturbances += 1;
    if (side === 28 && lanes.size > 0) await step(world);
    if (side === 27) act(world, world.manners);
  };
  return new Proxy(world.forge, {
    get: (forge, name) => {
      const call = Reflect.get(forge, name);
      return async (...given: unknown[]) => {
        await before();
        const answer = await call(...given);
        checkState(world.state);
        if (!world.isCalm && tape.draw(40) === 39) throw new Crash("killed after a call");
        return answer;
      };
    },
  });
};

const readerOf = (world: World): SnapshotReader => ({
  read: async () => desiredState(world.plan, await snapshotOf(world)),
  note: () => undefined,
  idOf: String,
  milestone: () => world.state.milestone?.number ?? 0,
});

/** What a reader of the forge would see now. */
export const snapshotOf = async (world: World): Promise<Snapshot> => {
  const { state, plan, tape } = world;
  const issues = [...state.issues.values()].sort((a, b) => a.issue.number - b.issue.number);
  const seen: Snapshot = {
    milestone: state.milestone,
    labels: new Set(state.labels),
    methods: state.ci ? mergeMethods : null,
    tracking:
      issues.flatMap(({ issue, record }) => (record.kind === "tracking" ? [{ issue, record }] : []))[0] ??
      null,
    todos: await todosOf(issues, livenessIn(world)),
    fixes: issues.flatMap(({ issue, record }) => (record.kind === "fix" ? [{ issue, record }] : [])),
    pulls: todoPulls(state, issues, plan),
    reviews: reviewsOf(state),
    inbox: null,
    evidence: null,
    twins: [],
    free: new Map(),
  };
  if (!seemsDone(desiredState(plan, seen))) return seen;
  const proofs = [...state.pulls.values()].map((pull) => {
    const base = state.branches.get(pull.base) ?? "";
    const mergeable = pull.state === "open" && !isConflict(state, tape, [base, pull.head]);
    return [pull.number, { mergeable, draft: false, unresolvedThreads: 0 }] as const;
  });
  return { ...seen, evidence: new Map(proofs) };
};

const reviewsOf = ({ pulls, reviews }: ForgeState): Snapshot["reviews"] =>
  new Map(
    [...reviews].flatMap(([number, all]) =>
      pulls.get(number)?.state === "open" ? [[number, all.filter(({ gone }) => !gone)]] : [],
    ),
  );

const todosOf = async (
  issues: readonly OwnIssue[],
  livenessOf: ClaimLiveness,
): Promise<Map<string, SeenTodo>> => {
  const todos = new Map<string, SeenTodo>();
  for (const { issue, record } of issues) {
    if (record.kind !== "todo") continue;
    const held = claimOf(record.state);
    const claim = held ? await livenessOf(held.run, record.todo) : null;
    todos.set(record.todo, { issue, record, claim });
  }
  return todos;
};

const todoPulls = (state: ForgeState, issues: readonly OwnIssue[], plan: Plan): Snapshot["pulls"] => {
  const records = issues.flatMap(({ record }) => (record.kind === "todo" ? [record] : []));
  const pulls = [...state.pulls.values()];
  const base = state.branches.get(plan.base) ?? "";
  const stray = doubtfulPulls(records, pulls, plan).filter(
    ({ merged, head }) => !holds(state, base, merged?.commit ?? head),
  );
  return ownPulls(records, pulls, { plan, stray: new Set(stray.map(({ number }) => number)) });
};
