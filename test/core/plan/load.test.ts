import { readFileSync } from "node:fs";
import fc from "fast-check";
import { loadPlan } from "../../../src/core/plan/load.ts";
import { compareOrder } from "../../../src/core/plan/order.ts";
import { type Plan, todosOf } from "../../../src/core/plan/plan.ts";
import { renderProblems } from "../../../src/core/plan/problem.ts";

interface Written {
  readonly todo: string;
  readonly order?: string;
  readonly phase?: number;
  readonly needs?: readonly string[];
}
type WrittenBody = {
  readonly body: string;
  readonly after?: readonly string[];
  readonly todos: readonly Written[];
};

/** A plan with these bodies; JSON is YAML. */
const planText = (bodies: readonly WrittenBody[], more: object = {}) =>
  JSON.stringify({
    version: 1,
    plan: "p",
    title: "P",
    ...more,
    bodies: bodies.map((body) => ({
      ...body,
      todos: body.todos.map((todo) => ({ title: todo.todo, ...todo })),
    })),
  });

const loaded = (text: string): Plan => {
  const result = loadPlan(text, "p.yml");
  if (!result.ok) throw new Error(renderProblems(result.problems));
  return result.plan;
};

const ordersOf = (plan: Plan) => Object.fromEntries(todosOf(plan).map(({ id, order }) => [id, order]));

test("what a plan does not say has its default", () => {
  const plan = loaded(planText([{ body: "cart", todos: [{ todo: "add" }] }]));
  expect(plan).toMatchObject({ id: "p", base: "main", merge: "manual", agents: [], coverage: null });
  expect(plan.limits).toMatchObject({ lines: 700, coverage: 60, rounds: 5, attempts: 3 });
  expect(plan.bodies[0]).toMatchObject({ id: "cart", title: "cart", worktree: "cart", owns: null });
  expect(todosOf(plan)[0]).toMatchObject({
    order: "00a",
    branch: "p/00a-add",
    phase: 0,
    text: "",
    needs: [],
  });
});

test("anchors are read, and Windows line ends, and a byte order mark", () => {
  const text = planText([{ body: "cart", todos: [{ todo: "add" }] }], { rules: ["Be kind"] });
  expect(loaded(`\ufeff${text}\r\n`).rules).toEqual(["Be kind"]);
  const yaml =
    "version: 1\r\nplan: p\r\ntitle: &t Shop\r\nbodies: [{ body: a, todos: [{ todo: b, title: *t }] }]\r\n";
  expect(todosOf(loaded(yaml))[0]?.title).toBe("Shop");
});

test("texts are plain, since no forge keeps a NUL or half of a character", () => {
  const todos = [{ todo: "add", title: "A\udc00dd", text: "One\0\u0007\ntwo\ud800 🎉" }];
  expect(todosOf(loaded(planText([{ body: "cart", todos }])))[0]).toMatchObject({
    title: "Add",
    text: "One\ntwo 🎉",
  });
});

describe("orders that are not given", () => {
  const two = [
    { body: "cart", todos: [{ todo: "a1" }, { todo: "a2" }] },
    { body: "till", todos: [{ todo: "b1" }, { todo: "b2", needs: ["a2"] }] },
  ];

  test("number the layers, and letter the bodies", () => {
    expect(ordersOf(loaded(planText(two)))).toEqual({ a1: "00a", a2: "01a", b1: "00b", b2: "02b" });
  });

  test("stay when todos and bodies are added at the end", () => {
    const [cart, till] = two.map((body) => ({
      ...body,
      todos: [...body.todos, { todo: `${body.body}-more` }],
    }));
    const more = [cart, till, { body: "mail", todos: [{ todo: "c1" }] }].filter((body) => body !== undefined);
    expect(ordersOf(loaded(planText(more)))).toMatchObject(ordersOf(loaded(planText(two))));
  });

  test("leave given ones alone, and go between them where they must", () => {
    const given = [
      { body: "cart", todos: [{ todo: "a1" }, { todo: "a2" }, { todo: "a3", order: "01a" }, { todo: "a4" }] },
      { body: "till", todos: [{ todo: "b1", order: "00c" }] },
    ];
    expect(ordersOf(loaded(planText(given)))).toEqual({
      a1: "00a",
      a2: "00b",
      a3: "01a",
      a4: "02a",
      b1: "00c",
    });
  });

  test("put phases and bodies that are after others later", () => {
    const phased = [
      { body: "late", after: ["cart"], todos: [{ todo: "l1" }] },
      { body: "cart", todos: [{ todo: "c1" }, { todo: "c2" }] },
      { body: "till", todos: [{ todo: "t2", phase: 2 }] },
    ];
    expect(ordersOf(loaded(planText(phased)))).toEqual({ l1: "02a", c1: "00b", c2: "01b", t2: "03c" });
  });
});

