import { countedOf } from "../cost/budget.ts";
import { type Spent, total } from "../cost/ledger.ts";
import { groupBy } from "../group.ts";
import type { LaneRun } from "../lane/past-lane.ts";
import type { Plan } from "../plan/plan.ts";
import type { DesiredTodo } from "../todo/desired.ts";
import type { LaneBar } from "./timeline.ts";

/** What had been spent at a time. */
export interface CostPoint {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly usd: number;
  readonly tokens: number;
}

/** What a part of the plan, or an account, took. */
export interface CostShare {
  readonly name: string;
  readonly usd: number;
  readonly tokens: number;
  readonly milliseconds: number;
}

export interface BoardCosts {
  readonly spent: Spent;
  /** Dollars that count against the limit. */
  readonly counted: number;
  /** The limit in dollars; `null` without one. */
  readonly limit: number | null;
  /** From the first lane that is known on; what came before it is in its first point. */
  readonly points: readonly CostPoint[];
  readonly bodies: readonly CostShare[];
  /** By account of the programs, as far as lanes tell. */
  readonly accounts: readonly CostShare[];
}

/** What the plan took over time, by body and by program. */
export const costsOf = (todos: readonly DesiredTodo[], plan: Plan, lanes: readonly LaneBar[]): BoardCosts => {
  const spent = total(todos.map(({ record }) => record.spent));
  const titles = new Map(plan.bodies.map(({ id, title }) => [id, title]));
  const bodies = [...groupBy(todos, ({ todo }) => todo.body)].map(([body, own]) => {
    const { usd, assumedUsd, milliseconds, inputTokens, outputTokens } = total(
      own.map(({ record }) => record.spent),
    );
    const name = titles.get(body) ?? body;
    return { name, usd: usd + counted(assumedUsd, plan), tokens: inputTokens + outputTokens, milliseconds };
  });
  return {
    ...{ spent, counted: countedOf(todos, plan), limit: plan.limits.usd ?? null },
    points: pointsOf(spent, plan, lanes),
    bodies: bodies.filter(({ tokens, usd, milliseconds }) => tokens + usd + milliseconds > 0),
    accounts: accountShares(lanes, plan),
  };
};

const counted = (assumedUsd: number, { prices }: Pick<Plan, "prices">): number =>
  prices.unknown === "free" ? 0 : assumedUsd;

const usdOf = ({ usd, assumedUsd }: LaneRun, plan: Plan): number => usd + counted(assumedUsd, plan);

const accountShares = (lanes: readonly LaneBar[], plan: Plan): CostShare[] => {
  const runs = lanes.flatMap(({ ran }) => ran);
  return [...groupBy(runs, ({ account }) => account ?? "unknown")].map(([name, own]) => ({
    name,
    usd: own.reduce((sum, run) => sum + usdOf(run, plan), 0),
    tokens: own.reduce((sum, { tokens }) => sum + tokens, 0),
    milliseconds: own.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
  }));
};

/** Booked when a lane ended; lanes that no record has any more are there from the start. */
const pointsOf = (spent: Spent, plan: Plan, lanes: readonly LaneBar[]): CostPoint[] => {
  const ended = lanes.filter(({ how, ran }) => how !== null && ran.length > 0).sort((a, b) => a.to - b.to);
  const [first] = ended;
  if (!first) return [];
  const steps = ended.map(({ to, ran }) => ({
    at: to,
    usd: ran.reduce((sum, run) => sum + usdOf(run, plan), 0),
    tokens: ran.reduce((sum, { tokens }) => sum + tokens, 0),
  }));
  const sumOf = (of: (step: CostPoint) => number): number => steps.reduce((sum, step) => sum + of(step), 0);
  const all = {
    usd: spent.usd + counted(spent.assumedUsd, plan),
    tokens: spent.inputTokens + spent.outputTokens,
  };
  let at: CostPoint = {
    at: Math.min(...ended.map(({ from }) => from)),
    usd: Math.max(0, all.usd - sumOf(({ usd }) => usd)),
    tokens: Math.max(0, all.tokens - sumOf(({ tokens }) => tokens)),
  };
  const points = [at];
  for (const step of steps) {
    at = { at: step.at, usd: at.usd + step.usd, tokens: at.tokens + step.tokens };
    points.push(at);
  }
  return points;
};
