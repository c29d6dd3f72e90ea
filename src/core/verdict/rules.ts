import { z } from "zod";
import { keyOf } from "../key.ts";
import { oncePer } from "../once.ts";

/** As much of a verdict as says which rules hold. */
interface Complying {
  readonly compliance: readonly { readonly rule: string; readonly ok: boolean }[];
}

/** Rules that one plan may have. */
export const maxRules = 100;

/** By which a record remembers a rule: another wording is another rule, another layout is not. */
export const ruleKeySchema = z.string().regex(/^[0-9a-f]{16}$/);
export const ruleKey = (rule: string): string => keyOf(rule.replace(/\s+/g, " ").trim());

/** What prompts call the plan's rule at this place, from 0: `R1` is the first one. */
export const ruleId = (at: number): string => `R${at + 1}`;

/**
 * The verdict with each rule that it names in the plan's own words. Ids are read where the reviewer was asked: in a
 * plan that was edited since they may stand for other rules.
 */
export const inRuleWords = <Given extends Complying>(verdict: Given, rules: readonly string[]): Given => ({
  ...verdict,
  compliance: verdict.compliance.map((one) => ({ ...one, rule: ruleNamed(one.rule, rules) ?? one.rule })),
});

/** Those of the plan's rules that a verdict confirms; one that it also calls broken is not. */
export const confirmedRules = (verdict: Complying, rules: readonly string[]): string[] => {
  const broken = brokenRules(verdict, rules);
  const said = verdict.compliance.filter(({ ok }) => ok).map(({ rule }) => ruleNamed(rule, rules));
  const confirmed = new Set(said.flatMap((rule) => (rule === null ? [] : [ruleKey(rule)])));
  const keys = keysOf(rules);
  return rules.filter((rule, at) => confirmed.has(keys[at] ?? "") && !broken.includes(rule));
};

/** Those of the plan's rules that a verdict calls broken; words that may mean several break each of them. */
export const brokenRules = ({ compliance }: Complying, rules: readonly string[]): string[] => [
  ...new Set(compliance.filter(({ ok }) => !ok).flatMap(({ rule }) => rulesNamed(rule, rules))),
];

/** Those of the plan's rules that are not among the remembered ones. */
export const unconfirmed = (rules: readonly string[], remembered: readonly string[]): string[] => {
  const keys = keysOf(rules);
  return rules.filter((_, at) => !remembered.includes(keys[at] ?? ""));
};

const keysOf = oncePer((rules: readonly string[]) => rules.map(ruleKey));

/** The one rule that is named by its id, by its words, or by both; `null` when it is none, or more than one. */
export const ruleNamed = (said: string, rules: readonly string[]): string | null => {
  const named = rulesNamed(said, rules);
  const [first] = named;
  return first !== undefined && named.every((rule) => ruleKey(rule) === ruleKey(first)) ? first : null;
};

/** The rules of exactly these words; else of nearly these; else the one of this id. */
const rulesNamed = (said: string, rules: readonly string[]): string[] => {
  const key = ruleKey(said);
  const keys = keysOf(rules);
  const same = rules.filter((_, at) => keys[at] === key);
  if (same.length > 0) return same;
  const form = normalForm(said);
  const near = rules.filter((rule) => form !== "" && normalForm(rule) === form);
  return near.length > 0 ? near : byId(form, rules);
};

/** `R2`, or `R2` with the words of that rule behind it. */
const byId = (form: string, rules: readonly string[]): string[] => {
  const [, number, words] = idForm.exec(form) ?? [];
  const rule = number === undefined ? undefined : rules[Number(number) - 1];
  if (rule === undefined) return [];
  return words === undefined || words === normalForm(rule) ? [rule] : [];
};

const idForm = /^[[(]?r([1-9]\d{0,2})[\])]?(?:(?:\s*[:.-]\s*|\s+)(\S.*)|\s*[:-])?$/s;

/**
 * A rule's words without what a program changes as it copies them: case, quotes, the kind of a dash, white space, and
 * full stops at the end. Letters that only look alike stay apart.
 */
const normalForm = (words: string): string =>
  words
    .normalize("NFC")
    .replace(/[\p{Pi}\p{Pf}"'`´‚„′″＂＇「」『』]/gu, "")
    .replace(/[\p{Pd}−]/gu, "-")
    .toUpperCase()
    .toLowerCase()
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[\s.。]+$/, "");
