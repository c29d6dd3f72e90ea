import { baseOf, indexOf } from "../../../src/core/decide/base.ts";
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
