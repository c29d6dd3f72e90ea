import { newRecord, type TodoRecord } from "../../../src/core/todo/record.ts";
import { fromV1, todoRecordV1Schema, toV1 } from "../../../src/core/todo/record-v1.ts";
import { sha } from "../scene.ts";
import { type Brief, withBrief } from "./brief.ts";

const fresh = newRecord({
  ...{ plan: "p", todo: "t", body: "b", order: "00a", branch: "p/00a-t", phase: 0, needs: [], from: null },
});
const claim = { run: "r", sha: sha("c"), at: "2026-11-22T00:00:00.000Z" };
const earlier = { ...claim, reads: 1 } as const;
const verdict = { commit: sha("1"), approved: false, round: 1, rules: [], by: "reviewer", person: false };
const approval = { ...verdict, approved: true } as const;
const { state: _, v: __, told: ___, logs: ____, ...facts } = fresh;
const written = {
  ...{ ...facts, v: 1, claim: null, verdict: null, blocked: null, wants: [], skipped: null, removed: false },
};
const read = (more: object): TodoRecord => fromV1(todoRecordV1Schema.parse({ ...written, ...more }));

test.each<[string, Readonly<Record<string, unknown>>, TodoRecord["state"]]>([
  ["ready", { status: "ready" }, { status: "ready" }],
  ["working", { status: "working", claim }, { status: "working", claim: earlier, verdict: null }],
  ["working for nobody", { status: "working" }, { status: "pending" }],
  [
    "working for nobody after a review",
    { status: "working", rounds: 1, verdict },
    { status: "changes", verdict },
  ],
  ["in its review", { status: "review", claim }, { status: "review", claim: earlier, verdict: null }],
  ["sent back", { status: "changes", verdict }, { status: "changes", verdict }],
  ["approved", { status: "approved", verdict: approval }, { status: "approved", verdict: approval }],
  ["approved by nobody", { status: "approved" }, { status: "review", claim: null, verdict: null }],
  [
    "approved, though refused",
    { status: "approved", verdict },
    { status: "review", claim: null, verdict: null },
  ],
  [
    "blocked",
    { status: "blocked", blocked: "why", verdict },
    { status: "blocked", reason: { code: "untold", said: "why" }, verdict },
  ],
  [
    "blocked without a word",
    { status: "blocked" },
    { status: "blocked", reason: { code: "untold", said: "" }, verdict: null },
  ],
  [
    "blocked for paths",
    { status: "blocked", blocked: "why", wants: ["a.ts"] },
    { status: "blocked", reason: { code: "paths-wanted", paths: ["a.ts"] }, verdict: null },
  ],
  [
    "skipped",
    { status: "ready", skipped: "ada: no" },
    { status: "skipped", why: "ada: no", before: { status: "ready" } },
  ],
  [
    "removed after it was skipped",
    { status: "ready", skipped: "ada: no", removed: true },
    { status: "removed", before: { status: "ready" } },
  ],
])("a record of version 1 that is %s is read as that", (_, more, state) => {
  expect(read(more)).toEqual({ ...fresh, rounds: more.rounds ?? 0, state });
});

test("that people were told why it waits is remembered while it does, and how often for ever", () => {
  const told = { times: 2, reason: "k" };
  expect(read({ status: "blocked", blocked: "why", told }).told).toEqual(told);
  expect(read({ status: "ready", told }).told).toEqual({ times: 2, reason: null });
});

test("words of version 1 are read as long as it wrote them", () => {
  const isRead = (more: object) =>
    todoRecordV1Schema.safeParse({ ...written, status: "blocked", ...more }).success;
  const sizes = [2000, 2001].map((size) => isRead({ blocked: "x".repeat(size) }));
  expect([...sizes, ...[400, 401].map((size) => isRead({ skipped: "x".repeat(size) }))]).toEqual([
    ...[true, false],
    ...[true, false],
  ]);
});

const url = "https://e.com/runs/7";

test.each<[string, Brief]>([
  ["at work", { status: "working", claim: earlier }],
  ["at work again", { status: "working", claim: earlier, verdict, rounds: 1 }],
  ["in its review", { status: "review", claim: earlier, pull: 1 }],
  ["told of once", { status: "working", claim: earlier, told: { times: 1, reason: null } }],
  ["with its pages", { status: "working", claim: earlier, logs: { kind: "run", url } }],
])(
  "a todo that a run of version 1 holds, %s, is written as that reads it, and read as it was",
  (_, brief) => {
    const record = withBrief(fresh, brief);
    const as = toV1(record, earlier);
    expect(fromV1(todoRecordV1Schema.parse(as))).toEqual(record);
    expect(Object.keys(as).filter((key) => key === "told" || key === "logs")).toEqual(
      ["told", "logs"].filter((key) => key in brief),
    );
    expect(as).toMatchObject({
      v: 1,
      status: brief.status,
      blocked: null,
      wants: [],
      skipped: null,
      removed: false,
    });
    expect(as.claim).toEqual(claim);
  },
);
