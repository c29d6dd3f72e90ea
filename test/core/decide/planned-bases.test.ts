import { baseTexts, plannedBases, timeOnlyText } from "../../../src/core/decide/planned-bases.ts";
import { load } from "../world/plans.ts";

type Body = Readonly<Record<string, unknown>> & { readonly todos: readonly object[] };
const planOf = (...bodies: readonly Body[]) =>
  load({
    version: 1,
    plan: "p",
    title: "P",
    bodies: bodies.map((body, at) => ({ body: "ab"[at], ...body })),
  });
const todo = (id: string, more: object = {}) => ({ todo: id, title: id, ...more });

const plain = { todos: [todo("one"), todo("two")] };
const phased = { todos: [todo("one"), todo("two", { phase: 1 })] };
const later = { todos: [todo("three")], after: ["a"] };

test.each<[string, readonly Body[], string | null]>([
  ["nothing", [plain, { todos: [todo("three", { needs: ["one"] })] }], null],
  [
    "bodies that come after others",
    [plain, later],
    "`after` orders time only: what starts later starts from that work only where it `needs` it",
  ],
  [
    "phases",
    [phased],
    "`phase` orders time only: what starts later starts from that work only where it `needs` it",
  ],
  [
    "both",
    [phased, { todos: [todo("three", { phase: 1 })], after: ["a"] }],
    "`after` and `phase` order time only: what starts later starts from that work only where it `needs` it",
  ],
])("of a plan in which %s waits for time alone it is said that no branch follows", (_, bodies, text) => {
  expect(timeOnlyText(planOf(...bodies))).toBe(text);
});

const joined = planOf(plain, {
  todos: [todo("three", { needs: ["one", "two"] }), todo("four", { needs: ["two"] })],
});
const wide = planOf(
  { todos: [todo("one"), todo("two", { stack: false })] },
  { todos: [todo("three", { needs: ["one", "two"] })] },
);

test("what a branch would start from counts what the branches before it rest on", () => {
  expect([...plannedBases(joined)]).toEqual([
    ["one", { kind: "plan", ref: "main" }],
    ["two", { kind: "stack", ref: "p/00a-one" }],
    ["three", { kind: "stack", ref: "p/01a-two" }],
    ["four", { kind: "stack", ref: "p/02b-three" }],
  ]);
});

test("bases are put as the orders of what is below, and those of nobody as they are called", () => {
  const text = baseTexts(wide);
  expect([...plannedBases(wide).values()].map(text)).toEqual(["main", "main", "00a + 01a"]);
  expect(text({ kind: "stack", ref: "milepost/base/07x" })).toBe("07x");
  expect(text({ kind: "stack", ref: "p/00a-one" })).toBe("00a");
});
