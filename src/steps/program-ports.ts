import type { ProgramTrouble } from "../core/account/trouble.ts";
import type { Usage } from "../core/cost/usage.ts";
import type { Entry } from "../core/lane/handoff.ts";
import type { Body, Plan, Todo } from "../core/plan/plan.ts";
import type { CommandLack } from "../core/proof/fault.ts";
import type { TodoRecord } from "../core/todo/record.ts";
import type { Verdict } from "../core/verdict/verdict.ts";
import type { Checkout } from "./git-ports.ts";

/** How a program that was asked to do something ended; `ok` says that it exited with 0. */
export interface ProgramEnd {
  readonly ok: boolean;
  /** In words, with the end of its output: "exit code 3", "no output for 10 minutes" … */
  readonly how: string;
  readonly interrupted: boolean;
  /** What kept it from its work, where that is no fault of its agent's; `null` where nothing is known of that kind. */
  readonly trouble: ProgramTrouble | null;
}

interface AgentTask {
  readonly billing?: Billing;
  readonly cwd: string;
  readonly prompt: string;
  readonly attempt: number;
  /** Whether it answers for what an earlier run of its agent did: it may go on in that one's conversation. */
  readonly goesOn: boolean;
}

/** How what a program takes is told while it runs. */
export interface Billing {
  /** Dollars that runs took which nobody has booked: they are not left for this one. */
  readonly owed: number;
  /** Hears what the run has taken by now, again and again. */
  readonly told: (usage: Usage) => void;
}

export interface AgentAnswer extends ProgramEnd {
  /** What it said last; empty when it said nothing that can be read. */
  readonly said: string;
  /** What it says it used; `null` when it does not tell. */
  readonly usage: Usage | null;
  /** What it wrote itself; `null` when it wrote nothing. */
  readonly outcome: {
    readonly outcome: "done" | "blocked" | "nothing-to-do";
    readonly summary: string;
    /** Paths that it needs and its body does not own. */
    readonly wants: readonly string[];
  } | null;
}

export interface ReviewTask {
  readonly billing?: Billing;
  readonly cwd: string;
  readonly prompt: string;
  readonly diff: string;
  /** The diff since the last review; `null` when there was none. */
  readonly since: string | null;
  readonly head: string;
}

/** `verdict` is `null` when there is none that can be read; `problem` then says why. */
export interface ReviewAnswer extends ProgramEnd {
  readonly verdict: Verdict | null;
  readonly problem: string;
  /** What it gave as its verdict, as it stands; empty when that is no text. */
  readonly given: string;
  readonly usage: Usage | null;
}

/** Tells what a step is doing, and what led to it, for people who watch. */
export type TellProgress = (stage: string, detail?: string) => void;

export type RunAgent = (entry: Entry, task: AgentTask) => Promise<AgentAnswer>;
export type RunReviewer = (entry: Entry, task: ReviewTask) => Promise<ReviewAnswer>;

/** How one of the plan's shell commands ended. */
interface CommandEnd extends ProgramEnd {
  /** What it lacked, where its end tells that. */
  readonly lack?: CommandLack | null;
}

/** Runs one of the plan's shell commands in a checkout, for a step. */
export type RunCommand = (
  command: string,
  checkout: Pick<Checkout, "path" | "commandsDir">,
  step: "setup" | "verify",
) => Promise<CommandEnd>;

/** What a prompt's template may name. */
interface PromptContext extends Context {
  readonly plan: Plan;
  readonly entry: Entry;
  /** What the gates said, as text: to an agent what failed, to a reviewer everything; empty when nothing did. */
  readonly gates: string;
  readonly earlier: string | null;
  /** What a reviewer reads; `null` in an agent's prompt. */
  readonly review: {
    readonly head: string;
    /** The file of the whole diff. */
    readonly diff: string;
    /** The file of the diff since the head that was reviewed last; `null` when there is none. */
    readonly since: string | null;
    /** What is wrong with the verdict before; empty the first time. */
    readonly problem: string;
    /** The verdict before, as it was given; empty the first time, and when it is no text. */
    readonly given: string;
  } | null;
}

/** What earlier steps left on the forge about a todo. */
export interface Context {
  readonly body: Body;
  readonly todo: Todo;
  /** Whether the todo's words are the plan's own; a follow-up's are what a review said. */
  readonly isPlanned: boolean;
  readonly fixes: readonly { readonly number: number; readonly title: string; readonly body: string }[];
  /** What earlier rounds found, and how it stands. */
  readonly findings: TodoRecord["findings"];
  /** What the agent said of its work in earlier rounds. */
  readonly answers: TodoRecord["answers"];
  /** The head that was reviewed last. */
  readonly reviewed: string | null;
}

/** Renders a prompt from its template. */
export type RenderPrompt = (
  kind: "implement" | "fix" | "review" | "verdict",
  values: PromptContext,
) => Promise<string>;
