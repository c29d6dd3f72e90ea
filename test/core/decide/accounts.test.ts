import { nothingSpent } from "../../../src/core/cost/ledger.ts";
import { heldAccounts, mayReview } from "../../../src/core/decide/accounts.ts";
import { schedule } from "../../../src/core/decide/schedule.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { accountWaits, heldTexts } from "../../../src/core/report/account-waits.ts";
import { newTracking } from "../../../src/core/snapshot/record.ts";
import type { Snapshot } from "../../../src/core/snapshot/snapshot.ts";
import { desiredState } from "../../../src/core/todo/desired-state.ts";
import { desiredIn, fix, planWith, type Seen, seeing, sha } from "../scene.ts";

/* Five bodies of one todo each; `c` and the reviewer are of another account than the others. */

const claude = { use: "claude" };
const codex = { use: "codex" };
const plan = planWith(
  { a: [{}], b: [{}], c: [{}], d: [{}] },
  { agent: claude, reviewer: codex, parallel: 8 },
);
const other: Plan = {
  ...plan,
  bodies: plan.bodies.map((body) => (body.id === "c" ? { ...body, agents: plan.reviewers } : body)),
};
const start = Date.parse("2026-11-30T20:00:00.000Z");
const at = (minutes: number): string => new Date(start + minutes * 60_000).toISOString();
const hold = (account: string, until: number) =>
  ({ account, kind: "limited", until: at(until), times: 2 }) as const;
const working = (begun: number, accounts: string[]): Seen => ({
  claim: "live",
  record: {
    status: "working",
    claimed: sha("c"),
    claim: { run: "r", sha: sha("c"), at: at(begun), accounts },
  },
});

const startsAt = (minutes: number, todos: Record<string, Seen>, of = other): string[] =>
  schedule(desiredIn(of, seeing(of, todos)), of, { paused: false, now: new Date(at(minutes)) }).starts.map(
    ({ one, agent, reviewer, hold }) =>
      `${one.todo.body}${agent}${reviewer ?? "-"}${hold === null ? "" : ` after ${hold.times}`}`,
  );

const toReview: Seen = {
  record: { status: "review", claimed: sha("c"), pull: 1, head: sha("1"), hold: hold("claude", 60) },
  pull: {},
};
const limited: Seen = { record: { hold: hold("claude", 60) } };

test.each<[string, number, Record<string, Seen>, string[]]>([
  ["nothing is held", 0, {}, ["a00", "b00", "c00", "d00"]],
  ["the account of most is held", 59, { "a-0": limited }, ["c00"]],
  ["its end has come: one tries it", 60, { "a-0": limited }, ["a00 after 2", "c00"]],
  ["one tries it since a minute", 62, { "a-0": limited, "b-0": working(61, ["claude"]) }, ["c00"]],
  [
    "one tries it since two minutes",
    63,
    { "a-0": limited, "b-0": working(61, ["claude"]) },
    ["a00", "c00", "d00"],
  ],
  [
    "one tries it since the very moment of its end",
    61,
    { "a-0": limited, "b-0": working(60, ["claude"]) },
    ["c00"],
  ],
  [
    "the first of two that try it does since two minutes",
    62.5,
    { "a-0": limited, "b-0": working(60, ["claude"]), "d-0": working(62, ["claude"]) },
    ["a00", "c00"],
  ],
  [
    "a lane of before is still at it",
    61,
    { "a-0": limited, "b-0": working(59, ["claude"]) },
    ["a00 after 2", "c00"],
  ],
  [
    "one of another account began since",
    63,
    { "a-0": limited, "b-0": working(60, ["codex"]) },
    ["a00 after 2", "c00"],
  ],
  [
    "it served a lane that began since",
    62,
    { "a-0": limited, "b-0": { record: { served: [{ account: "claude", at: at(60) }] } } },
    ["a00", "b00", "c00", "d00"],
  ],
  [
    "it served a lane that began before",
    61,
    { "a-0": limited, "b-0": { record: { served: [{ account: "claude", at: at(59) }] } } },
    ["a00 after 2", "c00"],
  ],
  [
    "two holds of it: the later one counts",
    60,
    { "a-0": limited, "b-0": { record: { hold: hold("claude", 70) } } },
    ["c00"],
  ],
  [
    "the reviewer's is held: agents work",
    0,
    { "a-0": { record: { hold: hold("codex", 60) } } },
    ["a0-", "b0-", "d0-"],
  ],
  ["the agents' is held: what waits for its review is reviewed", 0, { "a-0": toReview }, ["a00", "c00"]],
  [
    "the ends of both of its accounts have come: who asks each first tries it, and says for how long it was held",
    60,
    { "a-0": limited, "b-0": { record: { hold: { ...hold("codex", 60), times: 5 } } } },
    ["a0- after 2", "c00 after 5"],
  ],
  [
    "the end of the reviewer's has come: who begins with it tries it, and the others are not reviewed yet",
    60,
    { "b-0": { record: { hold: hold("codex", 60) } } },
    ["a0-", "b0-", "c00 after 2", "d0-"],
  ],
  [
    "it has come for what waits for its review: that is reviewed, and tries it",
    60,
    { "a-0": { ...toReview, record: { ...toReview.record, hold: hold("codex", 60) } } },
    ["a00 after 2", "b0-", "d0-"],
  ],
  [
    "a person must mend it",
    999,
    {
      "a-0": {
        record: {
          status: "blocked",
          reason: { code: "account", account: "claude", problem: "no-credit", said: "" },
        },
      },
    },
    ["c00"],
  ],
])("where %s", (_, minutes, todos, expected) => {
  expect(startsAt(minutes, todos)).toEqual(expected);
});

