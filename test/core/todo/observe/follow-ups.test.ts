import { decide } from "../../../../src/core/decide/decide.ts";
import { newTracking } from "../../../../src/core/snapshot/record.ts";
import type { Liveness, SeenTodo, Snapshot } from "../../../../src/core/snapshot/snapshot.ts";
import { desiredState } from "../../../../src/core/todo/desired-state.ts";
import { newRecord, type TodoRecord } from "../../../../src/core/todo/record.ts";
import { askOf } from "../../../../src/core/verdict/verdict.ts";
import { approved, desiredIn, planWith, seeing, sha } from "../../scene.ts";
import { type Brief, inBrief, withBrief } from "../brief.ts";

const asksFor = (count: number, word = "Test") =>
  Array.from({ length: count }, (_, at) =>
    askOf({ kind: "todo", cause: "review", title: `${word} part ${at}`, body: "" }),
  );

/** A plan of one todo, and the follow-ups that came of it, each approved with these asks. */
const scene = (
  followUps: number,
  asks: TodoRecord["asks"],
  children: Brief[],
): { plan: ReturnType<typeof planWith>; snapshot: Snapshot } => {
  const plan = planWith({ a: [{}] }, { limits: { followUps } });
  const root = seeing(plan, { "a-0": approved("1", { record: { asks } }) });
  const born = children.map((more, at): SeenTodo => {
    const todo = `child-${at}`;
    const identity = newRecord({
      ...{ plan: "p", todo, body: "a", order: `09${"abcdefgh"[at]}`, branch: `p/${todo}`, phase: 0 },
      ...{ needs: ["a-0"], from: { todo: "a-0", key: asks[at]?.key ?? `${at}` } },
    });
    const record = withBrief(identity, { ...approved(`${at + 2}`).record, ...more });
    const issue = { number: 200 + at, title: todo, text: "", open: false, notPlanned: false, labels: [] };
    return { issue, record, claim: null };
  });
  const todos = new Map([...root.todos, ...born.map((one) => [one.record.todo, one] as const)]);
  const tracking = { issue: { ...trackingIssue }, record: newTracking("p", new Date(0)) };
  return { plan, snapshot: { ...root, todos, tracking } };
};

const trackingIssue = { number: 9, title: "", text: "", open: true, notPlanned: false, labels: [] };

const statuses = ({ plan, snapshot }: ReturnType<typeof scene>) =>
  desiredIn(plan, snapshot).map(({ record }) => record.state.status);

const opened = ({ plan, snapshot }: ReturnType<typeof scene>) =>
  decide(desiredState(plan, snapshot), new Date(0)).filter(({ type }) => type === "create-todo").length;

test("as many follow-ups are opened as the limit says, and one more waits for a person", () => {
  const enough = scene(3, asksFor(3), []);
  expect([statuses(enough), opened(enough)]).toEqual([["approved"], 3]);
  const many = scene(3, asksFor(4), []);
  expect([statuses(many), opened(many)]).toEqual([["blocked"], 0]);
  const [told] = desiredIn(many.plan, many.snapshot);
  expect(told && inBrief(told.record).blocked).toContain(
    "opened 0 follow-ups of one todo and ask for 4 more, and `limits.followUps` is 3",
  );
});

test("reviews that ask at the same moment share the limit, and what was opened is not counted twice", () => {
  const more = asksFor(2, "Explain");
  const both = scene(5, asksFor(2), [{ asks: more }, { asks: asksFor(2, "Time") }]);
  expect([statuses(both), opened(both)]).toEqual([["approved", "approved", "blocked"], 2]);
});

const verdict = () => ({ commit: sha("2"), approved: true, round: 1, rules: [], by: "ada", person: false });

test.each<[string, Brief, number]>([
  ["a person approves it", { verdict: { ...verdict(), person: true } }, 1],
  ["the plan's limit is raised", {}, 9],
])("what asked for too many goes on when %s", (_, more, limit) => {
  const reason = { code: "follow-ups-many", opened: 2, asked: 1, limit: 1 } as const;
  const status = more.verdict ? "approved" : "blocked";
  const asking = { asks: asksFor(1, "Explain"), status, reason, ...more } as const;
  const goesOn = scene(limit, asksFor(2), [asking, {}]);
  expect([statuses(goesOn), opened(goesOn)]).toEqual([["approved", "approved", "approved"], 1]);
});

test("a change that is sent back opens no more than an approved one", () => {
  const back = scene(1, asksFor(2), []);
  const seen = back.snapshot.todos.get("a-0");
  if (!seen) throw new Error("the plan has it");
  const record: TodoRecord = { ...seen.record, state: { status: "changes", verdict: null } };
  const todos = new Map([["a-0", { ...seen, record }]]);
  const sentBack = { ...back, snapshot: { ...back.snapshot, todos } };
  expect([statuses(sentBack), opened(sentBack)]).toEqual([["blocked"], 0]);
});

const fixAsk = askOf({ cause: "review", title: "Mend it", body: "" });

test.each<[string, Brief, Liveness | null, string, number]>([
  ["in its review is blocked", { status: "review" }, null, "blocked", 1],
  [
    "sent back, with something to mend, is blocked",
    { status: "changes", asks: [fixAsk, ...asksFor(2)] },
    null,
    "blocked",
    1,
  ],
  ["not at work yet is left alone", { status: "pending" }, null, "pending", 0],
  ["held by a run is left alone", { status: "review" }, "live", "review", 0],
  [
    "blocked by something else stays so",
    { status: "blocked", reason: { code: "agent-asks", said: "x" } },
    null,
    "blocked",
    0,
  ],
])("what asks for too many and is %s", (_, more, claim, status, events) => {
  const { plan, snapshot } = scene(1, asksFor(2), []);
  const seen = snapshot.todos.get("a-0");
  if (!seen) throw new Error("the plan has it");
  const record = withBrief(seen.record, { asks: asksFor(2), ...more });
  const todos = new Map([["a-0", { ...seen, issue: { ...seen.issue, open: true }, record, claim }]]);
  const [one] = desiredIn(plan, { ...snapshot, pulls: new Map(), todos });
  expect([one?.record.state.status, one?.events.length]).toEqual([status, events]);
});

test("a chain that is too long is told as that", () => {
  const plan = planWith({ a: [{}] }, { limits: { rounds: 1 } });
  const asks = asksFor(1);
  const seen = approved("1", { record: { asks, from: { todo: "gone", key: "k" } } });
  const [one] = desiredIn(plan, seeing(plan, { "a-0": seen }));
  expect(one?.events.at(-1)).toEqual({
    ...{ type: "follow-ups-exceeded", reason: { code: "follow-ups-deep", rounds: 1 } },
  });
});
