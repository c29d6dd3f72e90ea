import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decide } from "../../../src/core/decide/decide.ts";
import { labels } from "../../../src/core/decide/labels.ts";
import { recordOf, textOf } from "../../../src/core/snapshot/marker.ts";
import { newTracking } from "../../../src/core/snapshot/record.ts";
import {
  emptySnapshot,
  type Liveness,
  type PersonReview,
  type SeenIssue,
  type SeenPull,
  type Snapshot,
} from "../../../src/core/snapshot/snapshot.ts";
import { desiredState } from "../../../src/core/todo/desired-state.ts";
import type { TodoRecord } from "../../../src/core/todo/record.ts";
import { labelled, wantedStatuses } from "../../../src/core/todo/state.ts";
import { milestoneOf } from "../scene.ts";
import { load } from "../world/plans.ts";

/** An issue as an earlier version left it, and what that version did next. */
interface Left {
  readonly name: string;
  readonly plan?: "without";
  readonly issue: Pick<SeenIssue, "number" | "title" | "labels"> & {
    readonly state: "open" | "closed";
    readonly state_reason: string | null;
    readonly body: string;
  };
  readonly claim: Liveness | null;
  readonly pull: SeenPull | null;
  readonly reviews?: readonly PersonReview[];
  /** `null` where it is no todo's. */
  readonly next: readonly string[] | null;
  /** What is right now instead, where that is not what it did. */
  readonly now?: readonly string[];
}

const file = join(process.cwd(), "test/core/snapshot/records-v1.json");
const { plans, records }: { plans: Record<"whole" | "without", object>; records: readonly Left[] } =
  JSON.parse(readFileSync(file, "utf8"));

const todos = records.flatMap((left) => {
  const record = recordOf(left.issue.body);
  return typeof record === "object" && record?.kind === "todo" ? [{ ...left, record }] : [];
});

test("the records of version 1 are of every kind and state, and all are read", () => {
  const read = records.map(({ issue }) => recordOf(issue.body));
  const kinds = read.map((record) => (typeof record === "object" ? record?.kind : record));
  expect(new Set(kinds)).toEqual(new Set(["todo", "fix", "tracking"]));
  expect(new Set(todos.map(({ record }) => labelled(record.state)))).toEqual(new Set(wantedStatuses));
  expect(todos.filter(({ record }) => labelled(record.state) === "blocked").length).toBeGreaterThan(15);
});

test.each(todos.map((left) => [left.name, left] as const))(
  "a todo that version 1 left %s goes on as it would have",
  (_, left) => {
    const plan = load(plans[left.plan ?? "whole"]);
    const changes = decide(
      desiredState(plan, { ...snapshotOf(left), milestone: milestoneOf(plan) }),
      new Date(0),
    );
    expect(
      changes.flatMap((change) => {
        if (!("todo" in change) || change.todo !== left.record.todo) return [];
        // What the forge shows of issues is new since.
        if (change.type === "link") return [];
        if (change.type === "claim") return [`claim, ${change.from}: ${change.why}`];
        if (change.type !== "write-todo") return [`${change.type}: ${change.why}`];
        const { record, open, notPlanned } = change.issue;
        const state = open ? "open" : notPlanned ? "not planned" : "completed";
        return [`write as ${labelled(record.state)}, ${state}: ${change.why}`];
      }),
    ).toEqual(left.now ?? left.next);
  },
);

/** Nothing but this todo is seen. */
const snapshotOf = ({ issue, record, claim, pull, reviews }: Left & { record: TodoRecord }): Snapshot => {
  const { number, title, labels: marks, state, state_reason } = issue;
  const seen: SeenIssue = {
    ...{ number, title, labels: marks, text: textOf(issue.body) },
    open: state === "open",
    notPlanned: state_reason === "not_planned",
  };
  const tracking = { number: 1, title: "", text: "", open: true, notPlanned: false, labels: [] };
  return {
    ...emptySnapshot,
    labels: new Set(labels.map(({ name }) => name)),
    tracking: { issue: tracking, record: newTracking(record.plan, new Date(0)) },
    todos: new Map([[record.todo, { issue: seen, record, claim }]]),
    pulls: new Map(pull ? [[record.branch, pull]] : []),
    reviews: new Map(pull && reviews ? [[pull.number, reviews]] : []),
  };
};
