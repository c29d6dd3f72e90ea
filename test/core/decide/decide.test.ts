import type { Change } from "../../../src/core/decide/change.ts";
import { decide } from "../../../src/core/decide/decide.ts";
import { labels } from "../../../src/core/decide/labels.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { newTracking } from "../../../src/core/snapshot/record.ts";
import type { Snapshot } from "../../../src/core/snapshot/snapshot.ts";
import { desiredState } from "../../../src/core/todo/desired-state.ts";
import { newRecord } from "../../../src/core/todo/record.ts";
import type { WantedStatus } from "../../../src/core/todo/state.ts";
import { askOf } from "../../../src/core/verdict/verdict.ts";
import { approved, fix, milestoneOf, planWith, type Seen, seeing, sha } from "../scene.ts";
import { type Brief, withBrief } from "../todo/brief.ts";

const bodies = { a: [{}], b: [{}], c: [{ needs: ["a-0", "b-0"] }] };
const integration = "milepost/base/01c";
const evidence = new Map(
  [1, 2, 3].map((number) => [number, { mergeable: true, draft: false, unresolvedThreads: 0 }]),
);
const issue = { number: 9, title: "Milepost: P", text: "", open: true, notPlanned: false, labels: [] };
const tracking = { issue, record: newTracking("p", new Date(0)) } as const;
const known = { labels: new Set(labels.map(({ name }) => name)), tracking, evidence };

const decided = (plan: Plan, seen: Readonly<Record<string, Seen>>, more: Partial<Snapshot> = {}) =>
  decide(desiredState(plan, seeing(plan, seen, { ...known, ...more })), new Date(0));

/** What is done to pull requests and branches. */
const gitOf = (changes: readonly Change[]): string[] =>
  changes.flatMap((change) => {
    switch (change.type) {
      case "merge":
        return [`merge #${change.pull}`];
      case "retarget":
        return [`retarget #${change.pull} ${change.base}`];
      case "judge":
        return [`judge #${change.pull} on ${change.base}`];
      case "delete-branch":
        return [`delete ${change.branch}`];
      default:
        return [];
    }
  });

const closes = (changes: readonly Change[]): boolean =>
  changes.some((change) => change.type === "write-milestone" && !change.open);

const onTop = (base: string, pull: Seen["pull"] = {}) =>
  approved("3", { record: { base: integration }, pull: { base, ...pull } });
const all = { "a-0": approved("1"), "b-0": approved("2"), "c-0": onTop(integration) };
const merged = { state: "merged" } as const;

test("a plan that merges does so in order, and retargets before it deletes", () => {
  expect(gitOf(decided(planWith(bodies, { merge: "auto" }), all))).toEqual([
    "merge #1",
    "merge #2",
    "retarget #3 main",
    "judge #3 on main",
    `delete ${integration}`,
    "merge #3",
  ]);
});

test("a plan that does not merge retargets what a person's merges left behind", () => {
  const below = { "a-0": approved("1", { pull: merged }), "b-0": approved("2", { pull: merged }) };
  const plan = planWith(bodies);
  const whole = ["retarget #3 main", "judge #3 on main", `delete ${integration}`];
  expect(gitOf(decided(plan, { ...below, "c-0": onTop(integration) }))).toEqual(whole);
  expect(gitOf(decided(plan, { ...below, "c-0": onTop("main") }))).toEqual(whole.slice(1));
});

test("what rests on it is retargeted even when the milestone is closed", () => {
  const milestone = milestoneOf(planWith(bodies), false);
  const seen = { ...all, "a-0": approved("1", { pull: merged }), "b-0": approved("2", { pull: merged }) };
  const changes = decided(planWith(bodies), seen, { milestone });
  expect(gitOf(changes)).toEqual(["retarget #3 main", "judge #3 on main", `delete ${integration}`]);
  expect(changes.some(({ type }) => type === "write-milestone")).toBe(false);
  const upper = changes.filter((change) => change.type === "write-todo" && change.todo === "c-0");
  expect(upper).toMatchObject([{ why: "its text was edited; its base is main" }]);
});

