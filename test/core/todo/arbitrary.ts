import fc from "fast-check";
import type { AccountHold } from "../../../src/core/account/hold.ts";
import { maxPastLanes, type PastLane } from "../../../src/core/lane/past-lane.ts";
import type { EventOf, Events, TodoEvent } from "../../../src/core/todo/event.ts";
import type { Failure, Objections, Reason } from "../../../src/core/todo/reasons.ts";
import {
  maxHeard,
  maxRecordedAsks,
  newRecord,
  type TodoFacts,
  type TodoRecord,
} from "../../../src/core/todo/record.ts";
import {
  type Approval,
  type Decision,
  laneStarts,
  type Status,
  type TodoClaim,
  type TodoState,
  type WantedState,
  type WantedStatus,
  wantedStatuses,
} from "../../../src/core/todo/state.ts";
import type { Ask } from "../../../src/core/verdict/verdict.ts";
import { sha } from "../scene.ts";

/*
 * Any record and any event, of few values each, so that what must be equal for a rule to matter often is.
 */

const anySha = fc.constantFrom(sha("1"), sha("2"), sha("3"));
const anyKey = fc.constantFrom(..."0123456789".split("").map((digit) => digit.repeat(16)));
const many = fc.nat({ max: 4 });
const word = fc.constantFrom("a", "b", "c");
const place = { path: fc.constantFrom(null, "src/a.ts"), line: fc.constantFrom(null, 3) };

const anyDecision = fc.record<Decision>({
  commit: anySha,
  approved: fc.boolean(),
  round: fc.integer({ min: 1, max: 4 }),
  rules: fc.uniqueArray(anyKey, { maxLength: 2 }),
  by: word,
  person: fc.boolean(),
});
const anyApproval = anyDecision.map((decision): Approval => ({ ...decision, approved: true }));
const anyVerdict = fc.option(anyDecision);

const anyAsk = fc.record<Ask>({
  key: anyKey,
  kind: fc.constantFrom("fix", "todo"),
  cause: fc.constantFrom("review", "gate", "conflict", "person"),
  title: fc.constantFrom("Fix it", "x".repeat(256)),
  body: fc.constantFrom("", "Fix it there", "x".repeat(4000)),
  for: fc.constant(null),
});
const anyAsks = fc.oneof(
  fc.array(anyAsk, { maxLength: 2 }),
  fc.array(anyAsk, { minLength: maxRecordedAsks, maxLength: maxRecordedAsks }),
);

const anyObjections = fc.record<Objections>({
  objections: fc.array(fc.record({ ...place, text: fc.constantFrom("No", "x".repeat(900)) }), {
    maxLength: 3,
  }),
  more: many,
});
const said = fc.constantFrom("", "No\nnever", "x".repeat(1900));
const anyFailure: fc.Arbitrary<Failure> = fc.oneof(
  fc.record({ kind: fc.constantFrom("broken", "unchanged"), said }),
  fc.record({
    kind: fc.constant("gates"),
    gates: fc.oneof(fc.array(word), fc.constantFrom<string[]>(["secrets"], ["scope"])),
    said,
  }),
);
const gateFailure = fc.record({ kind: fc.constant("gates"), gates: fc.array(word), said });

const paths = fc.uniqueArray(word, { minLength: 1 });
const anyReason: fc.Arbitrary<Reason> = fc.oneof(
  fc.record({
    code: fc.constantFrom("agent-asks", "commits-of-others", "unreadable", "untold"),
    said,
  }),
  fc.record({ code: fc.constant("paths-wanted"), paths }),
  fc.record({ code: fc.constant("attempts-failed"), attempts: many, last: anyFailure }),
  fc.record({
    ...{ code: fc.constant("attempts-failed"), attempts: many },
    last: fc.record({
      kind: fc.constant("gates"),
      gates: fc.constantFrom<string[]>(["secrets"], ["scope"]),
      said,
    }),
  }),
  anyObjections.map((all): Reason => ({ code: "same-finding", running: 3, ...all })),
  anyObjections.map((all): Reason => ({ code: "rounds-used-up", rounds: 3, ...all })),
  fc.constant<Reason>({ code: "no-round-left", ask: "Resolve the conflict with main" }),
  fc.constant<Reason>({ code: "pull-closed", pull: 1 }),
  fc.record({ code: fc.constant("account"), account: word, problem: fc.constant("no-credit"), said }),
  fc.constant<Reason>({ code: "follow-ups-deep", rounds: 3 }),
);

