import { decide } from "../../../src/core/decide/decide.ts";
import type { SeenFix, SeenPull } from "../../../src/core/snapshot/snapshot.ts";
import { desiredState } from "../../../src/core/todo/desired-state.ts";
import { askOf } from "../../../src/core/verdict/verdict.ts";
import { approved, fix, planWith, seeing } from "../scene.ts";
import type { Brief } from "../todo/brief.ts";

const plan = planWith({ a: [{}], b: [{}] });
const ask = askOf({ cause: "review", title: "Mend it", body: "There." });
const asked = fix("a-0", { key: ask.key });
const wish = fix("a-0", { cause: "person", key: "1".repeat(16) });
const closed = (one: SeenFix): SeenFix => ({ ...one, issue: { ...one.issue, open: false } });
const takenUp = [wish.record.key];

const changesOf = (record: Brief, fixes: readonly SeenFix[], pull: Partial<SeenPull> = {}) =>
  decide(
    desiredState(plan, seeing(plan, { "a-0": approved("1", { record, pull }) }, { fixes })),
    new Date(0),
  );
const others = Array.from({ length: 100 }, (_, at) => at.toString(16).padStart(16, "f"));

test.each<[string, Brief, readonly SeenFix[], string[]]>([
  ["that a review still asks for stays open", { status: "changes", asks: [ask] }, [asked], []],
  [
    "that is asked for again opens",
    { status: "changes", asks: [ask] },
    [closed(asked)],
    ["open: it is asked for again"],
  ],
  ["that nobody asks for any more is closed", {}, [asked], ["close: it was answered"]],
  ["that is closed already is left alone", {}, [closed(asked)], []],
  [
    "of a person is closed by the approval after it was taken up",
    { takenUp },
    [wish],
    ["close: it was answered"],
  ],
  ["of a person that was taken up waits for that approval", { status: "changes", takenUp }, [wish], []],
  ["of a person that nobody has taken up sends its todo back first", {}, [wish], []],
  [
    "that nobody asks for any more is closed, however many wishes its todo holds",
    { takenUp: others },
    [asked],
    ["close: it was answered"],
  ],
  ["of a person waits until the record has room for it", { takenUp: others }, [wish], []],
  ["of a person waits until somebody works on its todo", { claimed: null, paused: true }, [wish], []],
])("a fix %s", (_, record, fixes, expected) => {
  // What was taken up stands without a review only where no review is read any more.
  const pull = record.takenUp === others ? ({ state: "merged" } as const) : {};
  const written = changesOf(record, fixes, pull).flatMap((change) =>
    change.type === "write-fix"
      ? [`${change.open ? "open" : change.notPlanned ? "drop" : "close"}: ${change.why}`]
      : [],
  );
  expect(written).toEqual(expected);
});

test("what a review asks for is opened once, and says whose it is and which round asked", () => {
  const record: Brief = { status: "changes", asks: [ask], rounds: 2 };
  expect(changesOf(record, []).filter(({ type }) => type === "create-fix")).toEqual([
    {
      type: "create-fix",
      why: "`00a` is asked for it",
      todo: "a-0",
      title: "Mend it",
      text: expect.stringContaining("To be answered on the branch of #100, in pull request #1."),
      record: { v: 1, kind: "fix", plan: "p", todo: "a-0", key: ask.key, cause: "review", round: 2 },
    },
  ]);
  expect(changesOf(record, [asked]).some(({ type }) => type === "create-fix")).toBe(false);
});

test("a new todo goes to the body that accepts its kind, else stays where it was asked for", () => {
  const of = planWith({ a: [{}], b: [{}], c: [{}] });
  const bodies = of.bodies.map((body) => (body.id === "a" ? body : { ...body, accepts: ["testing"] }));
  const born = (kind: string | null, parent: string) => {
    const asks = [askOf({ kind: "todo", cause: "review", title: "Test it", body: "", for: kind })];
    const seen = seeing(of, { [parent]: approved("1", { record: { asks, base: "main" } }) });
    return decide(desiredState({ ...of, bodies }, seen), new Date(0)).flatMap((change) =>
      change.type === "create-todo" && change.issue.record.from
        ? [{ ...change.issue, body: change.issue.record.body, why: change.why }]
        : [],
    );
  };
  expect(born("testing", "a-0").map(({ body }) => body)).toEqual(["b"]);
  expect(born("docs", "c-0").map(({ body }) => body)).toEqual(["c"]);
  expect(born(null, "a-0")).toMatchObject([
    {
      ...{ body: "a", open: true, notPlanned: false, why: "the review of `00a` asks for it" },
      record: {
        state: { status: "pending" },
        needs: ["a-0"],
        claimed: null,
        head: null,
        todo: expect.stringMatching(/^test-it-[0-9a-f]{6}$/),
      },
    },
  ]);
});

test.each<[string, Parameters<typeof planWith>[0], string]>([
  [
    "stays in the body that was begun, wherever the plan has it now",
    { b: [{ todo: "a-0" }], a: [{ todo: "x" }] },
    "a",
  ],
  ["goes to the body that has it now when that is gone", { c: [{}], b: [{ todo: "a-0" }, {}] }, "b"],
])("a new todo asked for by a todo that the plan has moved %s", (_, bodies, body) => {
  const moved = planWith(bodies);
  const asks = [askOf({ kind: "todo", cause: "review", title: "Test it", body: "" })];
  const seen = seeing(moved, { "a-0": approved("1", { record: { body: "a", asks } }) });
  const born = decide(desiredState(moved, seen), new Date(0)).filter(
    (change) => change.type === "create-todo" && change.issue.record.from !== null,
  );
  expect(born).toMatchObject([{ issue: { record: { body } } }]);
});

test("two new todos of one review have an order each", () => {
  const asks = ["Test it", "Explain it"].map((title) =>
    askOf({ kind: "todo", cause: "review", title, body: "" }),
  );
  const orders = changesOf({ asks }, []).flatMap((change) =>
    change.type === "create-todo" && change.issue.record.from ? [change.issue.record.order] : [],
  );
  expect([orders.length, new Set(orders).size]).toEqual([2, 2]);
});
