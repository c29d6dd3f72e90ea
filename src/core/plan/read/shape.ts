import type { z } from "zod";
import { knownKeys } from "../json-schema.ts";
import { nearest } from "../nearest.ts";
import type { PlanFinding } from "../problem.ts";
import { type PlanFile, planFileSchema } from "../schema.ts";
import { stepsOf, valueAt } from "./path.ts";
import type { Places } from "./values.ts";
import { findingOf } from "./wording.ts";

/**
 * Holds a plan's values against the schema and says all that is wrong with their shape.
 * Changes `value` and `places`: a misspelled key is said once, then read as what it was meant to be, so that
 * it is not also missing; other unknown keys are dropped.
 */
export const checkShape = (
  value: unknown,
  places: Places,
): { findings: PlanFinding[]; parsed: PlanFile | null } => {
  const findings: PlanFinding[] = [];
  for (let result = planFileSchema.safeParse(value); ; result = planFileSchema.safeParse(value)) {
    if (result.success) return { findings, parsed: result.data };
    const issues = result.error.issues.flatMap((issue) => issuesIn(issue, value));
    const unknown = issues.filter((issue) => issue.code === "unrecognized_keys");
    if (unknown.length === 0)
      return {
        findings: [...findings, ...issues.map((issue) => findingOf(issue, value))],
        parsed: null,
      };
    for (const issue of unknown) findings.push(...mendKeys(issue, value, places));
  }
};

/** What is wrong with one thing or a list of them is said of the form that was written; a value of neither is no mapping. */
const issuesIn = (issue: z.core.$ZodIssue, root: unknown): z.core.$ZodIssue[] => {
  if (issue.code !== "invalid_union") return [issue];
  const [asOne = [], asList = []] = issue.errors;
  const form = Array.isArray(valueAt(root, stepsOf(issue.path))) ? asList : asOne;
  return form.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
};

const mendKeys = (issue: z.core.$ZodIssueUnrecognizedKeys, value: unknown, places: Places): PlanFinding[] => {
  const path = stepsOf(issue.path);
  const object = valueAt(value, path);
  if (typeof object !== "object" || object === null) return [];
  const entries = places.get(object)?.entries;
  return issue.keys.map((key) => {
    const offset = entries?.get(key)?.key ?? 0;
    const known = knownKeys(path);
    const near = nearest(key, known);
    const free = near !== null && !Reflect.has(object, near) ? near : null;
    const place = entries?.get(key);
    if (free !== null) Reflect.set(object, free, Reflect.get(object, key));
    if (free !== null && place !== undefined) entries?.set(free, place);
    Reflect.deleteProperty(object, key);
    return { at: { offset }, message: `unknown key \`${key}\``, expected: expectedKey(near, known, object) };
  });
};

const expectedKey = (near: string | null, known: readonly string[], object: object): string => {
  if (near !== null) return `\`${near}\``;
  const missing = known.filter((key) => !Reflect.has(object, key));
  return `one of ${(missing.length > 0 ? missing : known).map((key) => `\`${key}\``).join(", ")}`;
};
