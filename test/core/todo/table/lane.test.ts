import type { TodoEvent } from "../../../../src/core/todo/event.ts";
import { newRecord } from "../../../../src/core/todo/record.ts";
import { transition } from "../../../../src/core/todo/transition.ts";
import { askOf } from "../../../../src/core/verdict/verdict.ts";
import { sha } from "../../scene.ts";
import { type Brief, inBrief, withBrief } from "../brief.ts";

const fresh = newRecord({
  ...{ plan: "p", todo: "a-0", body: "a", order: "00a", branch: "b", phase: 0, needs: [], from: null },
});
const verdict = { commit: sha("1"), approved: false, round: 1, rules: [], by: "reviewer", person: false };
const claim = { run: "r", sha: sha("c"), at: "2026-11-22T00:00:00.000Z" };
const ask = askOf({ cause: "review", title: "Mend it", body: "" });
const gateAsk = askOf({ cause: "gate", title: "Make the gates pass", body: "size" });
const wish = askOf({ cause: "person", title: "Use tabs", body: "" });
const checked = { commit: sha("1"), gates: ["size"], ran: [] };
/** Once reviewed, and with work that was kept. */
const once: Brief = {
  ...{ head: sha("1"), base: "main", pull: 1, rounds: 1, resume: sha("d"), checked, verdict, claim },
};
const after = (told: Brief, event: TodoEvent) =>
  inBrief(transition(withBrief(fresh, { ...once, ...told }), event));

const logs = { kind: "files", paths: ["x.log"] } as const;
const claimed = (from: "implement" | "review"): TodoEvent => ({
  ...{
    type: "claimed",
    claim: { ...claim, run: "next", sha: sha("e") },
    from,
    base: "b",
    head: sha("2"),
    logs: { ...logs, paths: [...logs.paths] },
    hold: null,
  },
});
const won = { claimed: sha("e"), base: "b", head: sha("2"), logs, hold: null, claim: { run: "next" } };
const proposed: TodoEvent = {
  ...{ type: "proposed", pull: 7, head: sha("2"), lines: 3, checked: { ...checked, commit: sha("2") } },
};
const broken = { kind: "broken", said: "exit code 3" } as const;
const failed = (attempts: number): TodoEvent => ({ type: "failed", failure: broken, attempts });
const gates = { kind: "gates", gates: ["size"], said: "too long" } as const;
const refused = (attempts: number): TodoEvent => ({
  ...{
    type: "refused",
    head: sha("2"),
    ask: gateAsk,
    gates: { ...gates, gates: [...gates.gates] },
    attempts,
  },
});
const asksPerson: TodoEvent = { type: "stopped", reason: { code: "agent-asks", said: "no key" } };
const unchanged: TodoEvent = { type: "unchanged", said: " It is right\n", wishes: [] };
const reviewed = (approved: boolean, rounds = 5): TodoEvent => ({
  ...{
    type: "reviewed",
    decision: { ...verdict, commit: sha("2"), round: 2, approved },
    asks: [ask],
    points: [],
  },
  ...{ answer: "So", judged: { lines: 9 }, rounds },
});
const wornOut: TodoEvent = { type: "worn-out", reason: { code: "runs-ended", runs: 20 } };

