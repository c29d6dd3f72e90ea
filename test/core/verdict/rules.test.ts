import { brokenRules, confirmedRules, inRuleWords, ruleKey } from "../../../src/core/verdict/rules.ts";

const rules = [
  'Say "no" to “magic” values – they don’t read.',
  "Wait at most 10² ms",
  "Keep Straße, café and İ as they are",
  "R2",
  "Use the name url",
  "Use the name URL",
];

const entry = (rule: string, ok = true) => ({ rule, ok, note: "" });
const confirmedBy = (...said: string[]) =>
  confirmedRules({ compliance: said.map((one) => entry(one)) }, rules).map((rule) => rules.indexOf(rule) + 1);

test.each<[string, string, number]>([
  ["without its full stop", 'Say "no" to “magic” values – they don’t read', 1],
  ["with more full stops, outside its quotes", '"Say "no" to “magic” values – they don’t read".. ', 1],
  ["in other case", 'SAY "NO" TO “MAGIC” VALUES – THEY DON’T READ.', 1],
  ["with other quotes", "Say 'no' to `magic` values – they don't read.", 1],
  ["with quotes of other languages", "Say «no» to „magic“ values – they don´t read.", 1],
  ["without quotes", "Say no to magic values – they dont read.", 1],
  ["with other dashes", 'Say "no" to “magic” values — they don’t read.', 1],
  ["with a hyphen and in lines", 'Say "no"\n  to “magic”\tvalues - they\u00a0don’t read.\n', 1],
  ["with its letters put together otherwise", "Keep Straße, cafe\u0301 and İ as they are", 3],
  ["in capitals that have other letters", "KEEP STRASSE, CAFÉ AND İ AS THEY ARE", 3],
  ["by its id", "R1", 1],
  ["by its id in lower case and quotes", "`r3`.", 3],
  ["by its id in brackets", "[R3]", 3],
  ["by its id and words", 'R1: say "no" to "magic" values - they don\'t read', 1],
  ["by its id and words after a full stop", "R3. Keep Straße, café and İ as they are", 3],
  ["by its id and words after a dash", "(R3) – Keep Straße, café and İ as they are", 3],
  ["in its exact words, where another rule has nearly the same", "Use the  name URL", 6],
  ["in words that are another one's id", "R2", 4],
  ["by an id behind which its words tell it from the other", "R2: Wait at most 10² ms", 2],
])("a rule is named %s", (_, said, number) => {
  expect(confirmedBy(said)).toEqual([number]);
});

test.each([
  ["other words", "Say no to values – they don’t read"],
  ["words beside its own", 'Please say "no" to “magic” values – they don’t read.'],
  ["other figures", "Wait at most 102 ms"],
  ["letters that look alike", "Wаit at most 10² ms"],
  ["nothing", ""],
  ["full stops", "..."],
  ["a number", "1"],
  ["an id that no rule has", "R7"],
  ["an id from 0", "R0"],
  ["an id of many digits", "R01"],
  ["an id glued to words", "R3Keep Straße, café and İ as they are"],
  ["an id with another's words", "R1: Wait at most 10² ms"],
  ["two ids", "R1, R3"],
  ["words of two rules", "use the name Url"],
])("%s name no rule", (_, said) => {
  expect(confirmedBy(said)).toEqual([]);
});

test("a rule is broken however it is named, also beside a confirmation, and by words that may mean it", () => {
  const compliance = [
    entry("Use the name url"),
    entry("use the name Url", false),
    entry("r1"),
    entry("R1", false),
  ];
  expect(brokenRules({ compliance }, rules).map((rule) => rules.indexOf(rule) + 1)).toEqual([5, 6, 1]);
  expect(confirmedRules({ compliance }, rules)).toEqual([]);
});

test("the same rule twice is confirmed as one", () => {
  expect(confirmedRules({ compliance: [entry("R1")] }, ["Be kind", " Be  kind"])).toHaveLength(2);
});

test("rules are told in the plan's own words, and what names none as it was said", () => {
  const compliance = ["R3", "wait at most 10² MS.", "Be nice"].map((rule) => entry(rule));
  expect(inRuleWords({ compliance }, rules).compliance.map(({ rule }) => rule)).toEqual([
    rules[2],
    rules[1],
    "Be nice",
  ]);
});

test("a record's key of a rule is what it was", () => {
  expect(ruleKey(" Be\n kind ")).toBe(ruleKey("Be kind"));
  expect(ruleKey("Be kind.")).not.toBe(ruleKey("Be kind"));
  expect(ruleKey("Be kind")).toBe("3006a904484be562");
});
