import { z } from "zod";
import { keyOf } from "../key.ts";
import type { Verdict } from "./verdict.ts";

/** Rules that one plan may have. */
export const mostRules = 100;

/** By which a record remembers a rule: another wording is another rule, another layout is not. */
export const ruleKeySchema = z.string().regex(/^[0-9a-f]{16}$/);
export const ruleKey = (rule: string): string => keyOf(rule.replace(/\s+/g, " ").trim());

/** Those of the plan's rules that a verdict confirms; one that it also calls broken is not. */
export const confirmedRules = (
  { compliance }: Pick<Verdict, "compliance">,
  rules: readonly string[],
): string[] => {
  const said = (wanted: boolean) =>
    new Set(compliance.filter(({ ok }) => ok === wanted).map(({ rule }) => ruleKey(rule)));
  const [confirmed, broken] = [said(true), said(false)];
  return rules.filter((rule) => confirmed.has(ruleKey(rule)) && !broken.has(ruleKey(rule)));
};

/** Those of the plan's rules that are not among the remembered ones. */
export const unconfirmed = (rules: readonly string[], remembered: readonly string[]): string[] =>
  rules.filter((rule) => !remembered.includes(ruleKey(rule)));