test.each<[string, Brief, TodoEvent, object]>([
  [
    "finds its branch as it left it, and goes on from there, not from what was kept",
    { status: "changes" },
    { type: "branch-found", head: sha("2") },
    { status: "changes", head: sha("2"), checked: null, resume: null },
  ],
  [
    "finds its branch deleted, and goes on from what was kept",
    { status: "changes" },
    { type: "branch-found", head: null },
    { status: "changes", head: null, checked: null, resume: sha("d") },
  ],
  [
    "finds its base rewound, and begins anew without what it was begun on",
    { status: "changes" },
    { type: "base-rewound" },
    { status: "changes", head: null, checked: null, resume: null, rested: null },
  ],
  ...(["pending", "ready", "changes"] as const).map((status): [string, Brief, TodoEvent, object] => [
    `finds other work on its branch, from ${status}`,
    { status },
    { type: "branch-taken", claimed: sha("e") },
    {
      ...{ status: "blocked", claimed: sha("e"), verdict: status === "changes" ? verdict : null },
      blocked: "a branch b with other work exists already: rename or delete it, then retry",
    },
  ]),
  [
    "wins a new todo",
    { status: "pending" },
    claimed("implement"),
    { ...won, status: "working", verdict: null },
  ],
  [
    "wins a ready todo",
    { status: "ready" },
    claimed("implement"),
    { ...won, status: "working", verdict: null },
  ],
  [
    "wins what was sent back",
    { status: "changes" },
    claimed("implement"),
    { ...won, status: "working", verdict },
  ],
  [
    "wins the review of what was sent back",
    { status: "changes" },
    claimed("review"),
    { ...won, status: "review", verdict },
  ],
  [
    "wins a review",
    { status: "review", claim: null },
    claimed("review"),
    { ...won, status: "review", verdict },
  ],
  [
    "proposes its work",
    { status: "working" },
    proposed,
    {
      ...{ status: "review", claim, verdict, pull: 7, head: sha("2"), lines: 3, resume: null },
      checked: { commit: sha("2") },
    },
  ],
  ["proposes once more", { status: "review" }, proposed, { status: "review", claim, verdict, pull: 7 }],
  [
    "is cut off at work",
    { status: "working", lost: 1 },
    { type: "cut-off" },
    { status: "changes", lost: 2, failed: 0, verdict },
  ],
  [
    "is cut off in its review",
    { status: "review" },
    { type: "cut-off" },
    { status: "review", claim: null, lost: 1, verdict },
  ],
  ["fails at work", { status: "working" }, failed(2), { status: "changes", failed: 1, verdict }],
  [
    "fails in its review",
    { status: "review" },
    failed(2),
    { status: "review", claim: null, failed: 1, verdict },
  ],
  [
    "fails once too often at work",
    { status: "working", failed: 1 },
    failed(2),
    { status: "blocked", failed: 2, blocked: "2 attempts failed; exit code 3", verdict },
  ],
  [
    "fails once too often in its review",
    { status: "review", failed: 1 },
    failed(2),
    { status: "blocked", failed: 2, blocked: "2 attempts failed; exit code 3", verdict },
  ],
  [
    "is refused by gates, which ask once",
    { status: "working", asks: [ask, gateAsk] },
    refused(2),
    { status: "changes", failed: 1, resume: sha("2"), asks: [ask, gateAsk], verdict },
  ],
  [
    "is refused once too often",
    { status: "working", failed: 1 },
    refused(2),
    {
      status: "blocked",
      failed: 2,
      blocked: "2 attempts failed; gates do not pass: size\ntoo long",
      verdict,
    },
  ],
  [
    "is refused in its review, which is no attempt of the agent's",
    { status: "review", failed: 1 },
    refused(2),
    { status: "changes", failed: 1, resume: sha("2"), asks: [gateAsk], verdict },
  ],
  ...(["working", "review"] as const).flatMap((status): [string, Brief, TodoEvent, object][] => [
    [
      `asks for a person, from ${status}`,
      { status },
      asksPerson,
      { status: "blocked", blocked: "the agent asks for a person: no key", verdict },
    ],
    [
      `changes nothing, from ${status}, and is heard`,
      { status, answers: [{ round: 1, text: "No" }] },
      unchanged,
      {
        ...{ status: "blocked", verdict, blocked: expect.stringContaining('it says "It is right"') },
        answers: [
          { round: 1, text: "No" },
          { round: 2, text: "It is right" },
        ],
      },
    ],
    [
      `is approved, from ${status}, and nothing that a person asked is left`,
      { status, failed: 1, lost: 1, asks: [wish] },
      reviewed(true),
      {
        ...{ status: "approved", rounds: 2, failed: 0, lost: 0, resume: null, head: sha("2"), lines: 9 },
        ...{
          asks: [ask],
          answers: [{ round: 2, text: "So" }],
          verdict: { commit: sha("2"), approved: true },
        },
      },
    ],
    [
      `is sent back, from ${status}, with what a person asked`,
      { status, asks: [wish, gateAsk] },
      reviewed(false),
      { status: "changes", asks: [wish, ask], verdict: { commit: sha("2"), approved: false } },
    ],
    [
      `is sent back in its last round, from ${status}`,
      { status },
      reviewed(false, 2),
      {
        ...{ status: "blocked", verdict: { commit: sha("2") } },
        blocked: expect.stringMatching(/^2 rounds of review did not end in an approval/),
      },
    ],
  ]),
  [
    "is lost at work",
    { status: "working" },
    { type: "lost", run: "r", claim: "interrupted" },
    { status: "changes", lost: 1, failed: 0, verdict },
  ],
  [
    "ends at work without a word",
    { status: "working" },
    { type: "lost", run: "r", claim: "failed" },
    { status: "changes", lost: 0, failed: 1, verdict },
  ],
  [
    "is lost in its review",
    { status: "review" },
    { type: "lost", run: "r", claim: "interrupted" },
    { status: "review", claim: null, lost: 1, verdict },
  ],
  ...(["pending", "ready", "working", "review", "changes"] as const).map(
    (status): [string, Brief, TodoEvent, object] => [
      `was lost too often, from ${status}`,
      { status },
      wornOut,
      {
        ...{ status: "blocked", verdict: status === "pending" || status === "ready" ? null : verdict },
        blocked: "20 runs ended without a result: look at the logs, then retry",
      },
    ],
  ),
])("a lane that %s", (_, told, event, expected) => {
  expect(after(told, event)).toMatchObject(expected);
});

