import type { CiLook } from "../../src/core/ci/look.ts";
import { noRules } from "../../src/core/ci/rules.ts";
import { milestoneDescription } from "../../src/core/decide/texts.ts";
import type { Plan } from "../../src/core/plan/plan.ts";
import { statusLabel } from "../../src/core/snapshot/record.ts";
import {
  emptySnapshot,
  type Liveness,
  type SeenFix,
  type SeenMilestone,
  type SeenPull,
  type SeenTodo,
  type Snapshot,
} from "../../src/core/snapshot/snapshot.ts";
import type { DesiredTodo } from "../../src/core/todo/desired.ts";
import { desiredState } from "../../src/core/todo/desired-state.ts";
import { newRecord } from "../../src/core/todo/record.ts";
import { labelled } from "../../src/core/todo/state.ts";
import { type Brief, withBrief } from "./todo/brief.ts";
import { load } from "./world/plans.ts";

/** A full sha that ends in these hex digits. */
export const sha = (end: string): string => end.padStart(40, "0");

/** A plan of bodies with todos, and what more is said of it. */
export const planWith = (bodies: Readonly<Record<string, readonly object[]>>, more: object = {}): Plan =>
  load({
    version: 1,
    plan: "p",
    title: "P",
    ...more,
    bodies: Object.entries(bodies).map(([body, todos]) => ({
      body,
      todos: todos.map((todo, at) => ({ todo: `${body}-${at}`, title: `${body} ${at}`, ...todo })),
    })),
  });

/** What is seen of one todo, where it differs from one that has just been made. */
export interface Seen {
  readonly record?: Brief;
  readonly open?: boolean;
  readonly notPlanned?: boolean;
  readonly claim?: Liveness;
  readonly pull?: Partial<SeenPull>;
}

/** A todo as it is seen when its review has approved the head `head`. */
export const approved = (head: string, more: Seen = {}): Seen => ({
  open: false,
  ...more,
  record: {
    status: "approved",
    claimed: sha("c"),
    base: "main",
    rounds: 1,
    head: sha(head),
    pull: Number.parseInt(head, 16),
    checked: { commit: sha(head), gates: ["size"], ran: [] },
    verdict: { commit: sha(head), approved: true, round: 1, rules: [], by: "reviewer", person: false },
    ...more.record,
  },
  pull: { head: sha(head), number: Number.parseInt(head, 16), ...more.pull },
});

/** The snapshot in which these todos of the plan are seen. */
export const seeing = (
  plan: Plan,
  todos: Readonly<Record<string, Seen>>,
  more: Partial<Snapshot> = {},
): Snapshot => {
  const all = plan.bodies.flatMap(({ todos }) => todos);
  const seen = all.flatMap((todo, at): SeenTodo[] => {
    const one = todos[todo.id];
    if (!one) return [];
    const { id, body, order, branch, phase, needs } = todo;
    const identity = { plan: plan.id, todo: id, body, order, branch, phase, needs: [...needs], from: null };
    const record = withBrief(newRecord(identity), one.record ?? {});
    const { open = true, notPlanned = false } = one;
    const labels = ["milepost", statusLabel(labelled(record.state))];
    const issue = { number: 100 + at, title: todo.title, text: "", open, notPlanned, labels };
    return [{ issue, record, claim: one.claim ?? null }];
  });
  const pulls = seen.flatMap(({ record }): SeenPull[] => {
    const pull = todos[record.todo]?.pull;
    const base = record.base ?? "main";
    const number = record.pull ?? 1;
    const title = all.find(({ id }) => id === record.todo)?.title ?? "";
    return pull
      ? [{ number, branch: record.branch, head: sha("1"), base, title, state: "open", ...pull }]
      : [];
  });
  return {
    ...emptySnapshot,
    milestone: milestoneOf(plan),
    todos: new Map(seen.map((one) => [one.record.todo, one])),
    pulls: new Map(pulls.map((pull) => [pull.branch, pull])),
    ...more,
  };
};

/** The plan's milestone as it should be. */
export const milestoneOf = (plan: Plan, open = true): SeenMilestone => ({
  number: 1,
  open,
  title: plan.title,
  description: milestoneDescription(plan),
});

export const fix = (todo: string, more: Partial<SeenFix["record"]> = {}, open = true): SeenFix => ({
  issue: { number: 500, title: "Fix it", text: "", open, notPlanned: false, labels: ["milepost"] },
  record: { v: 1, kind: "fix", plan: "p", todo, key: "0".repeat(16), cause: "review", round: 1, ...more },
});

/** The todos of a snapshot as they should be. */
export const desiredIn = (plan: Plan, snapshot: Snapshot): readonly DesiredTodo[] =>
  desiredState(plan, snapshot).todos;

/** What a look finds of a repository's CI that has nothing to say, and what more is said of it. */
export const ciLook = (more: Partial<CiLook> = {}): CiLook => ({
  ...{ rules: noRules, heads: new Map(), behind: new Set(), current: new Set(), update: null, next: null },
  ...more,
});
