import { groupBy } from "./group.ts";
import { inOrder } from "./in-order.ts";
import { isBegun, isDone, type Wanted } from "./mend.ts";
import { compareOrder } from "./plan/order.ts";
import type { Plan } from "./plan/plan.ts";

/** What a lane does with a todo: run its agent, or only have its pull request reviewed. */
export type LaneStart = "implement" | "review";

export interface Schedule {
  /** To be claimed now, the longest remaining chain first; never more than there are free lanes. */
  readonly starts: readonly { readonly wanted: Wanted; readonly from: LaneStart }[];
  /** Ids of todos that could start but for a free lane or their body's agent. */
  readonly ready: ReadonlySet<string>;
}

/** Chooses what starts now: design.md, section 4, "Readiness". */
export const schedule = (all: readonly Wanted[], plan: Plan, { paused }: { paused: boolean }): Schedule => {
  const wanted = all.filter(({ origin }) => origin !== "orphan");
  const readiness = readinessOf(wanted, plan);
  const able = wanted.filter((one) => !one.held && one.open && (isUnderWay(one) || readiness(one)));
  const ready = new Set(able.map(({ todo }) => todo.id));
  if (paused) return { starts: [], ready };
  const free = plan.parallel - all.filter(({ held }) => held).length;
  const chain = chainLengths(wanted, plan);
  const starts = firstOfEachBody(able, all)
    .sort((a, b) => chain(b) - chain(a) || compareOrder(a.todo.order, b.todo.order))
    .slice(0, Math.max(0, free))
    .map((one) => ({ wanted: one, from: laneStart(one) }));
  return { starts, ready };
};

/** Begun, with its pull request waiting for a review or its asks for an answer. */
const isUnderWay = ({ record }: Wanted): boolean =>
  !record.paused && (record.status === "review" || record.status === "changes");

const laneStart = ({ record, fixes }: Wanted): LaneStart => {
  const asked = record.asks.some(({ kind }) => kind === "fix") || fixes.some(({ issue }) => issue.open);
  return record.status === "review" || (record.pull !== null && record.status === "changes" && !asked)
    ? "review"
    : "implement";
};

/** Says of a todo that has not begun whether everything before it is done. */
const readinessOf = (wanted: readonly Wanted[], plan: Plan): ((one: Wanted) => boolean) => {
  const byId = new Map(wanted.map((one) => [one.todo.id, one]));
  const undone = wanted.filter((one) => !isDone(one));
  const openBodies = new Set(undone.map(({ todo }) => todo.body));
  const lowestPhase = undone.reduce(
    (lowest, { todo }) => Math.min(lowest, todo.phase),
    Number.POSITIVE_INFINITY,
  );
  const nextInBody = new Map(
    [...groupBy(undone, ({ todo }) => todo.body)].map(([body, todos]) => [
      body,
      todos.find(({ origin }) => origin === "plan")?.todo.id,
    ]),
  );
  const afterDone = new Map(
    plan.bodies.map(({ id, after }) => [id, after.every((body) => !openBodies.has(body))]),
  );
  const needsDone = ({ todo }: Wanted): boolean =>
    todo.needs.every((need) => {
      const needed = byId.get(need);
      return !needed || isDone(needed);
    });
  return (one) => {
    const { todo, record, origin } = one;
    if (record.paused || (record.status !== "pending" && record.status !== "ready")) return false;
    if (!needsDone(one)) return false;
    if (isBegun(one) || origin === "follow-up") return true;
    return (
      nextInBody.get(todo.body) === todo.id && todo.phase <= lowestPhase && afterDone.get(todo.body) === true
    );
  };
};

/** What would never start if everything that can start were done, again and again. */
export const neverReady = (wanted: readonly Wanted[], plan: Plan): readonly Wanted[] => {
  const all = inOrder(
    wanted.filter(({ origin }) => origin !== "orphan"),
    ({ todo }) => todo.order,
  );
  for (let left = all.map(asUnbegun); ; ) {
    const readiness = readinessOf(left, plan);
    const next = left.map((one) => (!isDone(one) && readiness(one) ? asApproved(one) : one));
    if (next.every((one, at) => one === left[at])) return left.filter((one) => !isDone(one));
    left = next;
  }
};

