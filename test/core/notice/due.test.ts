import { nothingSpent } from "../../../src/core/cost/ledger.ts";
import { decide } from "../../../src/core/decide/decide.ts";
import type { Notice } from "../../../src/core/notice/notice.ts";
import { newTracking, statusLabel } from "../../../src/core/snapshot/record.ts";
import type { Snapshot } from "../../../src/core/snapshot/snapshot.ts";
import { desiredState } from "../../../src/core/todo/desired-state.ts";
import { labelled, wantedStatuses } from "../../../src/core/todo/state.ts";
import { approved, planWith, type Seen, seeing } from "../scene.ts";

const notify = [{ webhook: "HOOK" }];
const plan = planWith(
  { a: [{}], b: [{}] },
  { notify, limits: { usd: 5 }, agent: { use: "claude" }, reviewer: { use: "claude" } },
);
const issue = { number: 9, title: "", text: "", open: true, notPlanned: false, labels: [] };
const record = newTracking("p", new Date(0));
const labels = new Set(["milepost", ...wantedStatuses.map(statusLabel)]);

const noticesIn = (seen: Readonly<Record<string, Seen>>, more: Partial<Snapshot> = {}): Notice[] => {
  const snapshot = written(seeing(plan, seen, { labels, tracking: { issue, record }, ...more }));
  return changesIn(snapshot).flatMap((change) =>
    change.type === "notify" ? change.deliveries.map(({ notice }) => notice) : [],
  );
};

const changesIn = (snapshot: Snapshot) => decide(desiredState(plan, snapshot), new Date(0));

/** With the issues of its todos as they should be: while there is something to write, nobody waits. */
const written = (snapshot: Snapshot): Snapshot => {
  const writes = new Map(
    changesIn(snapshot).flatMap((change) =>
      change.type === "write-todo" ? [[change.todo, change.issue]] : [],
    ),
  );
  const todos = [...snapshot.todos].map(([id, seen]) => {
    const { record: now, ...rest } = writes.get(id) ?? { ...seen.issue, record: seen.record };
    const issue = { ...seen.issue, ...rest, labels: ["milepost", statusLabel(labelled(now.state))] };
    return [id, { ...seen, record: now, issue }] as const;
  });
  return { ...snapshot, todos: new Map(todos) };
};

const asks: Seen = {
  record: { status: "blocked", reason: { code: "agent-asks", said: "Which?" }, claimed: "c".repeat(40) },
};
const costly = { ...nothingSpent, runs: 1, usd: 6 };
const working: Seen = {
  record: {
    status: "working",
    claim: { run: "r", sha: "c".repeat(40), at: "2026-11-22T00:00:00.000Z" },
    claimed: "c".repeat(40),
  },
  claim: "live",
};
const heldTill = (until: string, times: number): Seen => ({
  record: { hold: { account: "claude", kind: "limited", until, times } },
});
const evidence = (...pulls: number[]) =>
  new Map(pulls.map((pull) => [pull, { mergeable: true, draft: false, unresolvedThreads: 0 }]));
const events = (notices: readonly Notice[]) => notices.map(({ event }) => event);

test.each<[string, Readonly<Record<string, Seen>>, Partial<Snapshot>, string[]]>([
  ["nothing while all goes on", { "a-0": {}, "b-0": {} }, {}, []],
  ["that a person is needed, though others work", { "a-0": asks, "b-0": working }, {}, ["person"]],
  [
    "nothing of a plan that was never looked at before",
    { "a-0": asks, "b-0": working },
    { tracking: null },
    [],
  ],
  [
    "that the budget is reached, while lanes end",
    { "a-0": approved("1", { record: { spent: costly } }), "b-0": working },
    {},
    ["budget"],
  ],
  [
    "that it is stuck, once nothing changes",
    { "a-0": approved("1", { record: { spent: costly } }), "b-0": {} },
    {},
    ["budget", "stuck"],
  ],
  [
    "nothing of being stuck where a person paused it",
    { "a-0": {}, "b-0": {} },
    { tracking: { issue, record: { ...record, paused: true } } },
    [],
  ],
  [
    "that accounts are held, and nothing else goes on",
    { "a-0": heldTill("1970-01-01T01:00:00.000Z", 1), "b-0": {} },
    {},
    ["held"],
  ],
  [
    "nothing of that while others work",
    { "a-0": heldTill("1970-01-01T01:00:00.000Z", 1), "b-0": working },
    {},
    [],
  ],
  ["that it is done", { "a-0": approved("1"), "b-0": approved("2") }, { evidence: evidence(1, 2) }, ["done"]],
])("people are told %s", (_, seen, more, expected) => {
  const notices = noticesIn(seen, more);
  expect(events(notices).sort()).toEqual([...expected].sort());
});

test("however often an account is tried in vain, that nothing goes on is one event, until it has answered", () => {
  const keyOf = (held: Seen) => noticesIn({ "a-0": held, "b-0": {} }).map(({ key }) => key)[0];
  const first = keyOf(heldTill("1970-01-01T01:00:00.000Z", 1));
  expect(keyOf(heldTill("1970-01-01T02:00:00.000Z", 2))).toBe(first);
  const served = [{ account: "claude", at: "1969-12-31T23:00:00.000Z" }];
  expect(keyOf({ record: { ...heldTill("1970-01-01T03:00:00.000Z", 1).record, served } })).not.toBe(first);
});

test("each time that a todo waits, and each thing that it waits for, is an event of its own", () => {
  const keyOf = (seen: Seen) => noticesIn({ "a-0": seen, "b-0": working }).map(({ key }) => key)[0];
  const first = keyOf(asks);
  const again: Seen = { record: { ...asks.record, told: { times: 1, reason: null } } };
  const other: Seen = { record: { ...asks.record, reason: { code: "agent-asks", said: "What?" } } };
  expect(new Set([first, keyOf(again), keyOf(other)]).size).toBe(3);
  expect(keyOf(asks)).toBe(first);
});
