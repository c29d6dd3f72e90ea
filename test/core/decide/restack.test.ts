import { indexOf } from "../../../src/core/decide/base.ts";
import { droppedBelow, restacksIn, updatesIn } from "../../../src/core/decide/restack.ts";
import type { DesiredTodo } from "../../../src/core/todo/desired.ts";
import type { Rested } from "../../../src/core/todo/record.ts";
import { type Ask, askOf } from "../../../src/core/verdict/verdict.ts";
import { approved, ciLook, desiredIn, planWith, seeing, sha } from "../scene.ts";
import { type Brief, withBrief } from "../todo/brief.ts";

const plan = planWith({ a: [{}, {}, {}], z: [{ needs: ["a-0", "y-0"] }], y: [{}] });
const [low, mid, top, wide, side] = ["a-0", "a-1", "a-2", "z-0", "y-0"];
const branchOf = new Map(plan.bodies.flatMap(({ todos }) => todos.map(({ id, branch }) => [id, branch])));
const on = (id: string): string => branchOf.get(id) ?? "";
const integration = "milepost/base/00z";
const rested = (of: string, commit: string, more: Partial<Rested> = {}): Rested => ({
  ...{ of, commit: sha(commit), parts: [], ...more },
});

/** A stack of three, and beside it what rests on its lowest and on another together: each has all that is below it. */
const whole = desiredIn(
  plan,
  seeing(plan, {
    [low]: approved("1"),
    [mid]: approved("2", { record: { base: on(low), rested: rested(on(low), "1") } }),
    [top]: approved("3", { record: { base: on(mid), rested: rested(on(mid), "2") } }),
    [wide]: approved("4", {
      record: { base: integration, rested: rested(integration, "9", { parts: [sha("1"), sha("5")] }) },
    }),
    [side]: approved("5"),
  }),
);

/** What is other than it was about a todo. */
interface Edit extends Partial<Omit<DesiredTodo, "record">> {
  readonly record?: Brief;
}
type Edits = Readonly<Record<string, Edit>>;

const edited = (edits: Edits): readonly DesiredTodo[] =>
  whole.map((one) => {
    const { record, ...more } = edits[one.todo.id] ?? {};
    return { ...one, ...more, record: record ? { ...one.record, ...statedIn(one, record) } : one.record };
  });

/** Its state changes only where the test says so. */
const statedIn = (one: DesiredTodo, brief: Brief): object =>
  brief.status === undefined && brief.skipped === undefined ? brief : withBrief(one.record, brief);

const found = (edits: Edits, update: readonly string[] = []) => {
  const todos = edited(edits);
  const { lacking, due } = restacksIn(todos, indexOf(todos), plan, new Set(update));
  return { lacking: [...lacking], due: [...due] };
};

const headed = (id: string, head: string): Edit => {
  const pull = whole.find(({ todo }) => todo.id === id)?.pull;
  return pull ? { pull: { ...pull, head: sha(head) } } : {};
};
const shown = (id: string, state: "closed" | "merged"): Edit => {
  const pull = whole.find(({ todo }) => todo.id === id)?.pull;
  return pull ? { pull: { ...pull, state } } : {};
};

test.each<[string, Edits, readonly string[], readonly string[]]>([
  ["nothing where each has all that is below it", {}, [], []],
  ["what rests on a branch that has moved", { [mid]: headed(mid, "8") }, [top], [top]],
  ["all that rest on it, alone or among others", { [low]: headed(low, "8") }, [mid, wide], [mid, wide]],
  [
    "the lower one first, where both lack something",
    { [low]: headed(low, "8"), [mid]: headed(mid, "7") },
    [mid, top, wide],
    [mid, wide],
  ],
  ["what lacks one of several parts", { [side]: headed(side, "8") }, [wide], [wide]],
  [
    "what rested on another branch before",
    { [top]: { record: { rested: rested(on(low), "2") } } },
    [top],
    [top],
  ],
  [
    "what is on the base now, and has a todo's branch by commits that are not there",
    { [low]: { record: { rested: rested(on(mid), "1") } } },
    [low],
    [low],
  ],
  [
    "what is on the base now, and had several merged for it",
    { [low]: { record: { rested: rested("milepost/base/07x", "1") } } },
    [low],
    [low],
  ],
  [
    "nothing that is on the base, whatever that was called",
    { [low]: { record: { rested: rested("old", "1") } } },
    [],
    [],
  ],
  ["nothing that is on the base, and was", { [low]: { record: { rested: rested("main", "1") } } }, [], []],
  ["what is to have all of the base first", { [low]: { record: { behind: true } } }, [low], [low]],
  ["nothing that is to have all of it but rests on others", { [mid]: { record: { behind: true } } }, [], []],
  [
    "nothing that is to have it, once it is merged",
    { [low]: { ...shown(low, "merged"), record: { behind: true } } },
    [],
    [],
  ],
  ["nothing whose pull request is closed", { [mid]: headed(mid, "8"), [top]: shown(top, "closed") }, [], []],
  ["nothing that is merged", { [mid]: headed(mid, "8"), [top]: shown(top, "merged") }, [], []],
  [
    "nothing that nobody wants",
    { [mid]: headed(mid, "8"), [top]: { record: { status: "approved", skipped: "no" } } },
    [],
    [],
  ],
  ["nothing that the plan no longer has", { [mid]: headed(mid, "8"), [top]: { origin: "orphan" } }, [], []],
  ["nothing that has no base yet", { [mid]: headed(mid, "8"), [top]: { record: { base: null } } }, [], []],
  [
    "nothing of which nobody knows what it rests on",
    { [mid]: headed(mid, "8"), [top]: { record: { rested: null } } },
    [],
    [],
  ],
  [
    "what rests on a head that its pull request does not show yet",
    { [mid]: { pull: null, record: { head: sha("8") } } },
    [top],
    [top],
  ],
  [
    "nothing where that head is the one it has",
    { [mid]: { pull: null, record: { head: sha("2") } } },
    [],
    [],
  ],
])("restacks find %s", (_, edits, lacking, due) => {
  expect(found(edits)).toEqual({ lacking, due });
});