const asUnbegun = (one: Wanted): Wanted =>
  isDone(one) || isUnderWay({ ...one, record: { ...one.record, paused: false } })
    ? asApproved(one)
    : { ...one, record: { ...one.record, status: "pending", claimed: null, paused: false } };

const asApproved = (one: Wanted): Wanted => ({ ...one, record: { ...one.record, status: "approved" } });

/** One todo per body that no run holds: what is under way first, then follow-ups, then the plan's next. */
const firstOfEachBody = (able: readonly Wanted[], all: readonly Wanted[]): Wanted[] => {
  const busy = new Set(all.filter(({ held }) => held).map(({ todo }) => todo.body));
  const rank = (one: Wanted): number =>
    isUnderWay(one) ? 0 : isBegun(one) ? 1 : one.origin === "follow-up" ? 2 : 3;
  return [...groupBy(able, ({ todo }) => todo.body)].flatMap(([body, todos]) => {
    if (busy.has(body)) return [];
    const [first] = todos.sort((a, b) => rank(a) - rank(b) || compareOrder(a.todo.order, b.todo.order));
    return first ? [first] : [];
  });
};

/** For each todo, how many todos the longest chain that starts with it has left. */
const chainLengths = (wanted: readonly Wanted[], plan: Plan): ((one: Wanted) => number) => {
  const next = successors(
    wanted.filter((one) => !isDone(one)),
    plan,
  );
  const lengths = new Map<string, number>();
  const visit = (start: string): void => {
    const path = [{ node: start, from: 0 }];
    lengths.set(start, 0);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const follower = next.get(top.node)?.[top.from];
      top.from += 1;
      if (follower === undefined) {
        const longest = (next.get(top.node) ?? []).reduce(
          (most, one) => Math.max(most, lengths.get(one) ?? 0),
          0,
        );
        lengths.set(top.node, longest + (top.node.startsWith("todo ") ? 1 : 0));
        path.pop();
      } else if (!lengths.has(follower)) {
        lengths.set(follower, 0);
        path.push({ node: follower, from: 0 });
      }
    }
  };
  for (const node of next.keys()) if (!lengths.has(node)) visit(node);
  return ({ todo }) => lengths.get(`todo ${todo.id}`) ?? 0;
};

/** What follows what, through nodes for the ends of bodies and phases so that their number stays linear. */
const successors = (undone: readonly Wanted[], plan: Plan): Map<string, string[]> => {
  const next = new Map<string, string[]>();
  const link = (from: string, to: string): void => {
    const list = next.get(from);
    if (list) list.push(to);
    else next.set(from, [to]);
  };
  const phases = [...new Set(undone.map(({ todo }) => todo.phase))].sort((a, b) => a - b);
  phases.forEach((phase, at) => {
    const later = phases[at + 1];
    if (later !== undefined) link(`phase ${phase}`, `phase ${later} start`);
    link(`phase ${phase} start`, `phase ${phase}`);
  });
  for (const { todo } of undone) {
    for (const need of todo.needs) link(`todo ${need}`, `todo ${todo.id}`);
    link(`phase ${todo.phase} start`, `todo ${todo.id}`);
    link(`todo ${todo.id}`, `phase ${todo.phase}`);
    link(`todo ${todo.id}`, `body ${todo.body}`);
  }
  for (const [body, todos] of groupBy(undone, ({ todo }) => todo.body)) {
    const planned = todos.filter(({ origin }) => origin === "plan");
    planned.forEach(({ todo }, at) => {
      const later = planned[at + 1];
      if (later) link(`todo ${todo.id}`, `todo ${later.todo.id}`);
    });
    const [first] = planned;
    if (!first) continue;
    for (const before of plan.bodies.find(({ id }) => id === body)?.after ?? []) {
      link(`body ${before}`, `todo ${first.todo.id}`);
    }
  }
  return next;
};
