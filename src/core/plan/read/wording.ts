import type { z } from "zod";
import { count } from "../../count.ts";
import { schemaAt } from "../json-schema.ts";
import { didYouMean } from "../nearest.ts";
import type { Path, PlanFinding } from "../problem.ts";
import { stepsOf, valueAt } from "./path.ts";

type Issue = z.core.$ZodIssue;

/** What zod found, in a plan writer's words. */
export const findingOf = (issue: Issue, root: unknown): PlanFinding => {
  const path = stepsOf(issue.path);
  const value = valueAt(root, path);
  const name = nameOf(path);
  if (value === undefined || value === null) {
    const lack = value === null ? "has no value" : "is missing";
    return {
      at: { path },
      message: `${name} ${lack}`,
      expected: wanted(issue, value) + about(path),
      missing: true,
    };
  }
  if (issue.code === "too_big" || issue.code === "too_small") {
    const key = Array.isArray(value) && value.length > 0;
    return { at: { path, key }, message: `${name} ${sizeOf(value)}`, expected: wanted(issue, value) };
  }
  return { at: { path }, message: `${name} is ${shown(value)}`, expected: wanted(issue, value) };
};

/** `` `title` ``, or `` `needs[2]` `` for an entry of a list. */
const nameOf = (path: Path): string => {
  const last = path.at(-1);
  if (typeof last === "string") return `\`${last}\``;
  return last === undefined ? "the plan" : `\`${String(path.at(-2))}[${last}]\``;
};

/** What the schema says a value is for. */
const about = (path: Path): string => {
  const description = schemaAt(path)?.description?.replace(/\.$/, "");
  return description === undefined ? "" : ` (${description.charAt(0).toLowerCase()}${description.slice(1)})`;
};

const sizeOf = (value: unknown): string => {
  if (typeof value === "string")
    return value.trim() === "" ? "is empty" : `has ${count(value.length, "character")}`;
  if (Array.isArray(value))
    return value.length === 0 ? "is empty" : `has ${count(value.length, "entry", "entries")}`;
  return `is ${String(value)}`;
};

const shown = (value: unknown): string => {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  if (typeof value === "number" || typeof value === "boolean") return `the ${typeof value} ${value}`;
  const text = String(value);
  return text === "" ? "empty" : `\`${text.length > 60 ? `${text.slice(0, 59)}…` : text}\``;
};

const kinds: Record<string, string> = {
  string: "text",
  number: "a number",
  boolean: "`true` or `false`",
  array: "a list",
  object: "a mapping",
};

const wanted = (issue: Issue, value: unknown): string => {
  switch (issue.code) {
    case "invalid_type": {
      const whole = schemaAt(stepsOf(issue.path))?.type === "integer";
      const kind = whole ? "a whole number" : (kinds[issue.expected] ?? issue.expected);
      const quote = issue.expected === "string" && (typeof value === "number" || typeof value === "boolean");
      if (isQuoted(issue.expected, value)) return `${kind}: write it without quotes, which make it text`;
      return quote ? `${kind}: write it in quotes` : `${kind}${example(issue, value)}`;
    }
    case "invalid_value": {
      const values = issue.values.map(String);
      if (typeof value === "string" && values.includes(value)) return `\`${value}\` without quotes`;
      const list = values.map((option) => `\`${option}\``).join(values.length > 2 ? ", " : " or ");
      return `${values.length > 2 ? "one of " : ""}${list}${typeof value === "string" ? didYouMean(value, values) : ""}`;
    }
    case "invalid_format":
      return issue.format === "email" ? "an e-mail address" : issue.message;
    case "too_big":
      return `${issue.inclusive === false ? "less than" : "at most"} ${issue.maximum}`;
    case "too_small":
      return `${issue.inclusive === false ? "more than" : "at least"} ${amount(issue.minimum, issue.origin)}`;
    default:
      return issue.message;
  }
};

/** A number, or `true` or `false`, that is text. */
const isQuoted = (expected: string, value: unknown): boolean =>
  typeof value === "string" &&
  ((expected === "number" && /^\s*-?\d+(?:\.\d+)?\s*$/.test(value)) ||
    (expected === "boolean" && /^(?:true|false)$/.test(value)));

/** How one word is written where a list or a program is wanted. */
const example = (issue: z.core.$ZodIssueInvalidType, value: unknown): string => {
  if (typeof value !== "string" || value.trim() === "" || value.length > 60) return "";
  const at = stepsOf(issue.path);
  if (issue.expected === "array" && schemaAt([...at, 0])?.type === "string")
    return `: write \`[${JSON.stringify(value)}]\``;
  const isProgram = issue.expected === "object" && schemaAt([...at, "use"])?.enum?.includes(value);
  return isProgram ? `: write \`{ use: ${value} }\`` : "";
};

const amount = (count: number | bigint, origin: string): string => {
  if (origin === "string") return `${count} ${Number(count) === 1 ? "character" : "characters"}`;
  if (origin === "array") return `${count} ${Number(count) === 1 ? "entry" : "entries"}`;
  return String(count);
};
