import { LiquidError, type Template } from "liquidjs";
import type { TemplateProblem } from "../core/plan/checks/templates.ts";
import { defaultLimits } from "../core/plan/default-limits.ts";
import { liquid, type PromptKind, type PromptValues, templateProblem } from "./prompt.ts";

/** What is wrong with a plan's own template, found without running an agent: syntax, tags, filters and names. */
export const checkTemplate = (kind: PromptKind, text: string): TemplateProblem[] => {
  const parsed = parse(text);
  if (!("templates" in parsed)) return [parsed];
  const unknown = unknownNames(parsed.templates);
  return unknown.length > 0
    ? unknown
    : samplesOf(kind)
        .flatMap((values) => render(parsed.templates, values))
        .slice(0, 1);
};

const parse = (text: string): { templates: Template[] } | TemplateProblem => {
  try {
    return { templates: liquid.parse(text) };
  } catch (cause) {
    return asProblem(cause);
  }
};

/** Names of nothing that a prompt knows, wherever they stand: branches that are seldom taken are read, too. */
const unknownNames = (templates: Template[]): TemplateProblem[] =>
  Object.values(liquid.analyzeSync(templates, { partials: false }).globals)
    .flat()
    .filter(({ segments: [root] }) => typeof root === "string" && !(root in full))
    .map(({ segments: [root], location: { row, col } }) => ({
      line: row,
      column: col,
      message: `undefined variable: ${String(root)}`,
    }));

const render = (templates: Template[], values: PromptValues): TemplateProblem[] => {
  try {
    liquid.renderSync(templates, { ...values });
    return [];
  } catch (cause) {
    return [asProblem(cause)];
  }
};

const asProblem = (cause: unknown): TemplateProblem => {
  if (LiquidError.is(cause)) return templateProblem(cause);
  return { line: 1, column: 1, message: cause instanceof Error ? cause.message : String(cause) };
};

const sha = "0".repeat(40);
const full: PromptValues = {
  plan: { id: "plan", title: "Plan" },
  todo: { id: "todo", title: "Todo", text: "Text", planned: true },
  body: { id: "body", title: "Body", owns: ["src/**"] },
  granted: ["docs"],
  rules: ["A rule"],
  limits: { ...defaultLimits, minutes: 60 },
  base: "main",
  branch: "branch",
  order: "00a",
  round: 2,
  attempt: 2,
  fixes: [{ number: 1, title: "Fix", body: "It" }],
  gates: "- size failed",
  gate: "milepost gate",
  earlier: sha,
  findings: [{ path: "a.ts", line: 1, body: "No", first: 1, seen: 1, state: "open" }],
  answers: [{ round: 1, text: "Done" }],
  review: {
    head: sha,
    diff: "change.diff",
    since: "since.diff",
    problem: "no JSON",
    given: "{",
    answer: "file",
  },
};

/** As full and as bare as values can be. */
const samplesOf = (kind: PromptKind): PromptValues[] => {
  const review = kind === "review" ? full.review : null;
  const bare = {
    ...{ granted: [], rules: [], fixes: [], findings: [], answers: [], gates: null, earlier: null },
    todo: { ...full.todo, text: "", planned: false },
    body: { ...full.body, owns: null },
    review: review && { ...review, since: null, problem: null, given: null },
  };
  return [
    { ...full, review },
    { ...full, ...bare },
  ];
};
