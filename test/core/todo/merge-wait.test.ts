import {
  isForPerson,
  keptAnswer,
  keptNames,
  type MergeWait,
  mayPass,
  mergeWaitSchema,
  mergeWaitText,
} from "../../../src/core/todo/merge-wait.ts";
import { sha } from "../scene.ts";

const at = "2026-11-22T00:00:00.000Z";
const waits: { readonly [C in MergeWait["code"]]: Extract<MergeWait, { code: C }> } = {
  approval: { code: "approval", url: "https://example.com/1" },
  hung: { code: "hung", checks: ["unit", "lint"], minutes: 30 },
  unread: { code: "unread", said: "no" },
  "not-run": { code: "not-run", checks: [] },
  declined: { code: "declined", said: "no", at, asked: true },
  queued: { code: "queued", head: sha("1"), at, times: 2 },
  ejected: { code: "ejected", head: sha("1"), said: "no" },
};

test.each<[keyof typeof waits, string]>([
  ["approval", "wait for somebody with write access to let them run: https://example.com/1"],
  ["hung", '"unit", "lint" did not end within 30 min'],
  ["unread", "what the checks say cannot be read (no): give the token"],
  ["not-run", "something must have passed there"],
  ["declined", "the forge declines to merge it: no"],
  ["queued", "it is in the merge queue"],
  ["ejected", "it came out of the merge queue: no; put it in again"],
])("what is kept of a merge that waits, %s, is read as it was written, and has words", (code, words) => {
  expect(mergeWaitSchema.parse(waits[code])).toEqual(waits[code]);
  expect(mergeWaitText(waits[code])).toContain(words);
});

test("a person is asked about all but what is queued, and what was declined once they were", () => {
  const asked = Object.values(waits).filter(isForPerson);
  expect(asked.map(({ code }) => code)).toEqual(Object.keys(waits).filter((code) => code !== "queued"));
  expect(isForPerson({ ...waits.declined, asked: false })).toBe(false);
});

test("the first time in a queue needs no number", () => {
  const { times: _, ...first } = waits.queued;
  expect(mergeWaitSchema.parse(first)).toEqual({ ...first, times: 1 });
});

const text = (length: number): string => "x".repeat(length);
test.each<[string, (size: number) => object, number, number]>([
  ["links", (n) => ({ ...waits.approval, url: text(n) }), 0, 500],
  ["checks", (n) => ({ ...waits.hung, checks: Array.from({ length: n }, () => "a") }), 0, 20],
  ["names of checks", (n) => ({ ...waits.hung, checks: [text(n)] }), 0, 300],
  ["answers about checks", (n) => ({ ...waits.unread, said: text(n) }), 0, 500],
  ["answers to merges", (n) => ({ ...waits.declined, said: text(n) }), 0, 500],
  ["answers of queues", (n) => ({ ...waits.ejected, said: text(n) }), 0, 500],
  ["times in a queue", (n) => ({ ...waits.queued, times: n }), 1, Number.MAX_SAFE_INTEGER],
])("%s that are kept have their bounds", (_, sized, least, most) => {
  const sizes = [least - 1, least, most, most + 1].filter((size) => size >= 0);
  expect(sizes.filter((size) => mergeWaitSchema.safeParse(sized(size)).success)).toEqual([least, most]);
});

test("names and answers are kept on one line each, as many as there is room for", () => {
  const names = keptNames([`a\n\tb`, text(400), ...Array.from({ length: 30 }, () => "c")]);
  expect([names.length, names[0], names[1]?.length]).toEqual([20, "a b", 300]);
  expect(keptAnswer("\n No,\n not yet. ")).toBe("No, not yet.");
  expect(keptAnswer(text(600))).toHaveLength(500);
});

test.each([
  ['Required status check "unit" is expected.', true],
  ["2 of 2 required status checks are pending.", true],
  ["Base branch was modified. Review and try the merge again.", true],
  ["Pull request is in the merge queue", true],
  ["Changes must be made through a pull request.", false],
])("whether “%s” may pass by itself is %s", (said, is) => {
  expect(mayPass(said)).toBe(is);
});
