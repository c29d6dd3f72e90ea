import { statusLines } from "../../../src/cli/status-report/lines.ts";
import { widthOf } from "../../../src/cli/text/clip.ts";
import { noColors } from "../../../src/cli/text/colors.ts";
import { boardOf } from "../../../src/core/board/board.ts";
import { needsOf } from "../../../src/core/board/needs.ts";
import { nothingSpent } from "../../../src/core/cost/ledger.ts";
import { loadPlan } from "../../../src/core/plan/load.ts";
import { criteria } from "../../../src/core/report/criteria.ts";
import { planStatusOf } from "../../../src/core/report/plan-status.ts";
import { trackingText } from "../../../src/core/report/tracking-text.ts";
import { newTracking } from "../../../src/core/snapshot/record.ts";
import { emptySnapshot } from "../../../src/core/snapshot/snapshot.ts";
import type { DesiredTodo } from "../../../src/core/todo/desired.ts";
import { desiredState } from "../../../src/core/todo/desired-state.ts";
import { planWith, type Seen, seeing, sha } from "../../core/scene.ts";
import { type Brief, withBrief } from "../../core/todo/brief.ts";

const text = `version: 1
plan: shop
title: Open a shop
bodies:
  - body: stock
    todos:
      - { todo: count, title: Count }
      - { todo: order, title: Order }
  - body: till
    after: [stock]
    todos: [{ todo: pay, title: Pay, needs: [count] }]
  - body: later
    todos: [{ todo: sweep, title: Sweep, phase: 1 }, { todo: tidy, title: Tidy, phase: 2 }]
`;

const status = (change: (one: DesiredTodo) => DesiredTodo = (one) => one) => {
  const loaded = loadPlan(text, "shop.yml");
  if (!loaded.ok) throw new Error("the plan is not right");
  const { plan } = loaded;
  const todos = desiredState(plan, emptySnapshot).todos.map(change);
  return planStatusOf(
    { plan: plan.id, title: plan.title },
    { todos, bodies: plan.bodies, snapshot: emptySnapshot },
  );
};

const waits = (change?: (one: DesiredTodo) => DesiredTodo) =>
  Object.fromEntries(
    status(change).bodies.flatMap(({ todos }) =>
      todos.map(({ todo, waitsFor }) => [todo, waitsFor.map((name) => name.replace(/^\d+[a-z]+ /, ""))]),
    ),
  );

const withRecord =
  (todo: string, told: Brief) =>
  (one: DesiredTodo): DesiredTodo =>
    one.todo.id === todo ? { ...one, record: withBrief(one.record, told) } : one;

test("each todo waits for needs, for what its body does first, for lower phases and for whole bodies", () => {
  expect(waits()).toMatchObject({ count: [], order: ["count"], pay: ["count", "body stock"] });
});

test("what is done is waited for no more", () => {
  expect(waits(withRecord("count", { status: "approved" }))).toMatchObject({
    order: [],
    pay: ["body stock"],
  });
});

test("what has begun waits for nothing, what is paused for a person", () => {
  expect(waits(withRecord("order", { status: "working" }))).toMatchObject({ order: [] });
  expect(waits(withRecord("count", { paused: true }))).toMatchObject({ count: ["a person: it is paused"] });
});

test("a phase waits for the lower ones", () => {
  expect(waits().sweep).toEqual(["what has no phase"]);
  const done = ["count", "order", "pay"].map((todo) => withRecord(todo, { status: "approved" }));
  expect(waits((wanted) => done.reduce((one, change) => change(one), wanted)).tidy).toEqual([
    "sweep",
    "phase 1",
  ]);
});

test("what was spent stands by todo, body and step", () => {
  const part = { runs: 1, milliseconds: 1000, tokens: 10, usd: 1 };
  const spent = { ...nothingSpent, runs: 2, usd: 1.5, milliseconds: 1, steps: { fix: part }, wasted: part };
  const paid = status(withRecord("count", { spent }));
  expect(paid.bodies.map((body) => [body.body, body.spent.usd])).toContainEqual(["stock", 1.5]);
  const lines = statusLines(paid, { columns: null, colors: noColors });
  expect(lines[0]).toContain("took $1.50, 1 s");
  expect(lines[1]).toBe("of that fix $1.00; $1.00 of it for 1 run that came to nothing");
  expect(lines).toContain("stock  ·  $1.50");
});

