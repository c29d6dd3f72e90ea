import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { stringify } from "yaml";
import { readPlainYaml } from "../../../src/core/plan/read/plain-yaml.ts";
import type { Places } from "../../../src/core/plan/read/values.ts";
import { readAnyYaml } from "../../../src/core/plan/read/yaml.ts";
import { times } from "../../thorough.ts";

/** A value with the offsets of all that is in it. */
const located = (value: unknown, places: Places): unknown => {
  if (typeof value !== "object" || value === null) return value;
  const inner = Object.entries(value).map(([key, one]) => [key, located(one, places)]);
  const held = places.get(value);
  return { isList: Array.isArray(value), inner, start: held?.start, entries: [...(held?.entries ?? [])] };
};

/** Says that a text is read as the parser of the whole language reads it, or answers that it is left to that. */
const isReadPlainly = (text: string): boolean => {
  const plain = readPlainYaml(text);
  if (plain === null) return false;
  const whole = readAnyYaml(text);
  const read = { findings: [], brokenFrom: null, value: located(plain.value, plain.places) };
  const { findings, brokenFrom } = whole;
  expect({ text, ...read }).toEqual({
    text,
    findings,
    brokenFrom,
    value: located(whole.value, whole.places),
  });
  return true;
};

const filesIn = (folder: string, ending: RegExp): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).flatMap((name) =>
    ending.test(name) ? [`${folder}/${name}`] : [],
  );

const files = [...filesIn("plans", /\.yml$/), ...filesIn("examples", /plan\.yml$/)];
const plans = files.map((file) => readFileSync(file, "utf8"));

test.each(files.map((file, at) => [file, plans[at] ?? ""]))("%s is read plainly", (_, text) => {
  expect(isReadPlainly(text)).toBe(true);
});

test("a plan that is wrong is read as before, or left to the parser of the whole language", () => {
  const broken = filesIn("test/core/plan/broken", /\.yml$/).map((file) => readFileSync(file, "utf8"));
  expect(broken.filter((text) => !text.includes("\r")).length).toBeGreaterThan(30);
  for (const text of broken) isReadPlainly(text);
});

test.each([
  "a: b\n",
  "a:\n  b: 1\n  c: [x, 'it''s', \"q\\n\"]\nd:\n- e\n- f: g\n  h:\n  - i\n",
  "a: |\n  one\n\n    two\n  three\n\nb: |-\n  x\n",
  "# first\na: b # why\n\n# between\nc:\n  # inside\n  d: null\n",
  "a: https://x.y/z?q=1#part\nb: x#y\nc: 12\nd: 1.50\ne: 01a\nf: true\ng:\n",
  '{"a": [1, {"b": "c d"}],\n "e": null}\n',
  "a:\n  - b: c\n    d: e\n  - {f: g, h: [i]}\n",
])("%j is read plainly", (text) => {
  expect(isReadPlainly(text)).toBe(true);
});

test.each([
  ...["a: &x b\n", "a: *x\n", "a: !t b\n", "a: >\n  b\n", "a: b\n  c\n", "a: 'b\n  c'\n", "? a\n: b\n"],
  ...["---\na: b\n", "a: 0x1f\n", "a: 1e3\n", "a: .5\n", "a: ~\n", "a: -1\n", "a: 007\n", "a: .inf\n"],
  ...["a: b\na: c\n", "a: [b: c]\n", "a: {b}\n", "a: [b,]\n", "- a\n", "a\n", "", "a:\tb\n", "a: b\r\n"],
  ...["a: |\n  b", "a: |2\n   b\n", "a: |+\n  b\n\n", "a: @b\n", "a: `b\n", "a:b\n", '"a":b\n', "true: b\n"],
])("%j is left to the parser of the whole language", (text) => {
  expect(isReadPlainly(text)).toBe(false);
});

const word = fc.stringMatching(/^[\w .:,#'"{}[\]|>&*!%@`~?+-]{0,12}$/);
const scalar = fc.oneof(word, fc.lorem(), fc.integer(), fc.double(), fc.boolean(), fc.constant(null));
const tree = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    scalar,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.stringMatching(/^[a-z][\w-]{0,8}$/), tie("value"), { maxKeys: 4 }),
  ),
})).value;

test("whatever is written in any style is read as the parser of the whole language reads it", () => {
  const styles = fc.record({
    indent: fc.constantFrom(2, 4),
    indentSeq: fc.boolean(),
    lineWidth: fc.constantFrom(0, 80),
    collectionStyle: fc.constantFrom("any" as const, "flow" as const, "block" as const),
    defaultStringType: fc.constantFrom("PLAIN" as const, "QUOTE_DOUBLE" as const, "QUOTE_SINGLE" as const),
  });
  let plain = 0;
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom("a", "b", "c"), tree, { minKeys: 1 }),
      styles,
      (value, style) => {
        if (isReadPlainly(stringify(value, style))) plain += 1;
      },
    ),
    { numRuns: times(300) },
  );
  expect(plain).toBeGreaterThan(times(20));
});

test("a plan of which anything was changed is read as the parser of the whole language reads it", () => {
  const small = plans.filter(({ length }) => length < 6000);
  const pieces = [..."\n \"':,[]{}#|-a0&*!>%@`~?", "\n  ", ": ", "- ", " #", "\n\n", "|\n", "\n- ", "null"];
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    put: fc.constantFrom(...pieces),
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...small),
      fc.array(fc.tuple(change, fc.nat(3)), { minLength: 1, maxLength: 4 }),
      (text, changes) => {
        const changed = changes.reduce((now, [{ at, put }, cut]) => {
          const from = Math.floor(at * now.length);
          return now.slice(0, from) + put + now.slice(from + cut);
        }, text);
        isReadPlainly(changed);
      },
    ),
    { numRuns: times(300) },
  );
});
