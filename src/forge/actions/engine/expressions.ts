import { data, Evaluator, Lexer, Parser } from "@actions/expressions";
import type { FunctionDefinition } from "@actions/expressions/funcs/info";
import { falsy } from "@actions/expressions/result";
import { MilepostError } from "../../../core/error.ts";

/** JSON, as expressions know it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** How what came before has ended: what `success()`, `failure()` and `cancelled()` answer. */
export interface StatusChecks {
  readonly success: boolean;
  readonly failure: boolean;
  readonly cancelled: boolean;
}

/** What an expression can name. */
export interface Contexts {
  readonly values: { readonly [name: string]: Json };
  readonly outcome?: StatusChecks;
}

const contextNames = [
  "github",
  "needs",
  "inputs",
  "vars",
  "secrets",
  "matrix",
  "strategy",
  "env",
  "steps",
  "jobs",
  "job",
  "runner",
];

/**
 * The value of an expression without its `${{ }}`, by GitHub's own evaluator.
 * @throws MilepostError when it cannot be parsed or evaluated.
 */
const evaluate = (expression: string, contexts: Contexts): Json => {
  try {
    const functions = statusFunctions(contexts.outcome);
    const tree = new Parser(new Lexer(expression).lex().tokens, contextNames, [
      ...functions.values(),
    ]).parse();
    const result = new Evaluator(tree, dictionaryOf(contexts.values), functions).evaluate();
    return JSON.parse(JSON.stringify(result, data.replacer));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new MilepostError(`the expression \${{ ${expression} }} cannot be evaluated: ${reason}`, {
      hint: "correct it in the workflow's file",
      cause,
    });
  }
};

const statusFunctions = (outcome: StatusChecks | undefined): Map<string, FunctionDefinition> => {
  const answer = (name: string, value: boolean): [string, FunctionDefinition] => [
    name,
    { name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(value) },
  ];
  if (!outcome) return new Map();
  return new Map([
    answer("always", true),
    answer("success", outcome.success),
    answer("failure", outcome.failure),
    answer("cancelled", outcome.cancelled),
  ]);
};

const dictionaryOf = (values: Contexts["values"]): data.Dictionary => {
  const pairs = contextNames.map((key) => ({ key, value: expressionData(values[key] ?? {}) }));
  return new data.Dictionary(...pairs);
};

const expressionData = (value: Json): data.ExpressionData => JSON.parse(JSON.stringify(value), data.reviver);

/** `${{ … }}` with strings inside, in which braces may stand. */
const embedded = /\$\{\{((?:[^'}]|'(?:[^']|'')*'|\}(?!\}))*)\}\}/g;

/** Every expression in a text replaced by what `replaced` makes of it. */
export const mapExpressions = (text: string, replaced: (expression: string) => string): string =>
  text.replace(embedded, (_, expression: string) => replaced(expression.trim()));

/** A text with its expressions evaluated; a text that is one expression keeps that expression's type. */
export const interpolate = (text: string, contexts: Contexts): Json => {
  const whole = new RegExp(`^${embedded.source}$`).exec(text.trim());
  if (whole) return evaluate((whole[1] ?? "").trim(), contexts);
  return mapExpressions(text, (expression) => textOf(evaluate(expression, contexts)));
};

/** A value with the expressions in all its texts evaluated. */
export const interpolateAll = (value: Json, contexts: Contexts): Json =>
  mapTexts(value, (text) => interpolate(text, contexts));

/** A value with all its texts replaced. */
export const mapTexts = (value: Json, replaced: (text: string, key: string) => Json, key = ""): Json => {
  if (typeof value === "string") return replaced(value, key);
  if (typeof value !== "object" || value === null) return value;
  if (isList(value)) return value.map((item) => mapTexts(item, replaced, key));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, mapTexts(item, replaced, name)]),
  );
};

const isList = (value: readonly Json[] | { readonly [key: string]: Json }): value is readonly Json[] =>
  Array.isArray(value);

/** How an expression's value reads inside a text. */
export const textOf = (value: Json): string => {
  if (value === null) return "";
  return typeof value === "object" ? (isList(value) ? "Array" : "Object") : String(value);
};

/** Whether an `if:` holds; without a status function in it, it also asks for `success()`. */
export const holds = (
  condition: string | undefined,
  contexts: Contexts & { readonly outcome: StatusChecks },
): boolean => {
  if (condition === undefined || condition.trim() === "") return contexts.outcome.success;
  const expression = unwrapped(condition);
  const asksStatus = /\b(?:always|success|failure|cancelled)\s*\(/i.test(
    expression.replace(/'(?:[^']|'')*'/g, ""),
  );
  if (!asksStatus && !contexts.outcome.success) return false;
  return !falsy(expressionData(evaluate(expression, contexts)));
};

/** An `if:` may stand in `${{ }}` or without. */
export const unwrapped = (condition: string): string => {
  const whole = new RegExp(`^${embedded.source}$`).exec(condition.trim());
  return (whole?.[1] ?? condition).trim();
};
