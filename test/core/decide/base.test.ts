import { baseOf, indexOf } from "../../../src/core/decide/base.ts";
import { baseTexts, plannedBases } from "../../../src/core/decide/planned-bases.ts";
import { approved, desiredIn, planWith, type Seen, seeing } from "../scene.ts";

const plan = planWith({
  a: [{ todo: "one" }],
  b: [{ todo: "two" }],
  c: [{ todo: "three" }],
  d: [{ todo: "four", needs: ["three", "one", "two"] }],
});
const [one, two, three] = ["p/00a-one", "p/00b-two", "p/00c-three"];
/** The base of the last todo when it needs these. */
const baseFor = (needs: readonly string[], seen: Readonly<Record<string, Seen>>) => {
  const wanted = desiredIn(plan, seeing(plan, seen));
  const four = wanted.find(({ todo }) => todo.id === "four");
  return four && baseOf({ ...four, todo: { ...four.todo, needs } }, indexOf(wanted), plan);
};
const merged = (head: string, base = "main") => approved(head, { pull: { state: "merged", base } });

test.each<[string, Readonly<Record<string, Seen>>, object]>([
  [
    "the plan's base when all needs are merged",
    { one: merged("1"), two: merged("2"), three: merged("3") },
    { kind: "plan", ref: "main" },
  ],
  [
    "a stack on the one need that is not merged",
    { one: merged("1"), two: approved("2"), three: merged("3") },
    { kind: "stack", ref: two },
  ],
  [
    "several needs together, in order",
    { one: approved("1"), two: approved("2"), three: approved("3") },
    { kind: "integration", ref: "milepost/base/01d", parts: [one, two, three] },
  ],
  [
    "the branch that a need was merged into",
    { one: approved("1"), two: merged("2", one), three: merged("3") },
    { kind: "stack", ref: one },
  ],
  [
    "the base, through a merged branch",
    { one: merged("1"), two: merged("2", one), three: merged("3") },
    { kind: "plan", ref: "main" },
  ],
  [
    "what is left when a need was skipped",
    { one: approved("1", { notPlanned: true }), two: approved("2"), three: merged("3") },
    { kind: "stack", ref: two },
  ],
])("a branch starts from %s", (_, seen, base) => {
  expect(baseFor(["three", "one", "two"], seen)).toEqual(base);
});

const body = planWith({
  a: [
    { todo: "first" },
    { todo: "second" },
    { todo: "apart", stack: false },
    { todo: "last", needs: ["up"] },
  ],
  b: [{ todo: "up", needs: ["second"] }],
});
const [first, second, up] = ["p/00a-first", "p/01a-second", "p/02b-up"];
const rested = (head: string, base: string, more: Seen = {}) => approved(head, { ...more, record: { base } });
const stacked = { first: rested("1", "main"), second: rested("2", first), up: rested("4", second) };

test.each<[string, string, Readonly<Record<string, Seen>>, object]>([
  ["from the todo before it", "second", stacked, { kind: "stack", ref: first }],
  ["from the base when it says so", "apart", stacked, { kind: "plan", ref: "main" }],
  [
    "from one branch when it contains the others",
    "last",
    { ...stacked, apart: rested("3", second) },
    { kind: "integration", ref: "milepost/base/03a", parts: ["p/02a-apart", up] },
  ],
  [
    "from what is below work that nobody wants",
    "up",
    { ...stacked, second: rested("2", first, { notPlanned: true }) },
    { kind: "stack", ref: first },
  ],
  [
    "from the base when all before it is merged",
    "second",
    { first: merged("1") },
    { kind: "plan", ref: "main" },
  ],
])("a todo of a body starts %s", (_, id, seen, base) => {
  const wanted = desiredIn(body, seeing(body, seen));
  const one = wanted.find(({ todo }) => todo.id === id);
  expect(one && baseOf(one, indexOf(wanted), body)).toEqual(base);
});

test("a branch is no part of its own when another part contains it", () => {
  const wanted = desiredIn(body, seeing(body, stacked));
  const up = wanted.find(({ todo }) => todo.id === "up");
  const both = up && { ...up, todo: { ...up.todo, needs: ["first", "second"] } };
  expect(both && baseOf(both, indexOf(wanted), body)).toEqual({ kind: "stack", ref: second });
});

test("a plan's bases are those of a plan in which nothing is merged before the end", () => {
  const told = [...plannedBases(body)].map(([id, base]) => `${id}: ${baseTexts(body)(base)}`);
  expect(told).toEqual(["first: main", "second: 00a", "apart: main", "up: 01a", "last: 02a + 02b"]);
});

test("a branch starts from the one that its need was merged into, however many others lie between", () => {
  const seen = { one: merged("1", three), two: merged("2", one), three: approved("3") };
  expect(baseFor(["two"], seen)).toEqual({ kind: "stack", ref: three });
});

test.each([
  ["one of them", "one"],
  ["what was merged into them", "three"],
])("branches that were merged into each other end nowhere but in the base, seen from %s", (_, need) => {
  const seen = { one: merged("1", two), two: merged("2", one), three: merged("3", one) };
  expect(baseFor([need], seen)).toEqual({ kind: "plan", ref: "main" });
});

test("a need that is nowhere any more gives no base", () => {
  expect(baseFor(["gone"], {})).toEqual({ kind: "plan", ref: "main" });
});