/** Bodies whose todos need only earlier todos of the file, so that no circle is possible. */
const randomBodies = fc
  .array(
    fc.array(fc.tuple(fc.array(fc.nat(40), { maxLength: 3 }), fc.boolean()), { minLength: 1, maxLength: 6 }),
    {
      minLength: 1,
      maxLength: 30,
    },
  )
  .map((bodies) => {
    let count = 0;
    return bodies.map(
      (todos, body): WrittenBody => ({
        body: `b${body}`,
        ...(body > 2 && body % 5 === 0 ? { after: [`b${body - 2}`] } : {}),
        todos: todos.map(([needs]) => {
          const todo = `t${count}`;
          const earlier = [...new Set(needs.filter((need) => need < count).map((need) => `t${need}`))];
          count += 1;
          return { todo, needs: earlier };
        }),
      }),
    );
  });

test("computed orders are unique, the same each time, and sort after all that must come first", () => {
  fc.assert(
    fc.property(randomBodies, (bodies) => {
      const plan = loaded(planText(bodies));
      const orders = ordersOf(plan);
      expect(new Set(Object.values(orders)).size).toBe(todosOf(plan).length);
      expect(ordersOf(loaded(planText(bodies)))).toEqual(orders);
      for (const body of plan.bodies)
        for (const [index, todo] of body.todos.entries()) {
          const others = plan.bodies
            .filter(({ id }) => body.after.includes(id))
            .flatMap(({ todos }) => todos);
          const before = [...todo.needs, ...[...body.todos.slice(0, index), ...others].map(({ id }) => id)];
          for (const id of before) expect(compareOrder(orders[id] ?? "", todo.order)).toBeLessThan(0);
        }
    }),
    { numRuns: 60 },
  );
});

test("a tab that stands in for indentation after a key is told, not met again and again", () => {
  const result = loadPlan("version: 1\nparallel:\tmerge: manual\nlimits:\n  lines: 700\n", "p.yml");
  expect(result.ok ? [] : result.problems.map(({ line }) => line)).toContain(2);
});

test("no text makes the loader throw, and every refusal says why", () => {
  const fine = readFileSync(new URL("../../../plans/tmc.yml", import.meta.url), "utf8").slice(0, 6000);
  const change = fc.tuple(
    fc.nat(fine.length),
    fc.nat(30),
    fc.constantFrom(
      "",
      "\t",
      ": ",
      "- ",
      "[",
      "'",
      '"',
      "*a",
      "&a ",
      "{",
      "\n",
      "!x ",
      "|",
      "null",
      "\u0000",
    ),
  );
  const mutated = fc
    .array(change, { minLength: 1, maxLength: 4 })
    .map((changes) =>
      changes.reduce((text, [at, length, put]) => text.slice(0, at) + put + text.slice(at + length), fine),
    );
  const anything = fc.oneof(fc.string(), fc.json(), mutated);
  fc.assert(
    fc.property(anything, (text) => {
      const result = loadPlan(text, "p.yml");
      if (!result.ok) expect(result.problems.length).toBeGreaterThan(0);
      if (!result.ok) for (const problem of result.problems) expect(text.includes(problem.source)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
