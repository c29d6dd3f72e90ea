import { maxPastLanes } from "../../../src/core/lane/past-lane.ts";
import { maxCommands } from "../../../src/core/plan/maxima.ts";
import { maxDepth, maxParts } from "../../../src/core/plan/order.ts";
import { maxPrograms } from "../../../src/core/plan/program.ts";
import { excuses, type Reason, type ReasonOf } from "../../../src/core/todo/reasons.ts";
import { newRecord, todoRecordSchema } from "../../../src/core/todo/record.ts";
import type { Decision, StateOf, Status } from "../../../src/core/todo/state.ts";
import { askOf } from "../../../src/core/verdict/verdict.ts";
import { sha } from "../scene.ts";

const fresh = newRecord({
  ...{ plan: "p", todo: "t", body: "b", order: "00a", branch: "p/00a-t", phase: 0, needs: [], from: null },
});
const isRead = (more: object): boolean => todoRecordSchema.safeParse({ ...fresh, ...more }).success;

const text = (length: number): string => "x".repeat(length);
const many = <T>(length: number, one: T): T[] => Array.from({ length: Math.max(0, length) }, () => one);
const key = text(16).replaceAll("x", "0");
const ask = askOf({ cause: "review", title: "Do", body: "It" });
const finding = { key, path: null, line: null, text: "No", first: 1, seen: 1, running: 0, open: true };
const claim = { run: "r", sha: sha("c"), at: "2026-11-22T00:00:00.000Z" };
const verdict: Decision = {
  ...{ commit: sha("1"), approved: false, round: 1, rules: [], by: "reviewer", person: false },
};
const because = (reason: object) => ({ state: { status: "blocked", reason, verdict: null } });
const failedBy = (last: object) => because({ code: "attempts-failed", attempts: 2, last });
const objection = { path: null, line: null, text: "No" };
const objecting = (more: object) =>
  because({ code: "same-finding", running: 3, objections: [objection], more: 0, ...more });
const astray = { code: "pull-astray", pull: 1, into: "a", base: "b", branch: "c" };
const followUps = { code: "follow-ups-many", opened: 0, asked: 0, limit: 0 };
const rested = { of: "a", commit: sha("1") };
const cut = { work: sha("1"), onto: sha("2") };
const part = { at: 1, of: 2 };
const lane = { claim: "c", begun: claim.at, ended: claim.at, round: 1, how: "approved" };
const ever = Number.MAX_SAFE_INTEGER;

