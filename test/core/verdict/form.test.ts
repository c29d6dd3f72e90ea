import { formProblems } from "../../../src/core/verdict/form.ts";
import { type Verdict, verdictSchema } from "../../../src/core/verdict/verdict.ts";
import { sha } from "../scene.ts";

const head = sha("a");
const rules = ["Be kind.", "Be brief"];
const confirmed = [
  { rule: "R1", ok: true },
  { rule: "be brief.", ok: true },
];
const denied = { rule: "Be kind", ok: false };
const finding = { path: "a.ts", line: 3, body: "No", severity: "blocking" };
const fix = { kind: "fix", title: "Mend it" };

const given = (verdict: object): Verdict =>
  verdictSchema.parse({
    decision: "approve",
    summary: "Fine.",
    commit: head,
    compliance: confirmed,
    ...verdict,
  });
const request = (verdict: object): Verdict =>
  given({ decision: "request_changes", summary: " ", compliance: [], ...verdict });

test.each<[string, Verdict]>([
  ["an approval that confirms all rules", given({ commit: head })],
  [
    "an approval with words that are no rule beside",
    given({ compliance: [...confirmed, { rule: "R9", ok: true }] }),
  ],
  ["an approval that a finding refutes, without the rules", given({ compliance: [], findings: [finding] })],
  ["an approval that a fix refutes, without the rules", given({ compliance: [], followUps: [fix] })],
  ["an approval that a broken rule refutes, without the other", given({ compliance: [denied] })],
  ["a request with a summary, without the rules", request({ summary: "No" })],
  ["a request with a finding", request({ findings: [finding] })],
  ["a request with a fix", request({ followUps: [fix] })],
  ["a request with a broken rule", request({ compliance: [denied] })],
])("nothing is wrong with the form of %s", (_, verdict) => {
  expect(formProblems(verdict, { head, rules })).toEqual([]);
});

test.each<[string, Verdict, readonly string[]]>([
  [
    "a rule is left out",
    given({ compliance: confirmed.slice(0, 1) }),
    ['"compliance" says nothing of R2, "Be brief": add an entry that names it, with "ok" true or false'],
  ],
  [
    "a rule has other words",
    given({ compliance: [confirmed[0], { rule: "Be  short", ok: true }] }),
    [
      expect.stringContaining('says nothing of R2, "Be brief"'),
      '"Be short" in "compliance" is no rule: name one by its id, or by its words alone',
    ],
  ],
  [
    "a rule is confirmed and denied",
    given({ compliance: [...confirmed, denied] }),
    ['"compliance" both confirms and denies R1, "Be kind.": keep the entry that is right'],
  ],
  [
    "an approval is of another commit",
    given({ commit: sha("b") }),
    [`"commit" is "${sha("b")}", and the commit under review is "${head}": judge that one, and name it`],
  ],
  [
    "a request is of another commit",
    request({ summary: "No", commit: sha("b") }),
    [expect.stringMatching(/^"commit"/)],
  ],
  [
    "a request says nothing",
    request({ findings: [{ ...finding, severity: "note" }], followUps: [{ kind: "todo", title: "Later" }] }),
    [expect.stringMatching(/nothing says what is wrong/)],
  ],
])("it is said with what is expected when %s", (_, verdict, problems) => {
  expect(formProblems(verdict, { head, rules })).toEqual(problems);
});
