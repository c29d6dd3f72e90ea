import type { Lines } from "../source.ts";

/** What is wrong with a draft. */
export type DraftProblem =
  | { readonly code: "unreadable"; readonly why: string }
  | { readonly code: "plan"; readonly problems: readonly string[] }
  | { readonly code: "not-drafted"; readonly key: string }
  | { readonly code: "no-todo" | "unsourced"; readonly todo: string }
  | { readonly code: "no-line"; readonly line: number; readonly last: number }
  | {
      readonly code: "misquoted" | "too-short";
      readonly todo: string;
      readonly line: number;
      readonly quote: string;
      readonly said: string;
    }
  | { readonly code: "invented"; readonly todo: string; readonly title: string }
  | { readonly code: "unnamed"; readonly lines: readonly Lines[] };

/** Whether a plan can be written all the same: what is left open is shown. */
export const isOpen = ({ code }: DraftProblem): boolean => code === "unnamed";

/** What is wrong, in words for whoever drafts and for people. */
export const draftProblemText = (problem: DraftProblem): string => {
  switch (problem.code) {
    case "unreadable":
      return problem.why;
    case "plan":
      return `the plan is not right:\n${problem.problems.map((one) => `  ${one}`).join("\n")}`;
    case "not-drafted":
      return `\`${problem.key}\` is a person's to write: leave it out of the plan`;
    case "no-todo":
      return `lines are named for \`${problem.todo}\`, which the plan does not have`;
    case "unsourced":
      return `no line is named for the todo \`${problem.todo}\`: name those that say it, or leave it out`;
    case "no-line":
      return `line ${problem.line} is named: the source has ${problem.last}`;
    case "misquoted":
      return `line ${problem.line}, named for \`${problem.todo}\`, does not have the words ${quoted(problem.quote)}: it says ${quoted(problem.said)}`;
    case "too-short":
      return `the words ${quoted(problem.quote)} of line ${problem.line}, named for \`${problem.todo}\`, are too few to tell: quote more of ${quoted(problem.said)}`;
    case "invented":
      return `the lines that are named for \`${problem.todo}\` do not say ${quoted(problem.title)}: title it in their words, name other lines, or leave it out`;
    case "unnamed":
      return `nothing names ${placesOf(problem.lines)}: name them for a todo, or in \`left\` with a reason`;
    default:
      return problem satisfies never;
  }
};

const quoted = (text: string): string => JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}…` : text);

const maxPlaces = 60;

/** Lines such as `3, 7–12`. */
const placesOf = (all: readonly Lines[]): string => {
  const named = all.map(({ line, end }) => (line === end ? `${line}` : `${line}–${end}`));
  const more = named.length > maxPlaces ? [`and ${named.length - maxPlaces} more places`] : [];
  return `${named.length === 1 && all[0]?.line === all[0]?.end ? "line" : "lines"} ${[...named.slice(0, maxPlaces), ...more].join(", ")}`;
};