test("comments that were answered are remembered even when the milestone is closed", () => {
  const plan = planWith({ a: [{}] });
  const inbox = { ...tracking.record.inbox, answered: [7] };
  const milestone = milestoneOf(plan, false);
  const changes = decided(plan, { "a-0": approved("1") }, { milestone, inbox });
  expect(changes.filter(({ type }) => type === "write-tracking")).toMatchObject([
    { why: "comments were answered", tracking: { record: { inbox } } },
  ]);
});

test("a milestone that was closed opens again when there is work again", () => {
  const plan = planWith({ a: [{}] });
  expect(wordsOf(decided(plan, {}, { milestone: milestoneOf(plan, false) }))).toEqual([
    "milestone P: there is work again",
  ]);
});

test.each([
  ["Milepost has", integration, ["retarget #3 main", "judge #3 on main", `delete ${integration}`]],
  ["the forge, or a person, has", "main", ["judge #3 on main", `delete ${integration}`]],
])(
  "what passed the gates on one base is judged anew on the one that %s given it, before anything closes",
  (_, base, git) => {
    const plan = planWith(bodies);
    const checked = { commit: sha("3"), gates: ["size"], ran: [] };
    const seen = {
      ...{ "a-0": approved("1", { pull: merged }), "b-0": approved("2", { pull: merged }) },
      "c-0": approved("3", { record: { base: integration, checked }, pull: { base } }),
    };
    const changes = decided(plan, seen);
    expect(gitOf(changes)).toEqual(git);
    expect(closes(changes)).toBe(false);
    const [judge] = changes.flatMap((change) => (change.type === "judge" ? [change] : []));
    expect(judge?.refused.issue).toMatchObject({
      open: true,
      record: { state: { status: "review", verdict: null }, checked: null, base: "main" },
    });
    const rested = approved("3", { record: { base: "main", checked }, pull: { base: "main" } });
    expect(gitOf(decided(plan, { ...seen, "c-0": rested }))).toEqual([]);
  },
);

test("what only changes its base keeps nothing from closing", () => {
  const upper = approved("3", { record: { base: integration, checked: null }, pull: { base: "main" } });
  const seen = {
    "a-0": approved("1", { pull: merged }),
    "b-0": approved("2", { pull: merged }),
    "c-0": upper,
  };
  const changes = decided(planWith(bodies), seen);
  expect([gitOf(changes), closes(changes)]).toEqual([[`delete ${integration}`], true]);
});

test("what rests on a branch whose pull request is lost stays where it is", () => {
  const stack = planWith({ a: [{}], b: [{ needs: ["a-0"] }] });
  const upper = approved("2", { record: { base: "p/00a-a-0" }, pull: { base: "main" } });
  const lower = (state: "open" | "closed" | "merged") => approved("1", { pull: { state } });
  const done = (state: "open" | "closed" | "merged") =>
    gitOf(decided(stack, { "a-0": lower(state), "b-0": upper }));
  expect([done("open"), done("closed"), done("merged")]).toEqual([
    ["retarget #2 p/00a-a-0"],
    [],
    ["judge #2 on main"],
  ]);
});

test("merging stops at the first todo that is not approved for its head", () => {
  const plan = planWith(bodies, { merge: "auto" });
  expect(gitOf(decided(plan, { ...all, "b-0": approved("2", { pull: { head: sha("7") } }) }))).toEqual([
    "merge #1",
  ]);
});

test("the milestone closes when nothing is left, and not while a review's ask is unopened", () => {
  const plan = planWith({ a: [{}] });
  const asks = [askOf({ kind: "todo", cause: "review", title: "Test it", body: "" })];
  expect(closes(decided(plan, { "a-0": approved("1") }))).toBe(true);
  expect(closes(decided(plan, { "a-0": approved("1", { record: { asks } }) }))).toBe(false);
  expect(closes(decided(plan, { "a-0": approved("1") }, { tracking: null }))).toBe(false);
  const unresolved = new Map([[1, { mergeable: true, draft: false, unresolvedThreads: 1 }]]);
  expect(closes(decided(plan, { "a-0": approved("1") }, { evidence: unresolved }))).toBe(false);
});