const anyTime = fc.constantFrom("2026-11-22T00:00:00.000Z", "2026-11-22T01:00:00.000Z");
const anyHold = fc.record<AccountHold>({
  account: word,
  kind: fc.constantFrom("limited", "overloaded", "offline"),
  until: anyTime,
  times: fc.integer({ min: 1, max: 4 }),
});

const anyClaim = fc.record<TodoClaim>({
  run: word,
  sha: anySha,
  at: fc.constant("2026-11-22T00:00:00.000Z"),
});
const maybeClaimed: fc.Arbitrary<TodoClaim | null> = fc.option(anyClaim);

const wantedStates: { readonly [S in WantedStatus]: fc.Arbitrary<WantedState> } = {
  pending: fc.constant({ status: "pending" }),
  ready: fc.constant({ status: "ready" }),
  working: fc.record({ status: fc.constant("working"), claim: anyClaim, verdict: anyVerdict }),
  review: fc.record({ status: fc.constant("review"), claim: maybeClaimed, verdict: anyVerdict }),
  changes: fc.record({ status: fc.constant("changes"), verdict: anyVerdict }),
  approved: fc.record({ status: fc.constant("approved"), verdict: anyApproval }),
  blocked: fc.record({ status: fc.constant("blocked"), reason: anyReason, verdict: anyVerdict }),
};
const before = fc.oneof(...wantedStatuses.map((status) => wantedStates[status]));

const states: { readonly [S in Status]: fc.Arbitrary<TodoState> } = {
  ...wantedStates,
  skipped: fc.record({
    status: fc.constant("skipped"),
    why: fc.constantFrom(null, "ada"),
    before,
  }),
  removed: fc.record({ status: fc.constant("removed"), before }),
};

const tracked = fc.record({
  ...{ key: anyKey, ...place, text: fc.constantFrom("No", "x".repeat(300)) },
  ...{ first: fc.constant(1), seen: fc.constant(3), running: fc.integer({ min: 0, max: 3 }) },
  open: fc.boolean(),
});
const checked = fc.record({ commit: anySha, gates: fc.array(word), ran: fc.array(anyKey) });
const anyBill = fc.record({
  bill: word,
  usage: fc.constantFrom(null, {
    inputTokens: 5,
    cachedInputTokens: 2,
    outputTokens: 1,
    usd: 0.5,
    assumedUsd: 0.25,
  }),
  milliseconds: many,
});
const anyLane = fc.record<PastLane>({
  ...{ claim: word, begun: anyTime, ended: fc.option(anyTime), round: fc.integer({ min: 1, max: 4 }) },
  ...{ how: fc.constantFrom("approved", "lost"), gates: fc.array(word, { maxLength: 20 }) },
  ran: fc.constantFrom(
    [],
    [{ step: "fix", account: "a", milliseconds: 1, tokens: 1, usd: 1, assumedUsd: 0 }],
  ),
});
const logs = fc.constantFrom<TodoFacts["logs"]>(
  null,
  { kind: "run", url: "https://example.com/runs/7" },
  { kind: "files", paths: ["x/review.log"] },
);

const facts: fc.Arbitrary<Partial<TodoFacts>> = fc.record(
  {
    ...{ claimed: fc.option(anySha), base: fc.option(word), pull: fc.constantFrom(null, 1, 2) },
    ...{ head: fc.option(anySha), checked: fc.option(checked), resume: fc.option(anySha) },
    cut: fc.option(
      fc.record({
        work: anySha,
        onto: anySha,
        letters: fc.integer({ min: 0, max: 40 }),
        depth: fc.constant(null),
      }),
    ),
    part: fc.constantFrom(null, { at: 1, of: 3, cut: 1 }, { at: 3, of: 3, cut: 1 }),
    ...{ lines: fc.option(many), rounds: many, forgiven: fc.integer({ min: -2, max: 4 }) },
    ...{ excused: many, hold: fc.option(anyHold), declined: fc.uniqueArray(word) },
    served: fc.array(fc.record({ account: word, at: anyTime }), { maxLength: 2 }),
    lanes: fc.array(anyLane, { maxLength: maxPastLanes }),
    ...{ failed: many, lost: many, asks: anyAsks, findings: fc.array(tracked, { maxLength: 24 }) },
    answers: fc.array(fc.constant({ round: 1, text: "So" }), { maxLength: 5 }),
    takenUp: fc.uniqueArray(anyKey),
    booked: fc.array(word, { maxLength: 32 }),
    told: fc.record({ times: many, reason: fc.constantFrom(null, "0".repeat(16)) }),
    ...{ logs, granted: fc.uniqueArray(word), paused: fc.boolean(), reassigned: fc.option(word) },
    heard: fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: maxHeard }),
  },
  { requiredKeys: [] },
);

