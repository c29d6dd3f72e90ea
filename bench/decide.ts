import type { Change } from "../src/core/change.ts";
import { decide } from "../src/core/decide.ts";
import { loadPlan } from "../src/core/plan/load.ts";
import { emptySnapshot, type Snapshot } from "../src/core/snapshot.ts";
import { labelsOf } from "../src/steps/batch.ts";
import { type Figure, median } from "./figure.ts";
import { planText } from "./plan.ts";

const todos = 10_000;
const rounds = 9;

/** How long `decide` takes on 10,000 todos, none of which has an issue, and all of which have one. */
export const measureDecide = async (): Promise<Figure[]> => {
  const text = planText({ todos, bodies: 250 }, { agent: "true", reviewer: "true" });
  const loaded = loadPlan(text, "plan.yml");
  if (!("plan" in loaded)) throw new Error("the bench's plan is refused");
  const now = new Date(0);
  const timed = (snapshot: Snapshot): number => {
    const begun = performance.now();
    decide(loaded.plan, snapshot, now);
    return performance.now() - begun;
  };
  const named = { empty: emptySnapshot, full: madeBy(decide(loaded.plan, emptySnapshot, now)) };
  return Object.entries(named).map(([name, snapshot]) => ({
    name: `decide on 10,000 todos, ${name} milestone`,
    unit: "ms",
    value: median(Array.from({ length: rounds }, () => timed(snapshot))),
    floor: null,
    target: { of: "value", most: 100 },
  }));
};

/** The snapshot of a forge on which the changes' issues were created. */
const madeBy = (changes: readonly Change[]): Snapshot => ({
  ...emptySnapshot,
  milestone: { number: 1, open: true },
  todos: new Map(
    changes.flatMap((change, index) => {
      if (change.type !== "create-todo") return [];
      const { record, ...shown } = change.issue;
      const issue = { ...shown, number: index + 1, labels: labelsOf(record) };
      return [[change.todo, { issue, record, claim: null }]];
    }),
  ),
});
