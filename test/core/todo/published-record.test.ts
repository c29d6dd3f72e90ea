import { publishedRecord, reviewedFormally } from "../../../src/core/todo/published-record.ts";
import { newRecord } from "../../../src/core/todo/record.ts";
import type { Decision } from "../../../src/core/todo/state.ts";
import { sha } from "../scene.ts";
import { withBrief } from "./brief.ts";

const fresh = newRecord({
  ...{ plan: "p", todo: "a-0", body: "a", order: "00a", branch: "b", phase: 0, needs: [], from: null },
});
const verdict: Decision = {
  ...{ commit: sha("1"), approved: true, round: 2, rules: [], by: "reviewer", person: false },
};

test("what only its first forge and machine have of a todo is left behind, what is known of its work goes along", () => {
  const at = "2026-11-22T00:00:00.000Z";
  const known = withBrief(fresh, {
    ...{
      status: "approved",
      verdict,
      head: sha("1"),
      lines: 9,
      rounds: 2,
      granted: ["a"],
      base: "x",
      pull: 9,
    },
    ...{ claimed: sha("c"), logs: { kind: "files", paths: ["a.log"] }, resume: sha("d"), heard: [1] },
    hold: { account: "a", kind: "limited", until: at, times: 1 },
    ...{ served: [{ account: "a", at }], takenUp: ["0".repeat(16)] },
    lanes: [{ claim: "c", begun: at, ended: at, round: 1, how: "approved", gates: [], ran: [] }],
  });
  const bare = withBrief(fresh, {
    ...{ status: "approved", verdict, head: sha("1"), lines: 9, rounds: 2, granted: ["a"] },
  });
  expect(publishedRecord(known, { base: "main", pull: 3 })).toEqual({ ...bare, base: "main", pull: 3 });
  expect(publishedRecord(known, { base: null, pull: null })).toEqual(bare);
});

test("that a verdict is no formal review is said of an approval of the reviewer's alone", () => {
  const approved = withBrief(fresh, { status: "approved", verdict });
  const informal = reviewedFormally(approved, false);
  expect(informal).toEqual(withBrief(fresh, { status: "approved", verdict: { ...verdict, informal: true } }));
  expect(reviewedFormally(approved, true)).toEqual(approved);
  expect(reviewedFormally(informal, true)).toEqual(approved);
  for (const other of [
    withBrief(fresh, { status: "approved", verdict: { ...verdict, person: true } }),
    withBrief(fresh, { status: "changes", verdict }),
  ])
    expect(reviewedFormally(other, false)).toBe(other);
});