const fresh = newRecord({
  ...{ plan: "p", todo: "t", body: "a", order: "00a", branch: "p/t", phase: 0, needs: [], from: null },
});

/** Any record that the schema takes, of a todo in this state. */
export const recordIn = (status: Status): fc.Arbitrary<TodoRecord> =>
  fc.tuple(facts, states[status]).map(([more, state]) => ({ ...fresh, ...more, state }));

const reasonsOf = <Code extends Reason["code"]>(...all: Extract<Reason, { code: Code }>[]) =>
  fc.constantFrom(...all);
const stopped = fc.oneof(
  reasonsOf<"agent-asks" | "unreadable" | "commits-of-others" | "paths-wanted" | "unattributed">(
    { code: "agent-asks", said: "x".repeat(1900) },
    { code: "paths-wanted", paths: ["src/a.ts"] },
    { code: "unattributed", changes: ["x"], todos: ["t"] },
    { code: "commits-of-others", said: "x" },
    { code: "unreadable", said: "x" },
  ),
);
const keys = fc.uniqueArray(anyKey);
const pull = fc.constantFrom(1, 2);
const rounds = fc.integer({ min: 1, max: 5 });

const anyRested = fc.record({ of: word, commit: anySha, parts: fc.array(anySha, { maxLength: 2 }) });