const hold = { account: "a", kind: "limited", until: claim.at, times: 1 } as const;
const excused = (most: number, held: typeof hold | null = hold): TodoEvent => ({
  ...{ type: "excused", excuse: "limited", said: "Later", hold: held, most },
});
const declined = (isLast: boolean): TodoEvent => ({
  ...{ type: "declined", account: "b", isLast },
  reason: { code: "declined", account: "b", problem: "declined", said: "No" },
});
const served: TodoEvent = { type: "served", accounts: ["a", "c"], at: claim.at };

test.each<[string, Brief, TodoEvent, object]>([
  [
    "finds nobody who may judge",
    { status: "review" },
    { type: "unreviewed" },
    { status: "review", claim: null, failed: 0, lost: 0, excused: 0 },
  ],
  [
    "finds nobody at work",
    { status: "working" },
    { type: "unreviewed" },
    { status: "changes", failed: 0, lost: 0, verdict },
  ],
  [
    "is excused at work",
    { status: "working" },
    excused(2),
    { status: "changes", excused: 1, hold, failed: 0, verdict },
  ],
  [
    "is excused in its review",
    { status: "review" },
    excused(2, null),
    { status: "review", claim: null, excused: 1, hold: null, verdict },
  ],
  ["keeps what held it before", { status: "working", hold: { ...hold } }, excused(2, null), { hold }],
  ...(["working", "review"] as const).flatMap((status): [string, Brief, TodoEvent, object][] => [
    [
      `is excused too often, from ${status}`,
      { status, excused: 1 },
      excused(2),
      {
        status: "blocked",
        excused: 2,
        verdict,
        blocked: expect.stringMatching(/^2 runs ended before any work/),
      },
    ],
    [
      `is declined by all, from ${status}`,
      { status, declined: ["a"] },
      declined(true),
      {
        status: "blocked",
        declined: ["a", "b"],
        verdict,
        blocked: expect.stringMatching(/^the model of b declines/),
      },
    ],
  ]),
  [
    "is declined by one, once",
    { status: "working", declined: ["b", "a"] },
    declined(false),
    { status: "changes", declined: ["b", "a"], verdict },
  ],
  [
    "is declined by one reviewer",
    { status: "review" },
    declined(false),
    { status: "review", claim: null, declined: ["b"] },
  ],
  [
    "was served, and holds that account no more",
    {
      status: "working",
      excused: 2,
      hold: { ...hold },
      served: [
        { account: "b", at: "x" },
        { account: "a", at: "x" },
      ],
    },
    served,
    {
      status: "working",
      excused: 0,
      hold: null,
      served: [
        { account: "a", at: claim.at },
        { account: "c", at: claim.at },
      ],
    },
  ],
  [
    "was served by one, and keeps the hold of another",
    { status: "working", hold: { ...hold, account: "z" }, served: [{ account: "b", at: "x" }] },
    { type: "served", accounts: ["c"], at: claim.at },
    {
      hold: { account: "z" },
      served: [
        { account: "b", at: "x" },
        { account: "c", at: claim.at },
      ],
    },
  ],
  [
    "tries an account that was held again",
    { status: "changes" },
    { ...claimed("implement"), hold } as TodoEvent,
    { hold },
  ],
  [
    "keeps a hold that it does not try",
    { status: "changes", hold: { ...hold } },
    claimed("implement"),
    { hold },
  ],
])("a lane that %s", (_, told, event, expected) => {
  expect(after(told, event)).toMatchObject(expected);
});

