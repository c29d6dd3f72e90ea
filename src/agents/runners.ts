import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Entry } from "../core/handoff.ts";
import type { Plan } from "../core/plan/plan.ts";
import { verdictSchema } from "../core/verdict.ts";
import type {
  AgentAnswer,
  ProgramEnd,
  ReviewAnswer,
  RunAgent,
  RunCommand,
  RunReviewer,
} from "../steps/ports.ts";
import { agentEnvironment, namedEnvironment, type RunPlace, reviewerEnvironment } from "./environment.ts";
import { readOutcome } from "./outcome.ts";
import type { ReadyProgram } from "./program.ts";
import { readJson } from "./read-json.ts";
import { type RunResult, runProgram } from "./run.ts";

/** Where a plan's programs run, on any machine. */
export interface RunnersPlace {
  readonly plan: Plan;
  /** By body id. */
  readonly agents: ReadonlyMap<string, ReadyProgram>;
  readonly reviewer: ReadyProgram;
  /** The hand-off directory of a todo, in which prompts, answers and transcripts are kept. */
  readonly handOff: (todo: string) => string;
  /** What everything that a todo's programs start is known by, so that none is left behind. */
  readonly marker: (todo: string) => string;
  readonly signal: AbortSignal;
}

/** What is kept of all that programs print, in the hand-off directory. */
export const transcripts = {
  agent: "transcript.log",
  reviewer: "review.log",
  command: "command.log",
} as const;

/** Runs a body's agent as the contract of design.md, section 6, says. */
export const agentRunner =
  (place: RunnersPlace): RunAgent =>
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
      transcript: transcripts.agent,
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
  (place: RunnersPlace): RunReviewer =>
  async (entry, { cwd, prompt, diff, head }) => {
    const files = await layFiles(place, entry, "reviewer", prompt);
    const verdict = files.answer;
    const env = reviewerEnvironment(
      { ...runPlace(place, entry, files), outcome: join(files.dir, "reviewer.outcome.json") },
      { diff, head, rules: place.plan.rules, verdict },
    );
    const transcript = transcripts.reviewer;
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
  (
    { plan, handOff, marker, signal }: Omit<RunnersPlace, "agents" | "reviewer">,
    { todo }: Pick<Entry, "todo">,
  ): RunCommand =>
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
      transcript: join(handOff(todo), transcripts.command),
      marker: marker(todo),
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
  { handOff }: RunnersPlace,
  entry: Entry,
  role: "agent" | "reviewer",
  prompt: string,
): Promise<Files> => {
  const dir = handOff(entry.todo);
  const files = { dir, prompt: join(dir, `${role}.prompt.md`), answer: join(dir, `${role}.json`) };
  await mkdir(dir, { recursive: true });
  await rm(files.answer, { force: true, recursive: true });
  await writeFile(files.prompt, prompt);
  return files;
};

const runPlace = ({ plan }: RunnersPlace, entry: Entry, files: Files): RunPlace => ({
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

const run = async ({ plan, handOff, marker, signal }: RunnersPlace, task: Task): Promise<RunResult> => {
  const { entry, ready, cwd, prompt, env } = task;
  return await runProgram({
    argv: ready.argv,
    cwd,
    env: { ...namedEnvironment(ready.program.env), ...env },
    input: prompt,
    minutes: plan.limits.minutes,
    stallMinutes: plan.limits.stallMinutes,
    watch: cwd,
    transcript: join(handOff(entry.todo), task.transcript),
    marker: marker(entry.todo),
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