test("the lines name every body, todo and reason", () => {
  const blocked = status(
    withRecord("count", { status: "blocked", reason: { code: "untold", said: "3 attempts failed" } }),
  );
  const lines = statusLines(blocked, { columns: null, colors: noColors });
  expect(lines[0]).toBe("Open a shop  ·  not begun  ·  0 of 5 todos done");
  expect(lines).toContain("stock");
  expect(lines.join("\n")).toMatch(/ ✗ \w+ +count +blocked/);
  expect(lines.join("\n")).toMatch(/✗ \w+ count is blocked: 3 attempts failed/);
});

test.each([
  ["was renamed", ["basket"], "; if `basket` is its new name, give it its id `cart` back"],
  ["was removed", [], ""],
  ["made room for two", ["basket", "bag"], ""],
])("a begun todo that %s is shown as one that the plan has lost", (_, others, hint) => {
  const planOf = (...ids: string[]) => planWith({ a: [{ todo: "tax" }, ...ids.map((todo) => ({ todo }))] });
  const begun: Seen = { record: { status: "review", claimed: sha("c"), base: "main" } };
  const snapshot = seeing(planOf("cart"), { tax: {}, cart: begun });
  const plan = planOf(...others);
  const desired = desiredState(plan, snapshot);
  const { id, title, bodies } = plan;
  const text = statusLines(planStatusOf({ plan: id, title }, { ...desired, bodies }), {
    ...{ columns: null, colors: noColors },
  }).join("\n");
  const why = `no longer in the plan but was begun: skip it, or put it back${hint}`;
  expect(text).toContain(`0 of ${others.length + 1}`);
  expect(text).toMatch(/todos? done, 1 not in the plan/);
  expect(text).toMatch(/ ✗ \w+ +cart +not in the plan/);
  expect(text).toContain(`cart is ${why}\n  next:  comment \`/milepost skip <why>\` on #101`);
  expect(needsOf(desired, [])).toMatchObject([
    { todo: "cart", why: `it is ${why}`, answers: [{ command: "skip <why>" }] },
  ]);
  const total = others.length + 1;
  const told = trackingText(desired.todos, { plan, record: newTracking("p", new Date(0)), ended: null });
  expect(told).toMatch(/\| not in the plan \|.*skip <why>.* on #101, or put it back/);
  expect(told).toMatch(new RegExp(`0 of ${total} todos? done, 1 not in the plan`));
  expect(boardOf(desired, { now: new Date(0) }).counts).toMatchObject({
    total,
    done: 0,
    blocked: 0,
    left: 1,
  });
  const [todos, ...rest] = criteria(desired.todos, plan, snapshot);
  expect(todos).toMatchObject({
    ok: false,
    evidence: expect.stringMatching(/; not in the plan, and begun: 01a$/),
  });
  expect(rest.filter(({ evidence }) => /01a(?!,)/.test(evidence))).toEqual([]);
});

test("a table and its messages keep to sixty columns, and break between words", () => {
  const said = `${"words of a program ".repeat(10)}\n${"more of them ".repeat(10)}`;
  const blocked = status(withRecord("count", { status: "blocked", reason: { code: "untold", said } }));
  const numbered = {
    ...blocked,
    accounts: [`an account is held ${"for long ".repeat(10)}`],
    bodies: blocked.bodies.map((body) => ({
      ...body,
      todos: body.todos.map((one) => ({
        ...one,
        todo: `${one.todo}-of-a-long-name`,
        issue: 1234,
        pull: 1235,
      })),
    })),
  };
  const lines = statusLines(numbered, { columns: 60, colors: noColors });
  expect(lines.filter((line) => widthOf(line) > 60 && !/^\s*(milepost|comment)/.test(line))).toEqual([]);
  expect(lines.join("\n")).toMatch(/waits for\n/);
  expect(lines.join(" ").replace(/[\s|]+/g, " ")).toContain("words of a program ".repeat(10).trim());
});