test.each<[string, Brief, Plan]>([
  ["a skipped todo", {}, planWith({ a: [{}] })],
  ["a todo that the plan no longer has", { removed: true, claimed: sha("c") }, planWith({ a: [], b: [{}] })],
])("the fixes of %s are closed and never opened again", (_, record, plan) => {
  const ask = askOf({ cause: "review", title: "Fix it", body: "" });
  const skipped: Seen = {
    open: false,
    notPlanned: true,
    record: { status: "changes", asks: [ask], ...record },
  };
  const fixesSeen = (open: boolean) => ({ fixes: [fix("a-0", { key: ask.key }, open)] });
  const fixChanges = (open: boolean) =>
    decide(
      desiredState(plan, seeing(planWith({ a: [{}] }), { "a-0": skipped }, { ...known, ...fixesSeen(open) })),
      new Date(0),
    ).filter(({ type }) => type === "write-fix");
  expect(fixChanges(true)).toMatchObject([{ number: 500, open: false }]);
  expect(fixChanges(false)).toEqual([]);
});

test("parts that conflict become a stack one after another", () => {
  const wide = planWith({ a: [{}], b: [{}], c: [{}], d: [{ needs: ["a-0", "b-0", "c-0"] }] });
  const sentBack = (second: Seen) => {
    const seen = { "a-0": approved("1"), "b-0": second, "c-0": approved("3") };
    const claim = decided(wide, seen).find((change) => change.type === "claim" && change.todo === "d-0");
    const write = claim?.type === "claim" ? claim.conflicts.get("p/00c-c-0") : undefined;
    return write && [write.todo, write.issue.record.base, write.issue.record.state.status];
  };
  expect(sentBack(approved("2"))).toEqual(["b-0", "p/00a-a-0", "changes"]);
  expect(sentBack(approved("2", { record: { base: "p/00a-a-0" } }))).toEqual(["c-0", "p/00b-b-0", "changes"]);
});

test("what two reviews ask for is one follow-up, and is not asked for again when that is done", () => {
  const plan = planWith({ a: [{}], b: [{}] });
  const ask = (title: string) => [askOf({ kind: "todo", cause: "review", title, body: "For `a.ts:12`" })];
  const both = {
    "a-0": approved("1", { record: { asks: ask("Test it") } }),
    "b-0": approved("2", { record: { asks: ask("test it!") } }),
  };
  const changes = decided(plan, both);
  const born = changes.flatMap((change) => (change.type === "create-todo" ? [change.issue] : []));
  expect(born.map(({ record }) => record.from?.todo)).toEqual(["a-0"]);
  const seen = seeing(plan, both, known);
  const [issue] = born;
  if (!issue) throw new Error("nothing was opened");
  const { record } = issue;
  const child = { issue: { ...issue, number: 200, labels: [] }, record, claim: null };
  const next = decide(
    desiredState(plan, { ...seen, todos: new Map([...seen.todos, [record.todo, child]]) }),
    new Date(0),
  );
  const asks = next.flatMap((change) => (change.type === "write-todo" ? [change.issue.record] : []));
  expect(asks.map(({ todo, asks: left }) => [todo, left])).toContainEqual(["b-0", []]);
  expect(next.filter(({ type }) => type === "create-todo")).toEqual([]);
});

test("another base in the plan retargets what rested on the one before", () => {
  const plan = planWith({ a: [{}] }, { base: "develop" });
  expect(gitOf(decided(plan, { "a-0": approved("1") }))).toEqual([
    "retarget #1 develop",
    "judge #1 on develop",
  ]);
});

