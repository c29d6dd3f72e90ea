import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  agentEnvironment,
  namedEnvironment,
  type RunPlace,
  reviewerEnvironment,
} from "../agents/environment.ts";
import { readOutcome } from "../agents/outcome.ts";
import { readJson } from "../agents/read-json.ts";
import { type RunResult, runProgram } from "../agents/run.ts";
import type { Entry } from "../core/handoff.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { Program } from "../core/plan/schema.ts";
import { verdictSchema } from "../core/verdict.ts";
import { handOffFiles } from "../steps/hand-off.ts";
import type {
  AgentAnswer,
  ProgramEnd,
  ReviewAnswer,
  RunAgent,
  RunCommand,
  RunReviewer,
} from "../steps/ports.ts";
import type { Home } from "./home.ts";

/** A program that was checked: what the plan says of it, and the command line that starts it. */
export interface ReadyProgram {
  readonly program: Program;
  readonly argv: readonly string[];
}

export interface ProgramsPlace {
  readonly plan: Plan;
  readonly home: Home;
  /** By body id. */
  readonly agents: ReadonlyMap<string, ReadyProgram>;
  readonly reviewer: ReadyProgram;
  readonly signal: AbortSignal;
}

/** Runs a body's agent as the contract of design.md, section 6, says. */
export const agentRunner =
  (place: ProgramsPlace): RunAgent =>
  async (entry, { cwd, prompt }) => {
    const agent = place.agents.get(entry.body) ?? place.agents.values().next().value;
    if (!agent) throw new Error(`the body ${entry.body} has no agent`);
    const files = await layFiles(place, entry, "agent", prompt);
    const env = agentEnvironment(runPlace(place, entry, files));
    const end = await run(place, {
      entry,
      ready: agent,
      cwd,
      prompt,
      env,
      transcript: handOffFiles.transcript,
    });
    const outcome = await readOrProblem(() => readOutcome(files.answer));
    return answerOf(asEnd(end), outcome);
  };

const answerOf = (end: ProgramEnd, read: { value: AgentAnswer["outcome"]; problem: string }): AgentAnswer =>
  read.problem === ""
    ? { ...end, outcome: read.value }
    : { ...end, ok: false, how: read.problem, outcome: null };

/** Runs the plan's reviewer on one commit. */
export const reviewRunner =
  (place: ProgramsPlace): RunReviewer =>
  async (entry, { cwd, prompt, diff, head }) => {
    const files = await layFiles(place, entry, "reviewer", prompt);
    const verdict = files.answer;
    const env = reviewerEnvironment(
      { ...runPlace(place, entry, files), outcome: join(files.dir, "reviewer.outcome.json") },
      { diff, head, rules: place.plan.rules, verdict },
    );
    const transcript = handOffFiles.reviewTranscript;
    const end = asEnd(await run(place, { entry, ready: place.reviewer, cwd, prompt, env, transcript }));
    if (!end.ok) return { ...end, verdict: null, problem: end.how };
    const read = await readOrProblem(() => readJson(verdict, verdictSchema, "the reviewer's verdict"));
    return { ...end, ...verdictOf(read) };
  };

const verdictOf = ({ value, problem }: { value: ReviewAnswer["verdict"]; problem: string }) => ({
  verdict: value,
  problem: value === null && problem === "" ? "the reviewer wrote no verdict to MILEPOST_VERDICT" : problem,
});

/** Runs one of the plan's shell commands for a todo, with the same limits as an agent. */
export const commandRunner =
  ({ plan, home, signal }: ProgramsPlace, { todo }: Pick<Entry, "todo">): RunCommand =>
  async (command, cwd) => {
    const { minutes } = plan.limits;
    const result = await runProgram({
      argv: ["sh", "-c", command],
      cwd,
      env: {},
      input: "",
      minutes,
      stallMinutes: minutes,
      watch: cwd,
      transcript: join(home.handOff(plan.id, todo), handOffFiles.commandTranscript),
      marker: `${home.dir}:${todo}`,
      signal,
    });
    return asEnd(result);
  };

interface Files {
  readonly dir: string;
  readonly prompt: string;
  readonly answer: string;
}

/** The files of one run, with what an earlier run answered taken away. */
const layFiles = async (
  { plan, home }: ProgramsPlace,
  entry: Entry,
  role: "agent" | "reviewer",
  prompt: string,
): Promise<Files> => {
  const dir = home.handOff(plan.id, entry.todo);
  const files = { dir, prompt: join(dir, `${role}.prompt.md`), answer: join(dir, `${role}.json`) };
  await mkdir(dir, { recursive: true });
  await rm(files.answer, { force: true, recursive: true });
  await writeFile(files.prompt, prompt);
  return files;
};

const runPlace = ({ plan }: ProgramsPlace, entry: Entry, files: Files): RunPlace => ({
  plan: plan.id,
  body: entry.body,
  todo: entry.todo,
  order: entry.order,
  branch: entry.branch,
  base: entry.base,
  attempt: entry.attempt,
  round: entry.round,
  prompt: files.prompt,
  outcome: files.answer,
  author: plan.author,
});

interface Task {
  readonly entry: Entry;
  readonly ready: ReadyProgram;
  readonly cwd: string;
  readonly prompt: string;
  readonly env: Record<string, string>;
  /** Name of the file for its output. */
  readonly transcript: string;
}

const run = async ({ plan, home, signal }: ProgramsPlace, task: Task): Promise<RunResult> => {
  const { entry, ready, cwd, prompt, env } = task;
  return await runProgram({
    argv: ready.argv,
    cwd,
    env: { ...namedEnvironment(ready.program.env), ...env },
    input: prompt,
    minutes: plan.limits.minutes,
    stallMinutes: plan.limits.stallMinutes,
    watch: cwd,
    transcript: join(home.handOff(plan.id, entry.todo), task.transcript),
    marker: `${home.dir}:${entry.todo}`,
    signal,
  });
};

const asEnd = (result: RunResult): ProgramEnd => {
  const tail = result.tail.trim() === "" ? "" : `; its output ends:\n${result.tail.trim().slice(-2000)}`;
  const end = (ok: boolean, how: string, interrupted = false): ProgramEnd => ({
    ok,
    how: ok ? how : `${how}${tail}`,
    interrupted,
  });
  switch (result.kind) {
    case "exit":
      return end(result.code === 0, `exit code ${result.code}`);
    case "signal":
      return end(false, `killed by ${result.signal}`);
    case "timeout":
      return end(false, "it ran over its time limit");
    case "stall":
      return end(false, "it stalled: no output and no file change");
    case "interrupted":
      return end(false, "interrupted", true);
    case "not-started":
      return end(false, `it could not be started: ${result.error}`);
    default:
      return result satisfies never;
  }
};

const readOrProblem = async <Value>(
  read: () => Promise<Value | null>,
): Promise<{ value: Value | null; problem: string }> => {
  try {
    return { value: await read(), problem: "" };
  } catch (error) {
    return { value: null, problem: error instanceof Error ? error.message : String(error) };
  }
};
