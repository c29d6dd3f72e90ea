import fc from "fast-check";
import { cut, keyOf } from "../../../src/core/key.ts";
import { maxBody, maxMarker, recordOf, textOf, withRecord } from "../../../src/core/snapshot/marker.ts";
import { newRecord, type TodoRecord } from "../../../src/core/todo/record.ts";
import { askOf } from "../../../src/core/verdict/verdict.ts";

const record: TodoRecord = newRecord({
  plan: "p",
  todo: "t",
  body: "b",
  order: "00a",
  branch: "p/00a-t",
  phase: 0,
  needs: [],
  from: null,
});

const blockedBy = (said: string): TodoRecord => ({
  ...record,
  state: { status: "blocked", reason: { code: "untold", said }, verdict: null },
});

const halfCharacter = /[\ud800-\udbff](?![\udc00-\udfff])/;

test("a record and its text come back, whatever is in them", () => {
  const words = fc.string({
    unit: fc.constantFrom("-->", "<!--", "<", ">", "é", "😀", "\n", "\r\n", "\\", '"', "a"),
  });
  fc.assert(
    fc.property(words, words, (said, text) => {
      const body = withRecord(blockedBy(said), text);
      expect(recordOf(body)).toEqual(blockedBy(said));
      expect(textOf(body)).toBe(text);
    }),
  );
});

test("a record of a version that did not know bills is still read", () => {
  const { booked: _, ...earlier } = record;
  const body = withRecord(record, "text").replace(
    /<!-- milepost .*? -->/,
    `<!-- milepost ${JSON.stringify(earlier)} -->`,
  );
  expect(body).not.toContain("booked");
  expect(recordOf(body)).toEqual(record);
});

test.each([
  ["plain", "a"],
  ["escaped", "<"],
  ["of two halves", "😀"],
  ["quoted", '"\n'],
])("a body with far too much in it stays within the limit and can be read: %s characters", (_, unit) => {
  const asks = Array.from({ length: 12 }, (_, at) =>
    askOf({ cause: "review", title: unit.repeat(200), body: unit.repeat(4000) + at }),
  );
  const body = withRecord({ ...blockedBy(unit.repeat(1000)), asks }, unit.repeat(100_000));
  expect(body.length).toBeLessThanOrEqual(maxBody);
  expect(body.indexOf("-->")).toBeLessThanOrEqual(maxMarker);
  expect(recordOf(body)).toMatchObject({ todo: "t", asks: asks.map(({ key }) => ({ key })) });
  expect(body).not.toMatch(halfCharacter);
});

test.each([
  ["text alone", "Do it"],
  ["a marker that does not begin the body", `Do it\n${withRecord(record, "")}`],
])("no record is found in %s", (_, body) => {
  expect(recordOf(body)).toBeNull();
});

test.each([
  ["a marker without an end", withRecord(record, "").slice(0, 40)],
  ["a marker that is no JSON", "<!-- milepost {oops -->"],
  ["a record that is not ours", '<!-- milepost {"v":1,"kind":"todo","todo":"t"} -->'],
  ["a record of no version", withRecord(record, "").replace('"v":2', '"v":0')],
  ["a version that is no number", withRecord(record, "").replace('"v":2', '"v":"2"')],
  ["a record that is a list", "<!-- milepost [2] -->"],
])("%s is unreadable", (_, body) => {
  expect(recordOf(body)).toBe("unreadable");
});

test.each([
  ["a later version", withRecord(record, "").replace('"v":2', '"v":3')],
  ["a kind that we do not have", withRecord(record, "").replace('"kind":"todo"', '"kind":"proof"')],
  ["a later version of which we know nothing", '<!-- milepost {"v":3} -->'],
])("%s is a newer Milepost's", (_, body) => {
  expect(recordOf(body)).toBe("newer");
});

test("keys that this version does not know are kept, wherever in a record they are", () => {
  const claim = { run: "r", sha: "c".repeat(40), at: "2026-01-01T00:00:00Z" };
  const ask = askOf({ cause: "review", title: "Do", body: "It" });
  const state = { status: "working", claim, verdict: null } as const;
  const known = withRecord({ ...record, state, asks: [ask] }, "text");
  const body = known
    .replace('"v":2', '"v":2,"w":{"x":[1]}')
    .replace('"run":"r"', '"run":"r","machine":"m"')
    .replace('"kind":"fix"', '"kind":"fix","weight":2')
    .replace('"usd":0', '"usd":0,"eur":3');
  const read = recordOf(body);
  if (read === null || typeof read === "string") throw new Error("it is read");
  expect(read).toMatchObject({
    ...{ w: { x: [1] }, state: { claim: { machine: "m" } }, asks: [{ weight: 2 }], spent: { eur: 3 } },
  });
  expect(recordOf(withRecord(read, "text"))).toEqual(read);
});

test("a cut text says so, is short enough, and never ends in half a character", () => {
  for (const most of [0, 3, 12, 13, 14, 15, 40]) {
    const short = cut("😀".repeat(30), most);
    expect(short.length).toBeLessThanOrEqual(most);
    expect(short).not.toMatch(halfCharacter);
  }
  expect(cut("enough", 6)).toBe("enough");
});

test("keys are 64-bit FNV-1a", () => {
  expect([keyOf(""), keyOf("a"), keyOf("foobar")]).toEqual([
    "cbf29ce484222325",
    "af63dc4c8601ec8c",
    "85944171f73967e8",
  ]);
});
