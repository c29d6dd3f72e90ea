import type { Change } from "../src/core/decide/change.ts";
import { decide } from "../src/core/decide/decide.ts";
import { loadPlan } from "../src/core/plan/load.ts";
import { emptySnapshot, type SeenPull, type SeenTodo, type Snapshot } from "../src/core/snapshot/snapshot.ts";
import { desiredState } from "../src/core/todo/desired-state.ts";
import type { TodoRecord } from "../src/core/todo/record.ts";
import { labelsOf } from "../src/steps/batch.ts";
import { type Figure, median } from "./figure.ts";
import { planText } from "./plan.ts";

const todos = 10_000;
const rounds = 9;

/** How long `decide` takes on 10,000 todos: none has an issue, all have one, every other one is approved and merged. */
export const measureDecide = async (): Promise<Figure[]> => {
  const text = planText({ todos, bodies: 250 }, { agent: "true", reviewer: "true" });
  const loaded = loadPlan(text, "plan.yml");
  if (!("plan" in loaded)) throw new Error("the bench's plan is refused");
  const now = new Date(0);
  const timed = (snapshot: Snapshot): number => {
    const begun = performance.now();
    decide(desiredState(loaded.plan, snapshot), now);
    return performance.now() - begun;
  };
  const full = madeBy(decide(desiredState(loaded.plan, emptySnapshot), now));
  const named = { empty: emptySnapshot, full, "half-done": halfDone(full) };
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
  milestone: { number: 1, open: true, title: "", description: "" },
  todos: new Map(
    changes.flatMap((change, index) => {
      if (change.type !== "create-todo") return [];
      const { record, ...shown } = change.issue;
      const issue = { ...shown, number: index + 1, labels: labelsOf(record) };
      return [[change.todo, { issue, record, claim: null }]];
    }),
  ),
});

/** Every other todo with its issue closed, and its pull request merged as it was approved. */
const halfDone = (snapshot: Snapshot): Snapshot => {
  const done = [...snapshot.todos.values()]
    .filter((_, at) => at % 2 === 0)
    .map((seen) => approved(seen, seen.issue.number));
  return {
    ...snapshot,
    todos: new Map([...snapshot.todos, ...done.map(({ seen }) => [seen.record.todo, seen] as const)]),
    pulls: new Map(done.map(({ pull }) => [pull.branch, pull])),
  };
};

const approved = ({ issue, record }: SeenTodo, number: number): { seen: SeenTodo; pull: SeenPull } => {
  const head = number.toString(16).padStart(40, "0");
  const verdict = {
    commit: head,
    approved: true as const,
    round: 1,
    rules: [],
    by: "reviewer",
    person: false,
  };
  const begun = { claimed: head, base: "main", rounds: 1, pull: number, head };
  const settled: TodoRecord = { ...record, ...begun, state: { status: "approved", verdict } };
  return {
    seen: { issue: { ...issue, open: false, labels: labelsOf(settled) }, record: settled, claim: null },
    pull: { number, branch: record.branch, head, base: "main", title: issue.title, state: "merged" },
  };
};
