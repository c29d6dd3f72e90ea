import fc from "fast-check";
import { Sampler, sampleOf } from "../../../src/gates/generated/sampler.ts";

const whole = { lines: 3, whole: true };

test.each([
  ["", { head: [], tail: { secondLast: "", last: "" }, lines: 0, characters: 0 }],
  ["a", { head: ["a"], tail: { secondLast: "", last: "a" }, lines: 1, characters: 1 }],
  ["\n", { head: ["", ""], tail: { secondLast: "", last: "" }, lines: 2, characters: 0 }],
  ["a\r\nb\n", { head: ["a\r", "b", ""], tail: { secondLast: "b", last: "" }, lines: 3, characters: 3 }],
  ["1\n2\n3\n4", { head: ["1", "2", "3"], tail: { secondLast: "3", last: "4" }, lines: 4, characters: 4 }],
  ["\ufeffä", { head: ["\ufeffä"], tail: { secondLast: "", last: "\ufeffä" }, lines: 1, characters: 2 }],
])("%j is seen by its lines", (text, expected) => {
  expect(sampleOf(text, whole)).toMatchObject(expected);
});

test("what arrives in pieces is what arrived at once", () => {
  const texts = fc.string({ unit: fc.constantFrom("\n", "\r", "ä", "🐛", "var _i", "(function() {\n", "x") });
  const needs = fc.record({ lines: fc.integer({ min: 1, max: 4 }), whole: fc.boolean() });
  fc.assert(
    fc.property(texts, needs, fc.infiniteStream(fc.integer({ min: 1, max: 9 })), (all, need, steps) => {
      const inPieces = new Sampler(need);
      for (let at = 0; at < all.length; ) {
        const step = steps.next().value ?? 1;
        inPieces.push(all.slice(at, at + step));
        at += step;
      }
      const atOnce = new Sampler(need);
      atOnce.push(all);
      expect(inPieces.end()).toEqual(atOnce.end());
    }),
    { numRuns: 1_500 },
  );
});

test("reading ends once the first lines are there", () => {
  const sampler = new Sampler({ lines: 2, whole: false });
  sampler.push("a\nb");
  expect(sampler.full).toBe(false);
  sampler.push("b\nc\nd");
  expect(sampler.full).toBe(true);
  sampler.push("e\n");
  expect(sampler.end()).toMatchObject({ head: ["a", "bb"], lines: 2 });
});

test("of a line without end only its start is kept, but all of it is counted", () => {
  const sampler = new Sampler({ lines: 40, whole: true });
  const piece = "x".repeat(1024 * 1024);
  for (let mebibytes = 0; mebibytes < 64; mebibytes++) sampler.push(piece);
  const { head, tail, characters, lines } = sampler.end();
  expect([head[0]?.length, tail.last.length, characters, lines]).toEqual([65536, 65536, 64 * 1024 * 1024, 1]);
});