test.each<[string, (size: number) => object, number, number]>([
  ["names", (n) => ({ todo: text(n) }), 1, 300],
  ["needs", (n) => ({ needs: many(n, "a") }), 0, 60],
  ["gates that passed", (n) => ({ checked: { commit: sha("1"), gates: many(n, "size"), ran: [] } }), 0, 20],
  ["commands", (n) => ({ checked: { commit: sha("1"), gates: [], ran: many(n, key) } }), 0, maxCommands],
  ["asks", (n) => ({ asks: many(n, ask) }), 0, 24],
  ["findings", (n) => ({ findings: many(n, finding) }), 0, 24],
  ["answers", (n) => ({ answers: many(n, { round: 1, text: "So" }) }), 0, 5],
  ["words of answers", (n) => ({ answers: [{ round: 1, text: text(n) }] }), 0, 400],
  ["wishes", (n) => ({ takenUp: many(n, key) }), 0, 100],
  ["keys of what they were told", (n) => ({ told: { times: 1, reason: text(n) } }), 0, 16],
  [
    "pages of runs",
    (n) => ({ logs: { kind: "run", url: "https://e.com/".padEnd(n, "x").slice(0, n) } }),
    9,
    500,
  ],
  ["files", (n) => ({ logs: { kind: "files", paths: many(n, "a.log") } }), 0, 5],
  ["paths of files", (n) => ({ logs: { kind: "files", paths: [text(n)] } }), 0, 1000],
  ["accounts that served", (n) => ({ served: many(n, { account: "a", at: claim.at }) }), 0, 2],
  ["lanes", (n) => ({ lanes: many(n, lane) }), 0, maxPastLanes],
  ["gates of lanes", (n) => ({ lanes: [{ ...lane, gates: many(n, "size") }] }), 0, 20],
  ["accounts that declined", (n) => ({ declined: many(n, "a") }), 0, maxPrograms],
  [
    "accounts in use",
    (n) => ({ state: { status: "working", claim: { ...claim, accounts: many(n, "a") }, verdict } }),
    0,
    2,
  ],
  ["comments", (n) => ({ heard: many(n, 1) }), 0, 16],
  ["partners", (n) => ({ partners: many(n, "a") }), 0, 60],
  ["merged heads", (n) => ({ rested: { ...rested, parts: many(n, sha("1")) } }), 0, 60],
  ["titles of adopted issues", (n) => ({ adopted: { title: text(n) } }), 0, 256],
  ["letters of parts", (letters) => ({ cut: { ...cut, letters } }), 0, maxParts],
  ["depths of parts", (depth) => ({ cut: { ...cut, depth } }), 0, maxDepth],
  ["runs", (n) => ({ state: { status: "working", claim: { ...claim, run: text(n) }, verdict } }), 1, 300],
  ["reasons to skip", (n) => ({ state: { status: "skipped", why: text(n), before: fresh.state } }), 0, 400],
  ["words of agents", (n) => because({ code: "agent-asks", said: text(n) }), 0, 1900],
  ["words of failures", (n) => failedBy({ kind: "broken", said: text(n) }), 0, 1900],
  ["gates that failed", (n) => failedBy({ kind: "gates", gates: many(n, "size"), said: "No" }), 0, 20],
  ["their names", (n) => failedBy({ kind: "gates", gates: [text(n)], said: "No" }), 0, 300],
  ["objections", (n) => objecting({ objections: many(n, objection) }), 0, 3],
  ["paths of objections", (n) => objecting({ objections: [{ ...objection, path: text(n) }] }), 0, 200],
  ["words of objections", (n) => objecting({ objections: [{ ...objection, text: text(n) }] }), 0, 900],
  ["branches of others", (n) => because({ ...astray, into: text(n) }), 0, 300],
  ["words of earlier versions", (n) => because({ code: "untold", said: text(n) }), 0, 2000],
])("a record's %s are few enough for its issue", (_, sized, least, most) => {
  const sizes = [...(least > 0 ? [least - 1] : []), least, most, most + 1];
  expect(sizes.filter((size) => isRead(sized(size)))).toEqual([least, most]);
});

test.each<[string, (count: number) => object, number]>([
  ["phases", (phase) => ({ phase }), 0],
  ["numbers of pull requests", (pull) => ({ pull }), 1],
  ["lines", (lines) => ({ lines }), 0],
  ["rounds", (rounds) => ({ rounds }), 0],
  ["failed attempts", (failed) => ({ failed }), 0],
  ["excused ends", (excused) => ({ excused }), 0],
  ["runs that were cut off", (lost) => ({ lost }), 0],
  ["rounds of answers", (round) => ({ answers: [{ round, text: "So" }] }), 1],
  ["times that people were told", (times) => ({ told: { times, reason: null } }), 0],
  ["ids of comments", (n) => ({ heard: [n] }), 1],
  ["places of parts", (at) => ({ part: { ...part, at } }), 1],
  ["numbers of parts", (of) => ({ part: { ...part, of } }), 2],
  ["times of cuts of parts", (cut) => ({ part: { ...part, cut } }), 1],
  ["times that it was cut", (cuts) => ({ cuts }), 0],
  ["rounds of verdicts", (round) => ({ state: { status: "changes", verdict: { ...verdict, round } } }), 1],
  ["runs without a result", (runs) => because({ code: "runs-ended", runs }), 0],
  ["objections not told", (more) => objecting({ more }), 0],
  ["lines of objections", (line) => objecting({ objections: [{ ...objection, line }] }), 1],
  ["strayed pull requests", (pull) => because({ ...astray, pull }), 0],
  ["follow-ups that were opened", (opened) => because({ ...followUps, opened }), 0],
])("a record's %s have a least number", (_, counted, least) => {
  expect([least - 1, least, ever].filter((count) => isRead(counted(count)))).toEqual([least, ever]);
});