test("of many asks and answers the latest are kept, and of a long answer its beginning", () => {
  const asks = Array.from({ length: 24 }, (_, at) =>
    askOf({ cause: "review", title: `Mend ${at}`, body: "" }),
  );
  const full = after({ status: "working", asks }, refused(2));
  expect([full.asks.length, full.asks.at(0)?.title, full.asks.at(-1)?.title]).toEqual([
    ...[24, "Mend 1", "Make the gates pass"],
  ]);
  const judged = after(
    {
      status: "working",
      asks: [...asks.slice(1), wish].map((one) => ({ ...one, cause: "person" as const })),
    },
    reviewed(false),
  );
  expect([judged.asks.length, judged.asks.at(0)?.title, judged.asks.at(-1)?.title]).toEqual([
    24,
    "Mend 1",
    "Use tabs",
  ]);
  const answers = Array.from({ length: 5 }, (_, at) => ({ round: at + 1, text: "So" }));
  const said = after(
    { status: "working", answers },
    { type: "unchanged", said: "x".repeat(500), wishes: [] },
  );
  expect(said.answers.map(({ round, text }) => [round, text.length])).toEqual([
    ...[
      [2, 2],
      [3, 2],
      [4, 2],
      [5, 2],
    ],
    [2, 400],
  ]);
  const silent = after({ status: "working", answers }, { type: "unchanged", said: " ", wishes: [] });
  expect(silent.answers).toEqual(answers);
});

const landingAsk = askOf({ cause: "landing", title: "Make it work with what lands", body: "" });
const cut = { work: sha("a"), onto: sha("b"), letters: 0, depth: null };
const before = { of: "b", commit: sha("b"), parts: [], dropped: sha("9") };
const restedNow = { of: "b", commit: sha("2"), parts: [] };
const part = { at: 1, of: 3, cut: 1 };
const approval = { ...verdict, approved: true };
const restacked = (isReviewed: boolean): TodoEvent => ({
  ...{ type: "restacked", head: sha("2"), lines: 4, checked: null, rested: restedNow, isReviewed },
});
const past = {
  claim: "b",
  begun: claim.at,
  ended: claim.at,
  round: 1,
  how: "failed" as const,
  gates: [],
  ran: [],
};