test.each<[string, Edits, readonly string[], readonly string[]]>([
  ["what it names", {}, [low], [low]],
  ["what it names, though that rests on others", {}, [top], [top]],
  ["nothing that is merged", { [low]: shown(low, "merged") }, [], []],
])("of an update is due %s", (_, edits, lacking, due) => {
  expect(found(edits, lacking.length > 0 ? lacking : [low])).toEqual({ lacking, due });
});

const moved: Edits = { [mid]: headed(mid, "8") };
const asks = (cause: Ask["cause"], kind: Ask["kind"] = "fix"): Ask[] => [
  askOf({ cause, kind, title: "x", body: "y" }),
];
const dueWith = (edit: Edit): boolean => found({ ...moved, [top]: edit }).due.includes(top);

test.each<[string, Edit, boolean]>([
  ["is approved", {}, true],
  ["is under review", { record: { status: "review" } }, true],
  ["is sent back", { record: { status: "changes" } }, true],
  ["is not begun", { record: { status: "ready" } }, false],
  ["waits", { record: { status: "pending" } }, false],
  ["is at work", { record: { status: "working" } }, false],
  ["is blocked", { record: { status: "blocked" } }, false],
  ["a run holds", { held: true }, false],
  ["a person paused", { record: { paused: true } }, false],
  ["goes on from where it was left", { record: { resume: sha("7") } }, false],
  [
    "is made of parts",
    { record: { cut: { work: sha("7"), onto: sha("3"), letters: 0, depth: null } } },
    false,
  ],
  ["has no pull request of its own yet", { record: { pull: null } }, false],
  ["has another pull request than is seen", { record: { pull: 77 } }, false],
  ["a review asks something of", { record: { asks: asks("review") } }, true],
  ["a person asks something of", { record: { asks: asks("person") } }, true],
  ["is to work with what lands before it", { record: { asks: asks("landing") } }, true],
  ["is at a conflict", { record: { asks: asks("conflict") } }, false],
  ["is at a gate", { record: { asks: asks("gate") } }, false],
  ["is at a gate and at a review", { record: { asks: [...asks("review"), ...asks("gate")] } }, false],
  ["leaves more work for another", { record: { asks: asks("gate", "todo") } }, true],
])("what lacks something has it now or later: a todo that %s", (_, edit, isDue) => {
  expect(dueWith(edit)).toBe(isDue);
});

test.each<[string, Edit]>([
  ["is not done", { record: { status: "review" } }],
  ["a run holds", { held: true }],
])("nothing takes in a branch that %s", (_, edit) => {
  const todos = { ...moved, [mid]: { ...moved[mid], ...edit } };
  expect(found(todos)).toEqual({ lacking: [top], due: [] });
});

test("of several parts each is to be settled", () => {
  const edits = { [side]: { ...headed(side, "8"), held: true } };
  expect(found(edits)).toEqual({ lacking: [wide], due: [] });
});

test.each([
  ["nobody says anything", {}, []],
  ["a base was rewound", { rewound: new Set(["x"]) }, ["x"]],
  ["a rule wants a branch up to date", { ci: ciLook({ update: "y" }) }, ["y"]],
  ["no branch is named by that rule", { ci: ciLook() }, []],
  ["both say so", { rewound: new Set(["x"]), ci: ciLook({ update: "y" }) }, ["x", "y"]],
])("what lacks something of the base for other reasons, where %s", (_, told, expected) => {
  expect([...updatesIn(told)]).toEqual(expected);
});

test("what branches below were made anew without is known once, of those on which a todo rests", () => {
  const todos = edited({
    [low]: { record: { rested: rested("main", "1", { dropped: sha("d") }) } },
    [side]: { record: { rested: rested("main", "1", { dropped: sha("d") }) } },
    [mid]: { record: { rested: null } },
  });
  const index = indexOf(todos);
  const of = (id: string) =>
    todos.filter(({ todo }) => todo.id === id).flatMap((one) => droppedBelow(one, index, plan));
  expect([of(wide), of(mid), of(top), of(low)]).toEqual([[sha("d")], [sha("d")], [], []]);
});
