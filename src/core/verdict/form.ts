import { cut } from "../key.ts";
import { brokenRules, confirmedRules, ruleId, ruleNamed } from "./rules.ts";
import type { Verdict } from "./verdict.ts";

/** What a verdict is about: the commit under review, and the plan's rules. */
interface Subject {
  readonly head: string;
  readonly rules: readonly string[];
}

/**
 * What is wrong with the form of a verdict, each a sentence with what is expected: only who wrote it can mend that.
 * Nothing is where nothing turns on it: a change that is sent back needs no rule confirmed.
 */
export const formProblems = (verdict: Verdict, subject: Subject): string[] => [
  ...(verdict.decision === "approve" || verdict.commit !== undefined ? commitProblems(verdict, subject) : []),
  ...(verdict.decision === "approve" ? approvalProblems(verdict, subject) : requestProblems(verdict)),
];

const commitProblems = ({ commit }: Verdict, { head }: Subject): string[] =>
  commit === head
    ? []
    : [
        commit === undefined
          ? `"commit" is missing: name the commit under review, "${head}"`
          : `"commit" is "${commit}", and the commit under review is "${head}": judge that one, and name it`,
      ];

const approvalProblems = (verdict: Verdict, { rules }: Subject): string[] => {
  const { compliance } = verdict;
  const said = confirmedRules({ compliance: compliance.filter(({ ok }) => ok) }, rules);
  const broken = brokenRules(verdict, rules);
  if (holdsAgainst(verdict) || broken.some((rule) => !said.includes(rule))) return [];
  const missing = rules.filter((rule) => !said.includes(rule));
  const named = (rule: string): string => `${ruleId(rules.indexOf(rule))}, ${quoted(rule)}`;
  const nameless = compliance.filter(({ rule }) => ruleNamed(rule, rules) === null);
  return [
    ...broken.map(
      (rule) => `"compliance" both confirms and denies ${named(rule)}: keep the entry that is right`,
    ),
    ...missing.map(
      (rule) =>
        `"compliance" says nothing of ${named(rule)}: add an entry that names it, with "ok" true or false`,
    ),
    ...nameless
      .filter(({ ok }) => missing.length > 0 || !ok)
      .map(
        ({ rule }) => `${quoted(rule)} in "compliance" is no rule: name one by its id, or by its words alone`,
      ),
  ];
};

const requestProblems = (verdict: Verdict): string[] =>
  verdict.summary.trim() !== "" || holdsAgainst(verdict) || verdict.compliance.some(({ ok }) => !ok)
    ? []
    : [
        `"decision" is "request_changes", and nothing says what is wrong: say it in "findings" or in "summary"`,
      ];

const holdsAgainst = ({ findings, followUps }: Verdict): boolean =>
  findings.some(({ severity }) => severity === "blocking") || followUps.some(({ kind }) => kind === "fix");

const quoted = (text: string): string => JSON.stringify(cut(text.replace(/\s+/g, " ").trim(), 300));