test.each<[string, Brief, TodoEvent, object]>([
  [
    "finds its base rewound, and is asked no more what gates asked",
    { status: "changes", asks: [ask, gateAsk] },
    { type: "base-rewound" },
    { asks: [ask] },
  ],
  [
    "begins to cut, with the keys of its parts",
    { status: "changes", cut },
    { ...claimed("implement"), from: "split", keys: { letters: 2, depth: 1 } } as TodoEvent,
    { status: "working", cut: { ...cut, letters: 2, depth: 1 } },
  ],
  [
    "takes something in before its review",
    { status: "review" },
    { ...claimed("review"), from: "restack" } as TodoEvent,
    { status: "review", cut: null },
  ],
  [
    "takes something in before its agent goes on",
    { status: "changes" },
    { ...claimed("review"), from: "restack" } as TodoEvent,
    { status: "working" },
  ],
  [
    "takes something in below an approval",
    { status: "approved", verdict: approval },
    { ...claimed("review"), from: "restack" } as TodoEvent,
    { ...won, status: "review", verdict: approval },
  ],
  ["begins again before its review", { status: "review" }, claimed("implement"), { status: "working" }],
  ["proposes what is no part", { status: "working", cuts: 1 }, proposed, { part: null, cuts: 1 }],
  [
    "proposes its first part",
    { status: "working", cut },
    { ...proposed, part } as TodoEvent,
    { cut: null, part, cuts: 1 },
  ],
  [
    "proposes the first part of a part",
    { status: "working", part: { at: 2, of: 3, cut: 1 } },
    { ...proposed, part } as TodoEvent,
    { part: { at: 2, of: 3, cut: 1 }, cuts: 1 },
  ],
  [
    "proposes it on what was made anew below",
    { status: "working", rested: before },
    { ...proposed, rested: restedNow } as TodoEvent,
    { rested: { ...restedNow, dropped: sha("9") } },
  ],
  [
    "proposes it on nothing that is known",
    { status: "working", rested: before },
    { ...proposed, rested: null } as TodoEvent,
    { rested: null },
  ],
  [
    "publishes a part",
    { status: "pending", pull: null, head: null, resume: null, checked: null },
    {
      ...{ type: "parted", pull: 8, head: sha("2"), lines: 5, checked, part: { at: 2, of: 3, cut: 1 } },
      ...{ base: "b", rested: restedNow, granted: ["g"], allowed: [] },
    },
    {
      ...{ status: "review", claim: null, verdict: null, pull: 8, head: sha("2"), lines: 5, checked },
      ...{ part: { at: 2, of: 3, cut: 1 }, base: "b", rested: restedNow, granted: ["g"] },
    },
  ],
  [
    "is over the limits",
    { status: "working" },
    { type: "oversized", head: sha("2") },
    { status: "changes", resume: sha("2"), cut: { ...cut, work: sha("2"), onto: sha("1") }, verdict },
  ],
  [
    "is over the limits on a branch that is none yet",
    { status: "working", head: null },
    { type: "oversized", head: sha("2") },
    { status: "changes", resume: sha("2"), cut: null },
  ],
  [
    "takes something in that was reviewed",
    { status: "review", behind: true, rested: before, forgiven: 1 },
    restacked(true),
    {
      ...{ head: sha("2"), lines: 4, checked: null, resume: null, behind: undefined, forgiven: 2 },
      rested: { ...restedNow, dropped: sha("9") },
    },
  ],
  [
    "takes something in that nobody has reviewed",
    { status: "review", forgiven: 1 },
    restacked(false),
    { forgiven: 1, rested: restedNow },
  ],
  [
    "carries an approval",
    { status: "review", verdict: approval, failed: 1, lost: 1, rested: restedNow },
    { type: "carried", head: sha("3"), judged: { lines: 7 } },
    {
      ...{ status: "approved", failed: 0, lost: 0, lines: 7 },
      verdict: { ...approval, commit: sha("3"), on: sha("2") },
    },
  ],
  [
    "carries an approval that is known to rest on nothing",
    { status: "review", verdict: approval },
    { type: "carried", head: sha("3") },
    { status: "approved", verdict: { ...approval, commit: sha("3"), on: undefined } },
  ],
  [
    "carries no refusal",
    { status: "review" },
    { type: "carried", head: sha("3") },
    { status: "review", claim: null, verdict },
  ],
  [
    "was served by one of two once more",
    {
      status: "working",
      served: [
        { account: "a", at: "x" },
        { account: "b", at: "x" },
      ],
    },
    { type: "served", accounts: ["b"], at: claim.at },
    {
      served: [
        { account: "a", at: "x" },
        { account: "b", at: claim.at },
      ],
    },
  ],
  [
    "is lost, and remembered as one that nobody saw end",
    { status: "working", lanes: [past] },
    { type: "lost", run: "r", claim: "interrupted" },
    { lanes: [past, { claim: "000000000000", begun: claim.at, ended: null, round: 2, how: "lost" }] },
  ],
  [
    "is lost that nobody had claimed",
    { status: "changes", lanes: [past] },
    { type: "lost", run: "r", claim: "interrupted" },
    { lanes: [past] },
  ],
  ...(["unreviewed", "cut-off"] as const).map((type): [string, Brief, TodoEvent, object] => [
    `ends as ${type} over a head that is approved`,
    { status: "review", verdict: approval },
    { type },
    { status: "approved", verdict: approval },
  ]),
  [
    "is cut off over a head that is not the approved one",
    { status: "review", verdict: { ...approval, commit: sha("7") } },
    { type: "cut-off" },
    { status: "review", claim: null, verdict: { ...approval, commit: sha("7") } },
  ],
  ...[true, undefined].map((isRestack): [string, Brief, TodoEvent, object] => [
    `is refused ${isRestack ? "with what lands before it" : "at work"}, which was asked before`,
    { status: "working", asks: [ask, landingAsk] },
    { ...refused(2), isRestack } as TodoEvent,
    isRestack
      ? { asks: [ask, landingAsk], failed: 0, status: "changes" }
      : { asks: [ask, landingAsk, gateAsk], failed: 1, status: "changes" },
  ]),
  [
    "is refused with what it took in",
    { status: "working", asks: [ask] },
    { ...refused(1), isRestack: true } as TodoEvent,
    { asks: [ask, gateAsk], failed: 0, status: "changes" },
  ],
])("a lane that %s", (_, told, event, expected) => {
  expect(after(told, event)).toMatchObject(expected);
});
