import { baseOf, indexOf } from "../../../src/core/decide/base.ts";
import type { Change } from "../../../src/core/decide/change.ts";
import { conflictWrites, merges } from "../../../src/core/decide/merges.ts";
import type { Snapshot } from "../../../src/core/snapshot/snapshot.ts";
import type { DesiredTodo } from "../../../src/core/todo/desired.ts";
import { approved, desiredIn, planWith, type Seen, seeing, sha } from "../scene.ts";

const auto = { merge: "auto" } as const;
const plan = planWith({ a: [{}], b: [{}], c: [{ needs: ["a-0", "b-0"] }] }, auto);
const integration = "milepost/base/01c";
const merged = { state: "merged" } as const;
const below = { "a-0": approved("1", { pull: merged }), "b-0": approved("2", { pull: merged }) };

const named = (change: Change): string => {
  switch (change.type) {
    case "merge":
      return `merge #${change.pull}`;
    case "retarget":
      return `retarget #${change.pull} ${change.base}`;
    case "delete-branch":
      return `delete ${change.branch}`;
    default:
      return change.type;
  }
};
const changesOf = (
  seen: Readonly<Record<string, Seen>>,
  of = plan,
  edited: (one: DesiredTodo) => DesiredTodo = (one) => one,
  methods: Snapshot["methods"] = null,
) => merges(desiredIn(of, seeing(of, seen)).map(edited), of, { mayMerge: true, methods }).changes.map(named);

test.each<[string, Readonly<Record<string, Seen>>, string[]]>([
  ["merged already", { "a-0": approved("1", { pull: merged }), "b-0": approved("2") }, ["merge #2"]],
  ["skipped", { "a-0": { open: false, notPlanned: true }, "b-0": approved("2") }, ["merge #2"]],
  ["not begun ends it", { "a-0": {}, "b-0": approved("2") }, []],
  ["not begun, above what is merged, ends it later", { "a-0": approved("1"), "b-0": {} }, ["merge #1"]],
  ["held by a run ends it", { "a-0": approved("1", { claim: "live" }), "b-0": approved("2") }, []],
])("of what is merged in order, a todo that is %s", (_, seen, expected) => {
  expect(changesOf(seen)).toEqual(expected);
});

test("a todo that the plan no longer has is not merged, and holds nothing up", () => {
  const without = planWith({ b: [{}] }, auto);
  const left = approved("1", { open: true, record: { status: "review" } });
  const seen = seeing(planWith({ a: [{}], b: [{}] }), { "a-0": left, "b-0": approved("2") });
  expect(
    merges(desiredIn(without, seen), without, { mayMerge: true, methods: null }).changes.map(named),
  ).toEqual(["merge #2"]);
});

test("what rests on a branch that is merged now goes on the base at once, though the plan says otherwise by now", () => {
  const stacked = planWith({ a: [{}], b: [{}] }, auto);
  const seen = { "a-0": approved("1"), "b-0": approved("2", { record: { base: "p/00a-a-0" } }) };
  expect(changesOf(seen, stacked)).toEqual(["merge #1", "retarget #2 main", "judge", "merge #2"]);
  // What it rests on is another commit there than here: that is looked at first.
  expect(changesOf(seen, stacked, undefined, ["squash"])).toEqual(["merge #1", "retarget #2 main", "judge"]);
});

test.each<[string, Seen, string[]]>([
  [
    "has passed no gates is retargeted alone",
    approved("3", { record: { base: integration, checked: null } }),
    ["retarget #3 main"],
  ],
  [
    "has passed them at another head, too",
    approved("3", { record: { base: integration, checked: { commit: sha("9"), gates: [], ran: [] } } }),
    ["retarget #3 main"],
  ],
  [
    "has no pull request yet has nothing to retarget",
    { record: { status: "changes", claimed: sha("c"), base: integration, head: sha("3") } },
    [],
  ],
])("what rests on merged work and %s", (_, upper, expected) => {
  expect(changesOf({ ...below, "c-0": upper }, { ...plan, merge: "manual" })).toEqual([
    ...expected,
    `delete ${integration}`,
  ]);
});

test("what the forge did not let have a new base is not asked again before a person says so", () => {
  const reason = { code: "set-up", said: "#3 cannot be shown on main: no" } as const;
  const upper = approved("3", { open: true, record: { base: integration, status: "blocked", reason } });
  expect(changesOf({ ...below, "c-0": upper }, { ...plan, merge: "manual" })).toEqual([]);
});

test("a need that is nowhere any more keeps nothing on its integration branch", () => {
  const upper = approved("3", { record: { base: integration } });
  const gone = (one: DesiredTodo): DesiredTodo =>
    one.todo.id === "c-0" ? { ...one, todo: { ...one.todo, needs: ["gone"] } } : one;
  expect(changesOf({ ...below, "c-0": upper }, { ...plan, merge: "manual" }, gone)[0]).toBe(
    "retarget #3 main",
  );
});

test("no more is merged at once than the forge takes in an hour", () => {
  const many = planWith(
    Object.fromEntries([..."abc"].map((body) => [body, Array.from({ length: 167 }, () => ({}))])),
    auto,
  );
  const ids = many.bodies.flatMap(({ todos }) => todos.map(({ id }) => id));
  const seen = Object.fromEntries(ids.map((id, at) => [id, approved((at + 1).toString(16))]));
  expect([ids.length, changesOf(seen, many).length]).toEqual([501, 500]);
});

const wide = planWith({ a: [{}], b: [{}], c: [{}], d: [{ needs: ["a-0", "b-0", "c-0"] }] });
const on = (head: string, base: string) => approved(head, { record: { base } });
const [a, b, c] = ["p/00a-a-0", "p/00b-b-0", "p/00c-c-0"];

test.each<[string, Readonly<Record<string, Seen>>, Record<string, string>]>([
  ["sent back to the part before it", {}, { [b]: `b-0 to ${a}`, [c]: `b-0 to ${a}` }],
  [
    "sent back itself where the part before it rests on its own",
    { "b-0": on("2", a) },
    { [c]: `c-0 to ${b}` },
  ],
  ["no part any more where all rest on each other", { "b-0": on("2", a), "c-0": on("3", b) }, {}],
])("a part of an integration base that conflicts is %s", (_, more, expected) => {
  const all = desiredIn(
    wide,
    seeing(wide, { "a-0": approved("1"), "b-0": approved("2"), "c-0": approved("3"), ...more }),
  );
  const index = indexOf(all);
  const upper = index.byId.get("d-0");
  const base = upper && baseOf(upper, index, wide);
  const writes = base ? conflictWrites(base, index, wide) : new Map<string, never>();
  const told = [...writes].map(([part, { todo, issue }]) => [part, `${todo} to ${issue.record.base}`]);
  expect(Object.fromEntries(told)).toEqual(expected);
});