const given: { readonly [T in keyof Events]: fc.Arbitrary<Events[T]> } = {
  edited: fc.record({
    placed: fc.record({
      ...{ body: word, order: word, branch: word, phase: many, needs: fc.array(word) },
    }),
  }),
  removed: fc.constant({}),
  restored: fc.constant({}),
  freed: fc.constant({}),
  "held-up": fc.constant({}),
  repeated: fc.record({ asks: anyAsks }),
  "follow-ups-exceeded": fc.record({
    reason: reasonsOf<"follow-ups-deep" | "follow-ups-many">(
      { code: "follow-ups-deep", rounds: 3 },
      { code: "follow-ups-many", opened: 1, asked: 2, limit: 2 },
    ),
  }),
  "follow-ups-allowed": fc.constant({}),
  "budget-spent": fc.record({
    reason: reasonsOf<"over-budget">({ code: "over-budget", limit: "todoUsd", most: 5, spent: 6 }),
  }),
  outdated: fc.record({ by: fc.constantFrom("rules", "checks") }),
  "branch-found": fc.record({ head: fc.option(anySha) }),
  "base-rewound": fc.constant({}),
  "branch-taken": fc.record({ claimed: anySha }),
  claimed: fc.record({
    ...{ claim: anyClaim, from: fc.constantFrom(...laneStarts), base: fc.option(word) },
    ...{ head: anySha, logs, hold: fc.option(anyHold) },
  }),
  proposed: fc.record({ pull, head: anySha, lines: many, checked }),
  parted: fc.record({
    ...{ pull, head: anySha, lines: many, checked, base: word, rested: anyRested },
    ...{ part: fc.constant({ at: 2, of: 3, cut: 1 }), granted: paths, allowed: fc.constant([]) },
  }),
  oversized: fc.record({ head: anySha }),
  restacked: fc.record({ head: anySha, lines: many, checked, rested: anyRested, isReviewed: fc.boolean() }),
  carried: fc.record({ head: anySha }),
  "rest-found": fc.record({ rested: anyRested }),
  billed: fc.record({ costs: fc.array(anyBill, { maxLength: 8 }) }),
  "lane-ended": fc.record({ lane: anyLane }),
  "cut-off": fc.constant({}),
  unreviewed: fc.constant({}),
  served: fc.record({ accounts: fc.uniqueArray(word, { maxLength: 2 }), at: anyTime }),
  excused: fc.record({
    ...{ excuse: fc.constantFrom("limited", "no-answer", "forge-offline"), said },
    ...{ hold: fc.option(anyHold), most: rounds },
  }),
  declined: fc.record({
    ...{ account: word, isLast: fc.boolean() },
    reason: reasonsOf<"declined">({ code: "declined", account: "a", problem: "too-long", said: "x" }),
  }),
  failed: fc.record({ failure: anyFailure, attempts: rounds }),
  refused: fc.record({ head: anySha, ask: anyAsk, gates: gateFailure, attempts: rounds }),
  stopped: fc.record({ reason: stopped }),
  unchanged: fc.record({
    said: fc.constantFrom("", "x".repeat(5000)),
    wishes: fc.array(fc.constant("x".repeat(2000))),
  }),
  reviewed: fc.record({
    decision: anyDecision,
    asks: fc.array(anyAsk, { maxLength: 10 }),
    points: fc.array(fc.record({ ...place, text: word })),
    answer: fc.constantFrom("", "x".repeat(5000)),
    judged: fc.record({ checked, lines: many }, { requiredKeys: [] }),
    rounds,
  }),
  lost: fc.record({ run: word, claim: fc.constantFrom("failed", "interrupted") }),
  "worn-out": fc.record({ reason: reasonsOf<"runs-ended">({ code: "runs-ended", runs: 20 }) }),
  "start-refused": fc.record({ reason: reasonsOf<"set-up">({ code: "set-up", said: "x".repeat(1900) }) }),
  "head-moved": fc.record({ head: anySha, pull }),
  pushed: fc.record({ head: anySha, pull }),
  "merged-early": fc.record({ head: anySha, pull }),
  "pull-lost": fc.record({
    reason: reasonsOf<"pull-closed" | "pull-astray">(
      { code: "pull-closed", pull: 1 },
      { code: "pull-astray", pull: 1, into: "a", base: "main", branch: "b" },
    ),
  }),
  "pull-found": fc.record({ pull, state: fc.constantFrom("open", "merged"), head: anySha }),
  conflicted: fc.record({ ask: anyAsk, rounds }),
  "broke-landing": fc.record({
    ask: anyAsk,
    base: word,
    partners: fc.uniqueArray(word),
    isBehind: fc.boolean(),
    rounds,
  }),
  "checks-failed": fc.record({ ask: anyAsk, rounds }),
  "merge-waits": fc.record({
    wait: fc.constantFrom(
      null,
      { code: "not-run" as const, checks: ["x".repeat(300)] },
      { code: "declined" as const, said: "x".repeat(500), at: "2026-11-30T00:00:00Z", asked: true },
    ),
  }),
  "begun-anew": fc.record({ pull }),
  rebased: fc.record({ base: word }),
  unfit: fc.record({ base: word }),
  skipped: fc.record({ why: fc.constantFrom(null, "x".repeat(400)) }),
  "closed-unapproved": fc.constant({}),
  reopened: fc.constant({}),
  withdrawn: fc.record({ asks: anyAsks, takenUp: keys }),
  "asked-for-changes": fc.record({
    ...{ by: fc.array(word), asks: fc.array(anyAsk, { maxLength: 10 }), keys },
  }),
  "fixes-opened": fc.record({ keys }),
  approved: fc.record({ by: word, head: anySha, pull, keys }, { requiredKeys: ["by", "head", "keys"] }),
  "approval-restored": fc.constant({}),
  told: fc.constant({}),
  paused: fc.constant({}),
  resumed: fc.constant({}),
  retried: fc.record({ by: word }),
  "given-rounds": fc.record({ by: word, rounds, limit: rounds }),
  granted: fc.record({ by: word, paths }),
  allowed: fc.record({
    by: word,
    findings: fc.array(fc.constantFrom("0123456789", "abcdef0123"), { maxLength: 2 }),
  }),
  "split-asked": fc.record({ by: word, work: anySha }),
  reassigned: fc.record({ by: word, body: word }),
  heard: fc.record({ comment: fc.integer({ min: 1, max: 99 }) }),
};

export const eventTypes = Object.keys(given) as (keyof Events)[];

/** Any event of this type. */
export const eventOf = <T extends keyof Events>(type: T): fc.Arbitrary<EventOf<T> & TodoEvent> =>
  given[type].map((more) => ({ type, ...more }) as EventOf<T> & TodoEvent);