test("what is asked of a todo whose body the plan no longer has goes to a body that it has", () => {
  const plan = planWith({ b: [{ todo: "a-0" }] });
  const asks = [askOf({ kind: "todo", cause: "review", title: "Test it", body: "" })];
  const changes = decided(plan, { "a-0": approved("1", { record: { body: "a", asks } }) });
  expect(changes.find(({ type }) => type === "create-todo")).toMatchObject({
    issue: { record: { body: "b" } },
  });
});

/** What is done to titles, and what is said to people. */
const wordsOf = (changes: readonly Change[]): string[] =>
  changes.flatMap((change) => {
    if (change.type === "retitle") return [`#${change.pull} ${change.title}`];
    if (change.type === "write-milestone" && change.open) return [`milestone ${change.title}: ${change.why}`];
    if (change.type === "tell") return [`to #${change.issue}: ${change.text}`];
    return change.type === "write-fix" && !change.open ? [`fix closed: ${change.why}`] : [];
  });

test("titles follow the plan's once, and a title that a person gave a pull request stays", () => {
  const before = planWith({ a: [{}], b: [{}], c: [{}] });
  const after = planWith({ a: [{ title: "New" }], b: [{ title: "New" }], c: [{}] }, { title: "Q" });
  const person = { pull: { title: "feat: mine" } };
  const seen = { "a-0": approved("1"), "b-0": approved("2", person), "c-0": approved("3", person) };
  const changes = decide(desiredState(after, seeing(before, seen, known)), new Date(0));
  expect(wordsOf(changes)).toEqual(["milestone Q: its title is another than the plan's", "#1 New"]);
  const closed = { milestone: milestoneOf(before, false) };
  const [renamed, retitled] = decide(
    desiredState(after, seeing(before, seen, { ...known, ...closed })),
    new Date(0),
  );
  expect([renamed, retitled]).toMatchObject([
    { title: "Q", open: false },
    { pull: 1, title: "New" },
  ]);
  const held = { "a-0": approved("1", { claim: "live" }), "b-0": approved("2"), "c-0": approved("3") };
  expect(wordsOf(decide(desiredState(after, seeing(before, held, known)), new Date(0)))).not.toContain(
    "#1 New",
  );
});

test("a milestone that a person opened for the plan is marked as the plan's, and keeps their words", () => {
  const plan = planWith({ a: [{}] });
  const milestone = { number: 1, open: true, title: "P", description: "For the fair" };
  const [change] = decided(plan, {}, { milestone });
  expect(change).toMatchObject({ type: "write-milestone", title: "P", open: true });
  expect(change).toMatchObject({ description: expect.stringMatching(/milepost-plan p -->.*For the fair$/s) });
});

/** A follow-up of `a-0` for the body `b`. */
const bornOf = (parent: Brief, child: Brief = {}) => {
  const plan = planWith({ a: [{}], b: [{}] });
  const seen = seeing(plan, { "a-0": approved("1", { record: parent }), "b-0": approved("2") }, known);
  const born = newRecord({
    ...{ plan: "p", todo: "born", body: "b", order: "09a", branch: "p/born", phase: 0, needs: ["a-0"] },
    from: { todo: "a-0", key: "k" },
  });
  const record = withBrief(born, child);
  const issue = { number: 200, title: "Born", text: "", open: true, notPlanned: false, labels: [] };
  return { ...seen, todos: new Map([...seen.todos, ["born", { issue, record, claim: null }] as const]) };
};

const unfinished = { status: "changes", verdict: null } as const;

test.each<[string, object, Snapshot, string | null]>([
  ["its body leaves the plan", { a: [{}], c: [{}] }, bornOf({}), "closed"],
  ["the todo that it came from leaves the plan unfinished", { b: [{}] }, bornOf(unfinished), "closed"],
  ["the todo that it came from leaves the plan when its work is approved", { b: [{}] }, bornOf({}), null],
  [
    "its body leaves the plan when it was begun",
    { a: [{}], c: [{}] },
    bornOf({}, { claimed: sha("c") }),
    null,
  ],
])("a follow-up is closed with a word of why, or goes on, when %s", (_, left, snapshot, expected) => {
  const changes = decide(desiredState(planWith({ ...left }), snapshot), new Date(0));
  const write = changes.find((change) => change.type === "write-todo" && change.todo === "born");
  expect(write?.type === "write-todo" && !write.issue.open ? "closed" : null).toBe(expected);
  const told = changes.filter((change) => change.type === "tell" && change.issue === 200);
  const text = expect.stringMatching(/^The plan no longer has/);
  expect(told).toMatchObject(expected === null ? [] : [{ name: "removed", text }]);
});

