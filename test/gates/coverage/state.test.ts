import { MilepostError } from "../../../src/core/error.ts";
import { type FoundReport, readReport, unreadable } from "../../../src/gates/coverage/state.ts";
import { report } from "./reports.ts";

const repository = { roots: ["/home/ada/shop"], paths: new Set(["src/price.js"]), modules: [] };
const head = "a".repeat(40);
const minute = 60_000;

const found = (more: Partial<FoundReport> = {}): FoundReport => ({
  path: "coverage/lcov.info",
  file: { text: report("istanbul.info"), writtenAt: 10 * minute },
  commit: head,
  head,
  notBefore: { at: 9 * minute, event: "verify" },
  ...more,
});

test("a fresh report of the head is read", () => {
  expect(readReport(found(), repository)).toMatchObject({
    kind: "read",
    report: {
      unmapped: ["src/idle.js"],
      files: new Map([["src/price.js", expect.objectContaining({ covered: 4 })]]),
    },
  });
});

test.each<[string, Partial<FoundReport>]>([
  ["of a commit that nobody knows", { commit: null }],
  ["of any age", { notBefore: null, file: { text: "", writtenAt: 0 } }],
  ["that is older by less than a second", { notBefore: { at: 10 * minute + 999, event: "verify" } }],
])("a report %s is read", (_, more) => {
  expect(readReport(found(more), repository).kind).toBe("read");
});

test.each<[string, Partial<FoundReport>, string]>([
  ["missing", { file: null }, "there is no report at coverage/lcov.info"],
  [
    "stale",
    { notBefore: { at: 11 * minute, event: "verify" } },
    "coverage/lcov.info is stale: it was written 60 s before the verify commands started",
  ],
  [
    "stale",
    { notBefore: { at: 11 * minute, event: "commit" } },
    "coverage/lcov.info is stale: it was written 60 s before the head commit was made",
  ],
  [
    "stale",
    { commit: "b".repeat(40) },
    "coverage/lcov.info is stale: it was made for commit bbbbbbbbbbbb, and the head is aaaaaaaaaaaa",
  ],
  [
    "unreadable",
    { file: { text: "SF:a", writtenAt: 10 * minute } },
    "coverage/lcov.info cannot be read: line 1 of the LCOV report: the last record has no `end_of_record`: " +
      "the report was cut off",
  ],
])("a report is %s, with the reason and the fix", (kind, more, reason) => {
  expect(readReport(found(more), repository)).toEqual({ kind, reason, fix: expect.stringMatching(/\w/) });
});

test("a report that the machine cannot read is unreadable, with the machine's reason", () => {
  const error = new MilepostError("it is a folder", { hint: "name a file in `coverage.report`" });
  expect(unreadable("coverage", error)).toEqual({
    kind: "unreadable",
    reason: "coverage cannot be read: it is a folder",
    fix: "name a file in `coverage.report`",
  });
});
