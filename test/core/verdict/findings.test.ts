import {
  fingerprint,
  type Point,
  repeated,
  type Tracked,
  track,
} from "../../../src/core/verdict/findings.ts";

const point = (text: string, more: Partial<Point> = {}): Point => ({ path: "a.ts", line: 1, text, ...more });

/** What is followed after these rounds, each a list of what its review found. */
const after = (...rounds: readonly (readonly Point[])[]): Tracked[] =>
  rounds.reduce<Tracked[]>((known, points, at) => track(known, points, at + 1), []);

const said = "Validate the amount before it is charged.";

test.each<[string, Point]>([
  ["the same words", point(said)],
  ["the lines have moved", point(said, { line: 90 })],
  ["it names a line that has moved", point("Line 17: validate the amount before it is charged (a.ts:17)")],
  ["case and marks differ", point("validate THE `amount`, before it is charged!")],
  ["the order of words differs", point("Before it is charged, validate the amount")],
  ["a few words differ", point("Please validate the amount before it is being charged")],
])("it is the same finding when %s", (_, again) => {
  const [one, ...more] = after([point(said)], [again]);
  expect(more).toEqual([]);
  expect(one).toMatchObject({
    first: 1,
    seen: 2,
    running: 2,
    open: true,
    line: again.line,
    text: again.text,
  });
});

test.each<[string, Point]>([
  ["it is about another file", point(said, { path: "b.ts" })],
  ["it is about the change as a whole", point(said, { path: null })],
  ["it says something else", point("Name the parameter for what it holds")],
  ["it shares some words", point("Charge the amount twice when the first call fails")],
])("it is another finding when %s", (_, other) => {
  expect(after([point(said)], [other]).map(({ open }) => open)).toEqual([true, false]);
});

test("scripts without spaces are compared by sign", () => {
  expect(after([point("金額を検証してください")], [point("金額を検証して下さい")])).toHaveLength(1);
  expect(after([point("金額を検証してください")], [point("名前を変える")])).toHaveLength(2);
});

test("three rounds running are a question, a round without it begins anew", () => {
  const one = [point(said)];
  expect(repeated(after(one, one))).toEqual([]);
  expect(repeated(after(one, one, one))).toMatchObject([{ first: 1, running: 3 }]);
  expect(after(one, one, [], one)).toMatchObject([{ first: 1, seen: 3, running: 1, open: true }]);
  expect(repeated(after(one, one, [], one, one))).toEqual([]);
});

test("what is not found again is fixed, and the fixed are forgotten first", () => {
  const word = (at: number): string => "abcdefghijklmnopqrstuvwxyz".charAt(at).repeat(5);
  const many = Array.from({ length: 20 }, (_, at) => point(word(at)));
  const later = Array.from({ length: 10 }, (_, at) => point(word(at), { path: "b.ts" }));
  const tracked = after(many, later);
  expect(tracked).toHaveLength(24);
  expect(tracked.filter(({ open }) => open).map(({ path }) => path)).toEqual(Array(10).fill("b.ts"));
});

test("one round makes a finding once", () => {
  expect(after([point(said), point(said, { line: 5 })])).toMatchObject([{ seen: 1 }]);
});

test("a fingerprint is the file's and the words', and keeps numbers that are no lines", () => {
  const of = (text: string) => fingerprint({ path: null, text });
  expect(of("Add a test at x.ts:12")).toBe(of("add a test at x.ts:99"));
  expect(of("Allow 5 retries")).not.toBe(of("Allow 6 retries"));
});