test("a follow-up that left with its body opens again when the plan has the body again", () => {
  const snapshot = bornOf({}, { removed: true });
  const seen = snapshot.todos.get("born");
  if (!seen) throw new Error("it was born");
  const closed = { ...seen, issue: { ...seen.issue, open: false, notPlanned: true } };
  const todos = new Map([...snapshot.todos, ["born", closed] as const]);
  const changes = decide(desiredState(planWith({ a: [{}], b: [{}] }), { ...snapshot, todos }), new Date(0));
  expect(changes.find((change) => "todo" in change && change.todo === "born")).toMatchObject({
    issue: { open: true, record: { state: { status: "ready" } } },
  });
});

test("the fixes of a todo that a person skipped are closed with a word of why", () => {
  const plan = planWith({ a: [{}] });
  const skipped: Seen = { open: false, notPlanned: true, record: { status: "changes" } };
  const changes = decided(plan, { "a-0": skipped }, { fixes: [fix("a-0")] });
  expect(wordsOf(changes)).toEqual([
    "to #500: Closed without an answer: its todo is skipped.",
    "fix closed: its todo is skipped",
  ]);
  expect(changes).toContainEqual(expect.objectContaining({ type: "tell", name: "dropped" }));
  expect(changes).toContainEqual(expect.objectContaining({ type: "write-fix", notPlanned: true }));
});

/** A todo that a run has claimed. */
const claimedAs = (status: WantedStatus, claim: Seen["claim"] | null = "live"): Seen => ({
  ...(claim && { claim }),
  record: {
    status,
    claim: { run: "r", sha: sha("c"), at: "2026-11-22T00:00:00.000Z" },
    claimed: sha("c"),
    paused: true,
  },
});

test("a todo that a run holds is not written, whatever its issue should be", () => {
  const plan = planWith({ a: [{ title: "New" }] });
  const written = (claim: Seen["claim"]) =>
    decided(plan, { "a-0": { ...claimedAs("working", claim), open: false } }).filter(
      ({ type }) => type === "write-todo",
    );
  expect(written("interrupted")).toMatchObject([{ todo: "a-0" }]);
  expect(written("live")).toEqual([]);
});

test.each<WantedStatus>(["pending", "ready"])(
  "a todo that a run holds is told as %s, as its record says",
  (status) => {
    const changes = decided(planWith({ a: [{}] }), { "a-0": claimedAs(status) });
    const told = changes.flatMap((change) => (change.type === "write-tracking" ? [change.tracking] : []));
    expect(told).toMatchObject([{ text: expect.stringContaining(`| a 0 | ${status} |`) }]);
  },
);

const stopped = { issue, record: { ...tracking.record, stopped: true } };

test.each<[string, Seen, Partial<Snapshot>, string[]]>([
  ["is cancelled when a person stops the plan", claimedAs("working"), { tracking: stopped }, ["r"]],
  ["goes on while nobody does", claimedAs("working"), {}, []],
  ["that has ended needs no cancelling", claimedAs("review", null), { tracking: stopped }, []],
  ["of a todo that tells of none needs none", claimedAs("pending"), { tracking: stopped }, []],
])("a run %s", (_, seen, more, runs) => {
  const changes = decided(planWith({ a: [{}] }), { "a-0": seen }, more);
  expect(changes.flatMap((change) => (change.type === "cancel" ? [change.run] : []))).toStrictEqual(runs);
});
