import fc from "fast-check";
import { type Board, boardOf } from "../../../src/core/board/board.ts";
import { reportMarkdown } from "../../../src/core/board/report-markdown.ts";
import { newTracking } from "../../../src/core/snapshot/record.ts";
import { blockedHead } from "../../../src/core/todo/blocked.ts";
import { desiredState } from "../../../src/core/todo/desired-state.ts";
import { statuses } from "../../../src/core/todo/state.ts";
import { reportHtml } from "../../../src/web/plan/report.tsx";
import { approved, planWith, type Seen, seeing } from "../../core/scene.ts";
import { recordIn } from "../../core/todo/arbitrary.ts";
import { boardIn, lane, nights, now, trackingIssue } from "./boards.ts";

const bothForms = (board: Board): string[] => [reportHtml(board, null), reportMarkdown(board)];

test("the report of a closed plan says what landed, by whom and where, and asks for nothing", () => {
  for (const text of bothForms(nights.closed)) {
    expect(text).toContain("The milestone is closed: all six criteria hold.");
    expect(text).toContain("approved by reviewer at 0000000000 in round 1; 12 lines");
    expect(text).toContain("size");
    expect(text).toMatch(/What landed\D+1\b[\s\S]*approved by reviewer[\s\S]*merged in this order\D+1\b/);
    expect(text).toContain("at bbbbbbbbbb, tree 7777777777: they merge");
    expect(text).not.toContain("/milepost ");
  }
});

test("the report of a stuck plan says first what waits for a person, in its own words, with each command", () => {
  for (const text of bothForms(nights.stuck)) {
    expect(text.indexOf("Needs you")).toBeLessThan(text.indexOf("What landed"));
    expect(text).toContain("1 thing waits for you");
    expect(text).toContain("/milepost changes");
    expect(text).not.toMatch(/(?<!\\)<b>currency/);
  }
});

test("what --set set instead of the plan's is said, also of a plan that was run with it before", () => {
  const plan = planWith({ a: [{}] });
  const record = { ...newTracking("p", now), set: ["signing=none", "limits.lines=300"] };
  const before = boardIn(plan, {}, { tracking: { issue: trackingIssue, record } });
  for (const board of [before, boardIn({ ...plan, overrides: record.set }, {})])
    for (const text of bothForms(board))
      expect(text).toContain("Set by --set: signing=none, limits.lines=300.");
  expect(bothForms(boardIn(plan, {})).join()).not.toContain("Set by");
});

test("a plan that a person has stopped, or that is out of budget, says so before all else", () => {
  const poor = planWith({ a: [{}, {}] }, { limits: { usd: 1 } });
  const tracking = { issue: trackingIssue };
  const record = { ...newTracking("p", now), paused: true, stopped: true };
  const spent = { ...approved("1").record, spent: { ...spentUsd(2) } };
  const board = boardIn(
    poor,
    { "a-0": { ...approved("1"), record: spent } },
    { tracking: { ...tracking, record } },
  );
  expect(board.needs.map(({ of, why }) => [of, why])).toEqual([
    ["plan", "the plan is stopped"],
    ["plan", "the plan took $2.00, and `limits.usd` is $1.00: raise it in the plan"],
  ]);
});

const spentUsd = (usd: number) => ({
  ...{ runs: 1, milliseconds: 1, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, usd, untold: 0 },
  ...{ assumedUsd: 0, steps: {} },
});

test("a night on which the base failed says so, with what was printed, and that nothing landed", () => {
  for (const text of bothForms(nights.failed)) {
    expect(text).toContain("npm test");
    expect(text).toContain("Nothing is merged yet.");
    expect(text).toContain("1 thing waits for you");
  }
  expect(reportHtml(nights.failed, null)).toContain("no tests");
});

test("every sentence of what landed and of what needs a person is made of a record, whatever that says", () => {
  const one = planWith({ a: [{}] });
  const fresh = seeing(one, { "a-0": {} });
  const seen = fresh.todos.get("a-0");
  const anyRecord = fc.oneof(...statuses.map(recordIn));
  const property = fc.property(anyRecord, (given) => {
    if (!seen) throw new Error("the todo is not seen");
    const { todo, body, order, branch } = seen.record;
    const record = { ...given, todo, body, order, branch, phase: 0, needs: [], paused: false };
    const desired = desiredState(one, { ...fresh, todos: new Map([["a-0", { ...seen, record }]]) });
    const board = boardOf(desired, { now });
    const states = desired.todos.map(({ record: { state } }) => state);
    expect([...board.landed, ...board.approved].map(({ decision }) => decision)).toEqual(
      states.flatMap((state) => (state.status === "approved" ? [state.verdict] : [])),
    );
    expect(board.needs.flatMap(({ of, why }) => (of === "todo" ? [why] : []))).toEqual(
      states.flatMap((state) => (state.status === "blocked" ? [blockedHead(state.reason)] : [])),
    );
  });
  fc.assert(property, { numRuns: 200, seed: 7 });
});

test("a report asks for nothing from anywhere, runs nothing, and that of 100 todos is short", () => {
  const title = `<script>alert(1)</script><img src=x onerror=alert(1)> ${"long ".repeat(30)}`;
  const many = planWith({
    a: Array.from({ length: 50 }, () => ({ title })),
    b: Array.from({ length: 50 }, () => ({})),
  });
  const said = `${"</pre><script>alert(2)</script>\n".repeat(50)}`.slice(0, 1900);
  const lanes = Array.from({ length: 10 }, (_, index) => lane("refused", index * 10, { gates: ["size"] }));
  const seen: Record<string, Seen> = Object.fromEntries(
    many.bodies
      .flatMap(({ todos }) => todos)
      .map(({ id }) => [
        id,
        {
          record: { status: "blocked", reason: { code: "agent-asks", said }, claimed: "c".repeat(40), lanes },
        } satisfies Seen,
      ]),
  );
  const html = reportHtml(boardIn(many, seen), null);
  expect(Buffer.byteLength(html)).toBeLessThan(2_000_000);
  expect(html).not.toMatch(/<script|<img|<link|<iframe|@import|url\(|<[^>]*\son\w+=|https?:\/\//i);
  expect(html).toContain("default-src &#39;none&#39;");
  expect(html).toContain("0 of 50");
});
