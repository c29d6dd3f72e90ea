import type { CiHead, CiLook } from "../../../src/core/ci/look.ts";
import { noRules } from "../../../src/core/ci/rules.ts";
import type { ChangeOf } from "../../../src/core/decide/change.ts";
import { merges } from "../../../src/core/decide/merges.ts";
import type { Rested } from "../../../src/core/todo/record.ts";
import { approved, ciLook, desiredIn, planWith, type Seen, seeing, sha } from "../scene.ts";

const plan = planWith({ a: [{}], b: [{}], c: [{}] }, { merge: "auto" });
const three = { "a-0": approved("1"), "b-0": approved("2"), "c-0": approved("3") };

const passed = (head: string, more: Partial<CiHead> = {}): CiHead => ({
  ...{ head: sha(head), state: { kind: "passed", checks: [] }, logs: new Map(), queue: null },
  ...more,
});
const lookWith = (more: Partial<CiLook> = {}, rules: Partial<CiLook["rules"]> = {}): CiLook =>
  ciLook({
    rules: { ...noRules, ...rules },
    heads: new Map([
      ["a-0", passed("1")],
      ["b-0", passed("2")],
      ["c-0", passed("3")],
    ]),
    ...more,
  });

type Merging = Omit<Parameters<typeof merges>[2], "mayMerge" | "methods">;
const mergedIn = (how: Merging, seen: Readonly<Record<string, Seen>> = three) =>
  merges(desiredIn(plan, seeing(plan, seen)), plan, { mayMerge: true, methods: null, ...how }).changes.filter(
    (change): change is ChangeOf<"merge"> => change.type === "merge",
  );
const namesIn = (how: Merging, seen?: Readonly<Record<string, Seen>>): string[] =>
  mergedIn(how, seen).map(({ todo }) => todo);
const without = (todo: string, head: CiHead): Partial<CiLook> => ({
  heads: new Map([...lookWith().heads, [todo, head]]),
});

test.each<[string, CiLook, readonly string[]]>([
  ["all whose checks have passed", lookWith(), ["a-0", "b-0", "c-0"]],
  [
    "those before one whose checks are not over",
    lookWith(without("b-0", passed("2", { state: { kind: "pending", checks: [] } }))),
    ["a-0"],
  ],
  ["those before one whose checks were of another head", lookWith(without("b-0", passed("9"))), ["a-0"]],
  [
    "the first alone where the base wants each up to date, and it is",
    lookWith({ current: new Set(["a-0", "b-0"]) }, { upToDate: true }),
    ["a-0"],
  ],
  [
    "nothing where the base wants each up to date, and the first is not",
    lookWith({ current: new Set(["b-0"]) }, { upToDate: true }),
    [],
  ],
  ["all into the base's queue", lookWith({}, { queue: true }), ["a-0", "b-0", "c-0"]],
  [
    "all but those that are in it",
    lookWith(without("b-0", passed("2", { queue: { kind: "in" } })), { queue: true }),
    ["a-0", "c-0"],
  ],
])("of approved work is merged: %s", (_, ci, expected) => {
  expect(namesIn({ ci })).toEqual(expected);
});

const trees = [sha("a0"), sha("a1"), sha("a2"), sha("a3")];

test("what was proved is merged only to the trees that were proved, each by its place", () => {
  expect(mergedIn({ trees }).map(({ how }) => [how.queue, how.tree])).toEqual([
    [false, sha("a1")],
    [false, sha("a2")],
    [false, sha("a3")],
  ]);
  expect(mergedIn({ trees: trees.slice(0, 2) }).map(({ how }) => how.tree)).toEqual([sha("a1"), null, null]);
  expect(mergedIn({}).map(({ how }) => [how.queue, how.tree])).toEqual(Array(3).fill([false, null]));
});

test("a queue makes trees of its own", () => {
  const told = mergedIn({ trees, ci: lookWith({}, { queue: true }) }).map(({ how }) => [how.queue, how.tree]);
  expect(told).toEqual(Array(3).fill([true, null]));
});

