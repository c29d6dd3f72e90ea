import type { LanePhase } from "../lane/lane-phase.ts";
import type { LaneOutcome, LaneRun, PastLane } from "../lane/past-lane.ts";
import { laneName } from "../lane/past-lane.ts";
import type { DesiredTodo } from "../todo/desired.ts";
import { claimOf } from "../todo/state.ts";

/** When a lane began a phase, ISO 8601. */
interface PhaseStart {
  readonly phase: LanePhase;
  readonly at: string;
}

/** What the machine that a lane runs on knows of it besides. */
export interface LaneTrace {
  readonly todo: string;
  readonly claim: string;
  readonly number: number;
  readonly phases: readonly PhaseStart[];
}

/** A stretch of a lane's time, in milliseconds since 1970. */
interface LanePart {
  readonly phase: LanePhase;
  readonly from: number;
  readonly to: number;
}

/** One lane on the timeline. */
export interface LaneBar {
  readonly todo: string;
  readonly order: string;
  readonly body: string;
  readonly title: string;
  readonly claim: string;
  readonly round: number;
  /** `null` while it runs. */
  readonly how: LaneOutcome | null;
  readonly gates: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly parts: readonly LanePart[];
  readonly ran: readonly LaneRun[];
  /** Which of its todo's attempts on this machine it is; `null` when it is none. */
  readonly attempt: number | null;
}

interface Seen {
  readonly now: Date;
  readonly traces: readonly LaneTrace[];
}

/** All lanes of the plan that are known, the earliest first. */
export const lanesOf = (todos: readonly DesiredTodo[], { now, traces }: Seen): LaneBar[] => {
  const byName = new Map(traces.map((trace) => [`${trace.todo} ${laneName(trace.claim)}`, trace]));
  const traceOf = (todo: string, claim: string) => byName.get(`${todo} ${claim}`) ?? null;
  return todos
    .flatMap((one) => [
      ...one.record.lanes.map((lane) => pastBar(one, lane, traceOf(one.todo.id, lane.claim))),
      ...runningBar(one, now, traceOf),
    ])
    .sort((a, b) => a.from - b.from);
};

/** Lanes that have ended, as records alone tell: the same whenever it is asked. */
export const pastLanesOf = (todos: readonly DesiredTodo[]): LaneBar[] =>
  todos
    .filter(({ record }) => record.lanes.length > 0)
    .flatMap((one) => one.record.lanes.map((lane) => pastBar(one, lane, null)))
    .sort((a, b) => a.from - b.from);

const pastBar = (one: DesiredTodo, lane: PastLane, trace: LaneTrace | null): LaneBar => {
  const { claim, round, how, gates, ran } = lane;
  const from = Date.parse(lane.begun);
  const took = ran.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const to = lane.ended === null ? from + took : Date.parse(lane.ended);
  const parts = trace && trace.phases.length > 0 ? tracedParts(trace, to) : partsByRuns(ran, { from, to });
  return { ...namesOf(one), claim, round, how, gates, from, to, parts, ran, attempt: trace?.number ?? null };
};

const runningBar = (
  one: DesiredTodo,
  now: Date,
  traceOf: (todo: string, claim: string) => LaneTrace | null,
): LaneBar[] => {
  const claim = claimOf(one.record.state);
  if (claim === null || !one.held) return [];
  const { status } = one.record.state;
  const name = laneName(claim.sha);
  const trace = traceOf(one.todo.id, name);
  const from = Date.parse(claim.at);
  const to = Math.max(from, now.getTime());
  const phase = status === "review" ? "review" : "implement";
  const parts = trace && trace.phases.length > 0 ? tracedParts(trace, to) : [{ phase, from, to } as const];
  return [
    {
      ...{
        ...namesOf(one),
        claim: name,
        round: one.record.rounds + 1,
        how: null,
        gates: [],
        from,
        to,
        parts,
      },
      ...{ ran: [], attempt: trace?.number ?? null },
    },
  ];
};

const namesOf = ({ todo }: DesiredTodo) => ({
  ...{ todo: todo.id, order: todo.order, body: todo.body, title: todo.title },
});

const tracedParts = ({ phases }: LaneTrace, to: number): LanePart[] =>
  phases.flatMap(({ phase, at }, index) => {
    const from = Date.parse(at);
    const end = Math.min(to, Date.parse(phases[index + 1]?.at ?? "") || to);
    return end > from ? [{ phase, from, to: end }] : [];
  });

/** Where only is known how long programs ran: the agent's first, the reviewer's last, what is between is the rest. */
const partsByRuns = (ran: readonly LaneRun[], { from, to }: { from: number; to: number }): LanePart[] => {
  const sum = (isOf: (run: LaneRun) => boolean): number =>
    ran.filter(isOf).reduce((so, { milliseconds }) => so + milliseconds, 0);
  const worked = Math.min(to, from + sum(({ step }) => step !== "review"));
  const judged = Math.max(worked, to - sum(({ step }) => step === "review"));
  const parts: LanePart[] = [
    { phase: "implement", from, to: worked },
    { phase: "propose", from: worked, to: judged },
    { phase: "review", from: judged, to },
  ];
  return parts.filter((part) => part.to > part.from);
};