const listed = planWith(
  { a: [{}], b: [{}] },
  { agent: [claude, codex], reviewer: [codex, claude], escalate: true, limits: { attempts: 2 } },
);

test.each<[string, Record<string, Seen>, string[], Plan?]>([
  ["the first of each list", {}, ["a00", "b00"]],
  ["the next ones while the first are held", { "a-0": limited }, ["a10", "b10"]],
  ["the agent that has not declined it", { "a-0": { record: { declined: ["claude"] } } }, ["a10", "b00"]],
  ["another in the last attempt of a round", { "a-0": { record: { failed: 1 } } }, ["a10", "b00"]],
  [
    "the first where the last attempt of a round is the only one",
    {},
    ["a00", "b00"],
    { ...listed, limits: { ...listed.limits, attempts: 1 } },
  ],
  [
    "the first in the last attempt of a round where the plan does not say otherwise",
    { "a-0": { record: { failed: 1 } } },
    ["a00", "b00"],
    { ...listed, escalate: false },
  ],
  ["nobody, when all are held", { "a-0": limited, "b-0": { record: { hold: hold("codex", 60) } } }, []],
])("of lists there work and judge %s", (_, todos, expected, of = listed) => {
  expect(startsAt(0, todos, of)).toEqual(expected);
});

test.each<[string, number, Parameters<typeof mayReview>[0], boolean]>([
  [
    "no reviewer was free when it began",
    99,
    { body: "a", from: "implement", agent: 0, reviewer: null },
    false,
  ],
  ["its reviewer's account is held", 59, { body: "a", from: "implement", agent: 0, reviewer: 0 }, false],
  ["it is to be tried first", 60, { body: "a", from: "implement", agent: 0, reviewer: 0 }, false],
  ["it took in what is below it", 60, { body: "c", from: "restack", agent: 0, reviewer: 0 }, false],
  ["it is what it tries itself", 60, { body: "a", from: "review", agent: 0, reviewer: 0 }, true],
  ["it has just served its agent", 60, { body: "c", from: "implement", agent: 0, reviewer: 0 }, true],
  [
    "it served its agent, and is held since",
    59,
    { body: "c", from: "implement", agent: 0, reviewer: 0 },
    false,
  ],
])("a lane is reviewed, or not: %s", (_, minutes, lane, expected) => {
  const todos = desiredIn(other, seeing(other, { "d-0": { record: { hold: hold("codex", 60) } } }));
  expect(mayReview(lane, other, heldAccounts(todos, new Date(at(minutes))))).toBe(expected);
});

