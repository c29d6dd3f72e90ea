/** Where in the plan something stands: keys and indexes from the root. */
export type Path = readonly (string | number)[];

/** The place of a finding: a value (or with `key` its key), or an offset where there is no value to name. */
type Spot = { readonly path: Path; readonly key?: boolean } | { readonly offset: number };

/** What one check found; the loader turns it into a `Problem` by looking up its place. */
export interface PlanFinding {
  readonly at: Spot;
  /** What is wrong. */
  readonly message: string;
  /** What was expected instead, when that says more. */
  readonly expected?: string | undefined;
  /** `"error"` when not given. */
  readonly level?: "error" | "warning";
  /** True when something is missing: where the syntax broke, it may only not have been read. */
  readonly missing?: boolean;
}

/** One thing that is wrong with a plan file, and where. */
export interface Problem {
  readonly file: string;
  /** From 1; 0 when the file as a whole is meant. */
  readonly line: number;
  /** From 1, in UTF-16 code units; 0 when the file as a whole is meant. */
  readonly column: number;
  readonly message: string;
  readonly expected?: string | undefined;
  /** The offending line, without its line break. */
  readonly source: string;
  readonly level: "error" | "warning";
}

/** How many problems are printed before the rest is only counted. */
const maxPrinted = 100;
/** Longer source lines are cut to this width around the problem. */
const widest = 120;

/** All problems as text for a terminal, in their order, the first 100 in full. */
export const renderProblems = (problems: readonly Problem[]): string => {
  const shown = problems.slice(0, maxPrinted).map(renderProblem);
  const rest = problems.length - shown.length;
  return [...shown, ...(rest > 0 ? [`… and ${rest} more`] : [])].join("\n");
};

/** One problem as text: `file:line:column: what is wrong, expected what`, then the offending line with a caret. */
export const renderProblem = (problem: Problem): string => {
  const place = problem.line === 0 ? problem.file : `${problem.file}:${problem.line}:${problem.column}`;
  const level = problem.level === "warning" ? "warning: " : "";
  const expected = problem.expected === undefined ? "" : `, expected ${problem.expected}`;
  const head = printable(`${place}: ${level}${problem.message}${expected}`);
  return problem.line === 0 ? head : [head, ...excerpt(problem)].join("\n");
};

const excerpt = ({ line, column, source }: Problem): string[] => {
  const start =
    source.length <= widest ? 0 : Math.max(0, Math.min(column - 1 - widest / 2, source.length - widest));
  const shown = printable(source.slice(start, start + widest));
  const number = `  ${line} | `;
  const margin = `${" ".repeat(number.length - 2)}| `;
  const indent = shown.slice(0, Math.max(0, column - 1 - start)).replace(/[^\t]/g, " ");
  return [`${number}${shown}`.trimEnd(), `${margin}${indent}^`];
};

/** A plan is written by others: its control characters must not reach the terminal. */
const printable = (text: string): string => text.replace(/[^\P{Cc}\t]|\p{Bidi_Control}/gu, "\ufffd");