const said = "x";
const reasons: { readonly [C in Reason["code"]]: ReasonOf<C> } = {
  "agent-asks": { code: "agent-asks", said },
  "set-up": { code: "set-up", said },
  "paths-wanted": { code: "paths-wanted", paths: ["a.ts"] },
  unattributed: { code: "unattributed", changes: ["a.ts"], todos: ["t"] },
  "attempts-failed": { code: "attempts-failed", attempts: 2, last: { kind: "unchanged", said } },
  "runs-ended": { code: "runs-ended", runs: 20 },
  "excused-often": { code: "excused-often", times: 3, excuse: "offline", said },
  account: { code: "account", account: "claude", problem: "no-credit", said },
  declined: { code: "declined", account: "claude", problem: "declined", said },
  "over-budget": { code: "over-budget", limit: "todoUsd", most: 5, spent: 5.2 },
  "commits-of-others": { code: "commits-of-others", said },
  unreadable: { code: "unreadable", said },
  unchanged: { code: "unchanged", said, objections: [], more: 0 },
  "same-finding": { code: "same-finding", running: 3, objections: [], more: 0 },
  "rounds-used-up": { code: "rounds-used-up", rounds: 5, objections: [], more: 0 },
  "no-round-left": { code: "no-round-left", ask: "Do" },
  "pull-closed": { code: "pull-closed", pull: 7 },
  "pull-astray": { code: "pull-astray", pull: 1, into: "a", base: "b", branch: "c" },
  "follow-ups-deep": { code: "follow-ups-deep", rounds: 5 },
  "follow-ups-many": { code: "follow-ups-many", opened: 8, asked: 1, limit: 8 },
  "branch-taken": { code: "branch-taken", branch: "c" },
  untold: { code: "untold", said },
};
const overMinutes: Reason = { code: "over-budget", limit: "todoMinutes", most: 5, spent: 6 };
const states: { readonly [S in Status]: StateOf<S> } = {
  pending: { status: "pending" },
  ready: { status: "ready" },
  working: { status: "working", claim: { ...claim, reads: 1 }, verdict: null },
  review: { status: "review", claim: null, verdict: null },
  changes: { status: "changes", verdict },
  approved: { status: "approved", verdict: { ...verdict, approved: true, informal: true } },
  blocked: { status: "blocked", reason: overMinutes, verdict: null },
  skipped: { status: "skipped", why: null, before: { status: "ready" } },
  removed: { status: "removed", before: { status: "pending" } },
};

test.each([
  ...Object.values(states),
  ...Object.values(reasons).map((reason) => ({ ...states.blocked, reason })),
  ...excuses.map((excuse) => ({ ...states.blocked, reason: { ...reasons["excused-often"], excuse } })),
])("a record comes back as it was: %j", (state) => {
  expect(todoRecordSchema.parse({ ...fresh, state })).toEqual({ ...fresh, state });
});

const without = (whole: object, key: string): object =>
  Object.fromEntries(Object.entries(whole).filter(([one]) => one !== key));
const parts = (whole: object): object[] => Object.keys(whole).map((key) => without(whole, key));

test("a record of which anything is missing is not read, but for what was added later", () => {
  const left = Object.keys(fresh).filter((one) => todoRecordSchema.safeParse(without(fresh, one)).success);
  expect(left.sort()).toEqual([
    ...[
      "allowed",
      "booked",
      "cut",
      "cuts",
      "declined",
      "excused",
      "hold",
      "lanes",
      "logs",
      "mergeWait",
      "part",
      "partners",
      "rested",
      "served",
      "told",
    ],
  ]);
  const incomplete = [...Object.values(reasons), overMinutes].flatMap(parts).map(because);
  expect(incomplete.filter(isRead)).toEqual([]);
});

test.each([
  ["approved without an approval", { state: { status: "approved", verdict } }],
  ["in a state that there is not", { state: { status: "idle" } }],
  ["blocked for a reason that there is not", because({ code: "bored" })],
  ["of a version that there is not", { v: 1 }],
])("a record that is %s is not read", (_, more) => {
  expect(isRead(more)).toBe(false);
});

test("what an earlier version did not write is what it meant, and rules that it only counted are none", () => {
  const { booked: _, told: __, logs: ___, ...earlier } = fresh;
  const checked = { commit: sha("1"), gates: ["size"] };
  const state = { status: "changes", verdict: { ...verdict, rules: 2 } };
  expect(todoRecordSchema.parse({ ...earlier, checked, state })).toEqual({
    ...{ ...fresh, checked: { ...checked, ran: [] } },
    state: { status: "changes", verdict },
  });
});

test("what an earlier version of a record does not say of cuts has its usual value", () => {
  const read = todoRecordSchema.parse({
    ...fresh,
    rested: { ...rested, isOthers: true },
    behind: true,
    cut,
    part,
  });
  expect(read).toMatchObject({
    ...{ rested: { parts: [], isOthers: true }, behind: true },
    ...{ cut: { letters: 0, depth: null }, part: { cut: 1 } },
  });
});