test("what a held account keeps from starting is passed over for what comes after it in its body", () => {
  const of = planWith({ a: [{}, {}] }, { agent: claude, reviewer: codex });
  const back: Seen = { ...toReview, record: { ...toReview.record, status: "changes" } };
  const asked = [fix("a-0", { cause: "person" })];
  const all = desiredIn(of, seeing(of, { "a-0": back, "a-1": toReview }, { fixes: asked }));
  const { starts, waiting } = schedule(all, of, { paused: false, now: new Date(at(0)) });
  expect(starts.map(({ one, from }) => `${from} ${one.todo.id}`)).toEqual(["review a-1"]);
  expect(waiting.map(({ todo }) => todo.id)).toEqual(["a-0"]);
});

test("of three agents the first that is free works, in the order of the list", () => {
  const three = planWith({ a: [{}] }, { agent: [claude, codex, { use: "gemini" }], reviewer: codex });
  expect(startsAt(0, { "a-0": limited }, three)).toEqual(["a10"]);
  expect(startsAt(0, {}, three)).toEqual(["a00"]);
});

test("a body's own agent is what its lane tries: others of it wait, and those of other accounts", () => {
  const two = planWith({ c: [{}], d: [{}] }, { agent: claude, reviewer: claude, parallel: 8 });
  const own: Plan = { ...two, bodies: two.bodies.map((body) => ({ ...body, agents: plan.reviewers })) };
  expect(startsAt(60, { "c-0": { record: { hold: hold("codex", 60) } } }, own)).toEqual(["c00 after 2"]);
});

test("what starts is known of its account from then on, and what waits for it or for another", () => {
  const seen = seeing(other, { "a-0": limited, "b-0": { record: { hold: hold("codex", 90) } } });
  const { held, waiting } = schedule(desiredIn(other, seen), other, { paused: false, now: new Date(at(60)) });
  const limit = { why: "limited" };
  expect([...held.values()]).toEqual([
    { ...limit, account: "claude", phase: "tried", until: at(62), hold: hold("claude", 60) },
    { ...limit, account: "codex", phase: "held", until: at(90), hold: hold("codex", 90) },
  ]);
  expect(waiting.map(({ todo }) => todo.id)).toEqual(["b-0", "c-0", "d-0"]);
});

const waitsAt = (minutes: number, todos: Record<string, Seen>) =>
  accountWaits(desiredState(other, seeing(other, todos)), new Date(at(minutes)));

test("what waits for an account is said with its end", () => {
  const waits = waitsAt(30, { "a-0": limited });
  expect(waits.until).toBe(at(60));
  expect(heldTexts(waits)).toEqual(["claude: usage limit until 2026-11-30 21:00 UTC; 3 todos wait"]);
});

test("while one lane tries an account the others wait until it has for two minutes", () => {
  const waits = waitsAt(61, { "a-0": limited, "b-0": working(60.5, ["claude"]) });
  expect(waits.until).toBe(at(62.5));
  expect(heldTexts(waits)).toEqual([
    "claude: usage limit may be over, and one lane tries it till 2026-11-30 21:02 UTC; 2 todos wait",
  ]);
});

test("for an account that a person must mend nothing is timed", () => {
  const reason = { code: "account", account: "claude", problem: "wrong-key", said: "" } as const;
  const waits = waitsAt(0, { "a-0": { record: { status: "blocked", reason } } });
  expect(waits.until).toBeNull();
  expect(heldTexts(waits)).toEqual([
    "claude: key or login not taken till a person puts it right; 2 todos wait",
  ]);
});

const trackingOf = (more: object): Snapshot["tracking"] => ({
  issue: { number: 9, title: "", text: "", open: true, notPlanned: false, labels: [] },
  record: { ...newTracking("p", new Date(0)), ...more },
});

test.each<[string, Plan, Partial<Snapshot>]>([
  ["a person paused", other, { tracking: trackingOf({ paused: true }) }],
  ["has spent its budget", { ...other, limits: { ...other.limits, usd: 1 } }, {}],
])("a plan that %s waits for no account: it would never end", (_, of, more) => {
  const spent = { ...nothingSpent, runs: 1, usd: 2 };
  const seen = seeing(of, { "a-0": { record: { hold: hold("claude", 60), spent } } }, more);
  expect(accountWaits(desiredState(of, seen), new Date(at(61)))).toEqual({
    ...{ accounts: [], todos: [], until: null },
  });
});
