import type { Change } from "../../../src/core/decide/change.ts";
import { decide } from "../../../src/core/decide/decide.ts";
import { paced, paceOf } from "../../../src/core/decide/pace.ts";
import { loadPlan } from "../../../src/core/plan/load.ts";
import { emptySnapshot } from "../../../src/core/snapshot/snapshot.ts";
import { desiredState } from "../../../src/core/todo/desired-state.ts";

const planOf = (todos: number) => {
  const lines = Array.from({ length: todos }, (_, at) => `      - { todo: t${at}, title: Do ${at} }`);
  const text = `version: 1\nplan: long\ntitle: Long\nbodies:\n  - body: one\n    todos:\n${lines.join("\n")}\n`;
  const loaded = loadPlan(text, "long.yml");
  if (!loaded.ok) throw new Error("the plan is not right");
  return loaded.plan;
};

const created = (changes: readonly Change[]): number =>
  changes.filter(({ type }) => type === "create-todo").length;

test("a plan of 300 todos is begun with its first 60 issues, and its first lane starts at once", () => {
  const { now, left } = paced(decide(desiredState(planOf(300), emptySnapshot), new Date(0)), paceOf(0));
  expect(created(now)).toBe(61);
  expect(left).toBe(239);
  expect(now.filter(({ type }) => type === "claim")).toHaveLength(1);
});

test("of the issues that are made at once, those count that earlier looks made", () => {
  expect([0, 59, 60].map(paceOf)).toEqual([
    { most: 60, pauseMs: 0 },
    { most: 1, pauseMs: 0 },
    { most: 20, pauseMs: 8500 },
  ]);
});

test("a short plan is made in one look", () => {
  const changes = decide(desiredState(planOf(20), emptySnapshot), new Date(0));
  expect(paced(changes, paceOf(0))).toEqual({ now: changes, left: 0 });
});

test("however long a plan is, fewer than 500 of its issues are made in any hour, and fewer than 80 in any minute", () => {
  const times: number[] = [];
  for (let made = 0, now = 0; made < 2000; ) {
    const { most, pauseMs } = paceOf(made);
    for (let look = 0; look < most; look++) times.push(now + look * pauseMs);
    made += most;
    now += most * pauseMs;
  }
  const most = (span: number) =>
    Math.max(...times.map((from) => times.filter((time) => time >= from && time < from + span).length));
  expect(most(3_600_000)).toBeLessThan(500);
  expect(most(60_000)).toBeLessThan(80);
});

test("whatever makes no issue is never left out", () => {
  const changes = decide(desiredState(planOf(100), emptySnapshot), new Date(0));
  const { now } = paced(changes, { most: 0 });
  expect(changes.filter((change) => !now.includes(change)).every(({ type }) => type === "create-todo")).toBe(
    true,
  );
});
