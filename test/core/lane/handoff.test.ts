import { entrySchema, headToReview, type Proposal, type WorkEntry } from "../../../src/core/lane/handoff.ts";
import { sha } from "../scene.ts";

const head = sha("a");
const entry: WorkEntry = {
  kind: "work",
  ...{ plan: "p", body: "a", todo: "a-0", order: "00a", issue: 1, branch: "p/00a-a-0", base: "main" },
  ...{ baseSha: sha("1"), head, start: head, from: "implement", round: 2, attempt: 1, fixes: [3], pull: 2 },
  ...{
    reviewed: head,
    granted: [],
    allowed: [],
    checked: true,
    worktree: "a",
    claim: sha("c"),
    agent: 0,
    reviewer: 0,
  },
};
const nothing = { outcome: "nothing-to-do" } as const;
const proposed: Proposal = { kind: "proposed", pull: 2, head: sha("b"), lines: 1 };

test.each<[string, Partial<WorkEntry>, string | null]>([
  ["was reviewed", {}, null],
  ["was sent back without a verdict", { reviewed: null }, null],
  ["a person has pushed since it was reviewed", { reviewed: sha("1") }, head],
  ["an earlier lane proposed and nobody has reviewed", { reviewed: null, fixes: [] }, head],
  ["is not proposed", { pull: null, reviewed: null, fixes: [] }, null],
])("of a head that the agent left as it is and that %s is reviewed: %s", (_, more, expected) => {
  expect(headToReview({ ...entry, ...more }, nothing, null)).toBe(expected);
});

test("what was proposed is reviewed, and what an agent failed at is not", () => {
  expect(headToReview(entry, { outcome: "done" }, proposed)).toBe(sha("b"));
  expect(headToReview({ ...entry, reviewed: null, fixes: [] }, { outcome: "failed" }, null)).toBeNull();
});

test("an entry of an earlier version is read", () => {
  const { reviewed: _, kind: __, agent: ___, reviewer: ____, ...old } = entry;
  expect(entrySchema.parse(old)).toEqual({ ...entry, reviewed: null });
});

test.each<[string, unknown]>([
  ["a kind that nobody knows", { ...entry, kind: "other" }],
  ["no kind that is a word", { ...entry, kind: null }],
  ["more than an entry has", { ...entry, more: 1 }],
  ["no fields at all", null],
])("an entry with %s is none", (_, given) => {
  expect(entrySchema.safeParse(given).success).toBe(false);
});
