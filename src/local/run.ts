import { pauseUntil } from "../agents/pause.ts";
import { forgetSession } from "../agents/session.ts";
import { errorMessage } from "../core/error.ts";
import type { Entry } from "../core/lane/handoff.ts";
import { phaseBegun } from "../core/lane/lane-phase.ts";
import { type Result, resultOf } from "../core/report/report.ts";
import { newCiReader } from "../github/ci/reader.ts";
import { proofsOn } from "../github/proofs.ts";
import { snapshotReader } from "../github/snapshot.ts";
import { type Orchestrated, type OrchestratePorts, orchestrate, retryBlocked } from "../steps/orchestrate.ts";
import { attemptDir, beginAttempt, beginPhase, endAttempt } from "./attempts.ts";
import { baseCheckFor } from "./base-check.ts";
import { readBoard } from "./board.ts";
import { ciOn } from "./ci.ts";
import { pollComments } from "./comment-polling.ts";
import { approvedIn, newDelivery } from "./delivery.ts";
import { type Edges, openEdges } from "./edges.ts";
import { orchestratedEvents, settledEvent, stepEvent } from "./events.ts";
import { wakeAt, watchAccounts } from "./held-accounts.ts";
import { lossIn } from "./home.ts";
import { landingsFor } from "./landing.ts";
import { type LanePorts, runLane } from "./lane.ts";
import { type LanesPorts, runLanes } from "./lanes.ts";
import { noticesFrom } from "./notices.ts";
import { logsOf, prepareSandbox, programsFor } from "./programs.ts";
import { reportFile, writeReport } from "./report.ts";
import { runIdentity } from "./run-identity.ts";
import type { RunOptions } from "./run-options.ts";
import { clearWorktrees } from "./worktrees.ts";

/** Runs a plan on this machine until it is closed, stuck or interrupted, and sums it up. */
export const runPlan = async (options: RunOptions): Promise<Result> => {
  const begun = performance.now();
  prepareSandbox(options);
  await using edges = await openEdges(options);
  const last = await runLanes(lanesPorts(options, edges));
  if (last.progress.kind === "closed") {
    const { plan, home } = options;
    await clearWorktrees(edges.hub, home.worktrees);
    for (const { todo } of last.todos) await forgetSession(home.handOff(plan.id, todo.id));
  }
  const result = resultOf(last.snapshot, last.todos, {
    criteria: last.criteria,
    ...(options.plan.overrides ? { set: options.plan.overrides } : {}),
    waiting: last.progress.kind === "stuck" ? last.progress.reasons : [],
    requests: edges.requests,
    wallMs: Math.round(performance.now() - begun),
  });
  await reportOn(last, options);
  options.emit(result);
  return result;
};

/** What the run came to, for whoever was not there; that it cannot be written ends nothing. */
const reportOn = async (last: Orchestrated, { plan, home, how, emit }: RunOptions): Promise<void> => {
  const { snapshot, todos, fault, criteria } = last;
  const desired = { plan, snapshot, todos, ...(fault ? { fault } : {}) };
  try {
    const board = await readBoard(desired, { home, now: new Date(), how, criteria });
    await writeReport(board, { file: reportFile(home, plan.id), web: null });
  } catch (error) {
    emit({ type: "warning", message: errorMessage(error) });
  }
};

const lanesPorts = (user: RunOptions, edges: Edges): LanesPorts<Orchestrated> => {
  const failure = new AbortController();
  const options = { ...user, signal: AbortSignal.any([user.signal, failure.signal]) };
  const { home, forge, signal, emit, retry = false } = options;
  const active = new Set<string>();
  const accounts = watchAccounts(emit);
  const delivery = newDelivery(options.repository, edges.publisher);
  const { looking, prove } = orchestratePorts(options, edges, active);
  return {
    begin: async () => {
      if (retry) await retryBlocked(looking);
    },
    look: () => orchestrate(looking),
    prove,
    lane: async (entry, ending) => {
      await beginAttempt(home, entry, { now: new Date() });
      const ports = lanePorts(entry, { ...options, signal: ending }, edges);
      return await runLane(entry, { ...ports, held: accounts.now });
    },
    comments: pollComments(edges.ports, { begun: new Date(), ...pausesOf(forge) }).next,
    wake: wakeAt,
    active,
    signal,
    check: () => {
      const loss = lossIn(home);
      if (loss) throw loss;
    },
    abort: () => failure.abort(),
    onLook: (seen) => {
      orchestratedEvents(seen).forEach(emit);
      accounts.look(seen);
    },
    onLane: (entry, end) => {
      if (end.kind === "reviewed" && end.judgement.approved)
        delivery.add({ branch: entry.branch, sha: end.head });
      const event = settledEvent(entry, end);
      const { result, detail } = event;
      endAttempt(attemptDir(home, entry), { at: new Date().toISOString(), result, detail });
      emit(event);
    },
    onEnd: async (last) => {
      if (lossIn(home)) return;
      for (const approved of last ? approvedIn(last) : []) delivery.add(approved);
      const base = last && (await edges.ports.getBranch(options.plan.base));
      if (base) delivery.add({ branch: options.plan.base, sha: base.sha });
      await delivery.done();
    },
  };
};

/** What runs here is asked often, and a server seldom while nothing but the clock is waited for. */
const pausesOf = ({ throttle }: RunOptions["forge"]) =>
  throttle ? { pauseMs: 30_000, idlePauseMs: 300_000 } : { pauseMs: 1000, idlePauseMs: 1000 };

const orchestratePorts = (
  options: RunOptions,
  edges: Edges,
  active: ReadonlySet<string>,
): Pick<LanesPorts<Orchestrated>, "prove"> & { readonly looking: OrchestratePorts } => {
  const { plan, home, forge } = options;
  const { bot, ports, publisher } = edges;
  const { run, livenessOf } = runIdentity({ home, forge, github: bot, active });
  const now = () => new Date();
  const ciReader = newCiReader(bot, now);
  const ci = ciOn(
    { github: bot, reader: ciReader },
    { plan, forge: ports, publisher, now, pauseMs: forge.throttle ? 30_000 : 1000 },
  );
  const { landing, prove } = landingsFor(options, edges, { run, livenessOf, now, active });
  const looking: OrchestratePorts = {
    forge: ports,
    reader: snapshotReader(bot, plan, livenessOf, { ahead: ciReader.ahead }),
    publisher,
    rewriter: publisher,
    plan,
    run,
    livenessOf,
    logs: (lane) => logsOf(lane, options),
    how: options.how,
    notices: noticesFrom(options),
    now,
    checkBase: baseCheckFor(options, edges),
    landing,
    ci,
  };
  return { looking, prove };
};

const lanePorts = (
  entry: Entry,
  options: RunOptions,
  { bot, ports, publisher, workshop }: Edges,
): Omit<LanePorts, "held"> => {
  const { plan, home, forge, signal, emit } = options;
  return {
    plan,
    forge: ports,
    publisher,
    workshop,
    ...programsFor(entry, options),
    evidence: { proofs: proofsOn(bot), machine: "laptop" },
    reviewerName: forge.reviewer,
    handOff: home.handOff(plan.id, entry.todo),
    progress: (stage, detail = "") => {
      const phase = phaseBegun(stage);
      if (phase) beginPhase(attemptDir(home, entry), phase, new Date());
      emit(stepEvent(entry, stage, detail));
    },
    clock: () => Date.now(),
    signal,
    pause: pauseUntil(signal),
    isWhole: () => lossIn(home) === null,
  };
};