test("a merge says what its todo becomes when it conflicts with the base, and when it does not", () => {
  const [first] = mergedIn({});
  expect(first).toMatchObject({
    ...{ todo: "a-0", pull: 1, head: sha("1"), why: "`00a` is approved and next in order" },
    own: { todo: "a-0", issue: { record: { state: { status: "approved" } } } },
    conflict: {
      issue: { record: { state: { status: "changes" }, base: "main", asks: [{ cause: "conflict" }] } },
    },
  });
});

const stack = planWith({ a: [{}, {}], b: [{}] }, { merge: "auto" });
const low = "p/00a-a-0";
const on = (commit: string, more: object = {}): Seen => {
  const rested: Rested = { of: low, commit: sha(commit), parts: [] };
  return approved("2", { record: { base: low, rested, ...more } });
};
const stacked = (upper: Seen, methods: Parameters<typeof merges>[2]["methods"] = ["merge"]) => {
  const seen = { "a-0": approved("1"), "a-1": upper, "b-0": {} };
  const { todos, changes } = merges(desiredIn(stack, seeing(stack, seen)), stack, {
    mayMerge: true,
    methods,
  });
  const one = todos.find(({ todo }) => todo.id === "a-1");
  return { does: changes.map(({ type }) => type), base: one?.record.base, rested: one?.record.rested, one };
};

test("a plain merge brings what rests on it all that it had: it rests on the base by the same commit", () => {
  const { base, rested, does } = stacked(on("1"));
  expect({ base, rested }).toEqual({
    base: "main",
    rested: { of: "main", commit: sha("1"), parts: [], isOthers: true },
  });
  expect(does).toEqual(["merge", "retarget", "judge"]);
});

test.each<[string, Seen, Parameters<typeof merges>[2]["methods"]]>([
  ["another kind of merge makes other commits", on("1"), ["squash"]],
  ["it lacked something of what was below it", on("9"), ["merge"]],
])("what rests on merged work is to take in the base where %s", (_, upper, methods) => {
  const { base, rested } = stacked(upper, methods);
  expect({ base, of: rested?.of }).toEqual({ base: "main", of: low });
});

test("what a run holds rests where it did, whatever is merged below it", () => {
  const { base, rested, does } = stacked({ ...on("1"), claim: "live" });
  expect({ base, of: rested?.of, does }).toEqual({ base: low, of: low, does: ["merge"] });
});

test("a todo whose record is not changed is the very same, and its pull request is as it was seen", () => {
  const seen = seeing(stack, { "a-0": approved("1"), "a-1": on("1"), "b-0": {} });
  const before = desiredIn(stack, seen);
  const { todos } = merges(before, stack, { mayMerge: true, methods: ["merge"] });
  expect(todos.map((one, at) => one === before[at])).toEqual([true, false, true]);
  expect(todos.map(({ pull }) => pull?.state)).toEqual(["open", "open", undefined]);
  const nothing = planWith({ a: [{}] });
  const alone = desiredIn(nothing, seeing(nothing, { "a-0": {} }));
  expect(merges(alone, nothing, { mayMerge: true, methods: null }).todos).toBe(alone);
});

const wide = planWith({
  a: [{}],
  b: [{}],
  c: [{ needs: ["a-0", "b-0"] }, { needs: ["a-0", "b-0"], stack: false }],
});
const shared = "milepost/base/00c";

test("a branch that several were merged into stays as long as another todo rests on it", () => {
  const merged = { state: "merged" } as const;
  const of = (base: string) => {
    const seen = {
      "a-0": approved("1", { pull: merged }),
      "b-0": approved("2", { pull: merged }),
      "c-0": approved("3", { record: { base: shared } }),
      "c-1": { ...approved("4", { record: { base } }), claim: "live" as const },
    };
    return merges(desiredIn(wide, seeing(wide, seen)), wide, { mayMerge: false, methods: null }).changes.map(
      ({ type }) => type,
    );
  };
  expect([of(shared).includes("delete-branch"), of("main").includes("delete-branch")]).toEqual([false, true]);
});
