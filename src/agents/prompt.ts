import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Liquid, LiquidError } from "liquidjs";
import { MilepostError } from "../core/error.ts";
import { shipped } from "./shipped.ts";

/** `verdict` asks a reviewer again whose verdict is not in its form; it is ours alone. */
export type PromptKind = "implement" | "fix" | "review" | "verdict";

/** The names that a prompt's template may use; every one is always there. */
export interface PromptValues {
  readonly plan: { readonly id: string; readonly title: string };
  readonly todo: {
    readonly id: string;
    readonly title: string;
    readonly text: string;
    /** Whether the words are the plan's own; a follow-up's are what a review said. */
    readonly planned: boolean;
  };
  readonly body: { readonly id: string; readonly title: string; readonly owns: readonly string[] | null };
  /** What a person has opened to this todo beyond what its body owns. */
  readonly granted: readonly string[];
  readonly rules: readonly string[];
  readonly limits: {
    readonly lines: number;
    readonly files: number;
    readonly coverage: number;
    readonly minutes: number;
  };
  /** The branch that the work is based on, readable as `origin/<base>`. */
  readonly base: string;
  readonly branch: string;
  readonly order: string;
  readonly round: number;
  readonly attempt: number;
  /** The open follow-ups of this pull request. */
  readonly fixes: readonly { readonly number: number; readonly title: string; readonly body: string }[];
  /** What the gates said, as text: to an agent what failed, to a reviewer everything; `null` when nothing. */
  readonly gates: string | null;
  /** The command that shows what the gates say. */
  readonly gate: string;
  /** A commit with unfinished work of an earlier attempt; `null` when there is none. */
  readonly earlier: string | null;
  /** What earlier rounds found. */
  readonly findings: readonly {
    readonly path: string | null;
    readonly line: number | null;
    readonly body: string;
    /** The first round that found it. */
    readonly first: number;
    /** Rounds that found it. */
    readonly seen: number;
    readonly state: "open" | "fixed";
  }[];
  /** What the agent said of its work in earlier rounds. */
  readonly answers: readonly { readonly round: number; readonly text: string }[];
  /** What a reviewer reads; `null` in an agent's prompt. */
  readonly review: {
    readonly head: string;
    readonly diff: string;
    readonly since: string | null;
    /** What is wrong with the verdict before; `null` in the first prompt of a review. */
    readonly problem: string | null;
    /** The verdict before, as it was given; `null` when there is none that can be shown. */
    readonly given: string | null;
    /** Where its verdict is looked for: in the file that MILEPOST_VERDICT names, or in its last message. */
    readonly answer: "file" | "message";
  } | null;
}

/** All that a template may name. */
export const promptNames = [
  ...["plan", "todo", "body", "granted", "rules", "limits", "base", "branch", "order", "round", "attempt"],
  ...["fixes", "gates", "gate", "earlier", "findings", "answers", "review"],
];

/**
 * Renders the prompt of a kind from our template, or from the plan's own one.
 *
 * @throws {MilepostError} naming template, line and name when the template has an unknown name, filter or tag.
 */
export const renderPrompt = (kind: PromptKind, values: PromptValues, overrideText?: string): string => {
  if (overrideText === undefined) return renderShipped(kind, values);
  return render(overrideText, values, `the plan's prompt \`${kind}\``);
};

/** What a program is told that drafts a plan. */
interface DraftValues {
  /** The source with the number of each line before it. */
  readonly source: string;
  /** The plan's JSON Schema. */
  readonly schema: string;
  /** Folders of the repository, each on a line of its own; empty where there is none. */
  readonly folders: string;
  /** Commands that the repository seems to be tested by. */
  readonly verify: readonly string[];
  /** What was wrong with the answer before, and that answer; `null` at first. */
  readonly problems: string | null;
  readonly given: string | null;
  /** Where the answer is looked for. */
  readonly answer: "file" | "message";
}

/** Renders the prompt by which a plan is drafted. */
export const renderDraftPrompt = (values: DraftValues): string => renderShipped("draft", values);

const renderShipped = (name: PromptKind | "draft", values: object): string =>
  render(readFileSync(join(promptsFolder(), `${name}.md`), "utf8"), values, `prompts/${name}.md`);

const render = (template: string, values: object, label: string): string => {
  try {
    return liquid.parseAndRenderSync(template, { ...values });
  } catch (cause) {
    throw templateError(label, cause);
  }
};

/** `templates: {}` leaves nothing to include, so a template reads no file; a loop without end is an error. */
export const liquid = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  templates: {},
  memoryLimit: 10_000_000,
  renderLimit: 5000,
});
/** Wraps text of others in a fence longer than any run of backticks in it, so that it cannot end it. */
export const fence = (text: unknown): string => {
  const content = String(text);
  const runs = [...content.matchAll(/`+/g)].map(([run]) => run.length);
  const marks = "`".repeat(Math.max(3, ...runs.map((length) => length + 1)));
  return `${marks}text\n${content.replace(/\n*$/, "")}\n${marks}`;
};

liquid.registerFilter("fence", fence);
liquid.registerFilter("line", (text: unknown) => String(text).replace(/\s+/g, " ").trim());

const templateError = (label: string, cause: unknown): MilepostError => {
  if (!LiquidError.is(cause)) return new MilepostError(`${label} could not be rendered`, { cause });
  const { line, column, message } = templateProblem(cause);
  return new MilepostError(`${label}:${line}:${column}: ${message}`, {
    hint: `the names are ${promptNames.join(", ")}; the filters of ours are fence, line`,
    cause,
  });
};

/** What is wrong with a template and where, both from 1. */
export const templateProblem = (cause: LiquidError): { line: number; column: number; message: string } => {
  const [line, column] = cause.token.getPosition();
  return { line: line ?? 1, column: column ?? 1, message: cause.message.replace(/, (file|line):.*$/s, "") };
};

/** The package's `prompts` folder. */
const promptsFolder = (): string => dirname(shipped("prompts/implement.md"));
