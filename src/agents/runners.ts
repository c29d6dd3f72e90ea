import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type LogStep, logHeadLine } from "../core/lane/attempt.ts";
import type { Entry } from "../core/lane/handoff.ts";
import type { Plan } from "../core/plan/plan.ts";
import { verdictSchema } from "../core/verdict/verdict.ts";
import type { ProgramEnd, ReviewAnswer, RunAgent, RunCommand, RunReviewer } from "../steps/program-ports.ts";
import type { ProgramExit, Session } from "./adapters/adapter.ts";
import { adapters } from "./adapters/list.ts";
import { verdictIn } from "./answer.ts";
import { endOf } from "./end.ts";
import {
  agentEnvironment,
  commandEnvironment,
  namedEnvironment,
  type RunPlace,
  reviewerEnvironment,
} from "./environment.ts";
import { lackOf } from "./lack.ts";
import { clearLitter } from "./litter.ts";
import { type Needs, namesOf, needsOf, secretsOf } from "./needs.ts";
import { readOutcome, withOutcome } from "./outcome.ts";
import { pricesFor } from "./price-table.ts";
import type { ReadyProgram } from "./program.ts";
import { clearProjectSettings, layProjectSettings } from "./project-settings.ts";
import { billFor, newPurse, notBegun, type Purse, type Took, watchUsage } from "./purse.ts";
import { parseJson, readText } from "./read-json.ts";
import { promptForReading } from "./reading-only.ts";
import { type Redactor, redactorOf } from "./redact.ts";
import { type ProgramRun, type RunResult, runProgram } from "./run.ts";
import { layRunDirectory, type RunDirectory } from "./run-directory.ts";
import { canBeUntraceable } from "./sandbox/untraceable.ts";
import { foldersOf, isKept, isUnanswered, keepSession, newSession, sessionLeft } from "./session.ts";

/** Where a plan's programs run, on any machine. */
export interface RunnersPlace {
  readonly plan: Plan;
  /** Who works for an entry, and who judges it. */
  readonly agent: (entry: Entry) => ReadyProgram;
  readonly reviewer: (entry: Entry) => ReadyProgram;
  /** The hand-off directory of a todo, in which prompts and answers are kept. */
  readonly handOff: (todo: string) => string;
  /** The folder in which what its programs print is kept: one for each of its lanes. */
  readonly logs: (todo: string) => string;
  /** What everything that a todo's programs start is known by, so that none is left behind. */
  readonly marker: (todo: string) => string;
  readonly signal: AbortSignal;
  /** Minutes in which everything must have ended here, whatever the plan allows; without it there are enough. */
  readonly minutesLeft?: () => number;
  /** What no output may show, beside the keys that a program is given. */
  readonly secrets?: readonly string[];
  /** What its lane's runs may take together; without one each may take what the entry says. */
  readonly purse?: Purse;
  /** What holds a program that needs this much in its place; without it programs run free. */
  readonly confine?: (needs: Needs) => Held;
}

type Held = Pick<ProgramRun, "sandbox" | "limits" | "onDenied">;

/** What is kept of all that a lane's programs print: each run below the ones before, with a line of ours above and below. */
export const transcripts = {
  agent: "transcript.log",
  reviewer: "review.log",
  command: "command.log",
} as const;

/** Runs a body's agent as its contract in docs/agents.md says. */
export const agentRunner =
  (place: RunnersPlace): RunAgent =>
  async (entry, { cwd, prompt, goesOn }) => {
    const ready = place.agent(entry);
    const redactor = redactorFor(ready, place);
    const handOff = place.handOff(entry.todo);
    const once = async (session: Session | null) => {
      const directory = await layRunDirectory(join(handOff, "agent"), prompt, foldersOf(ready, session));
      const env = agentEnvironment(runPlace(place, entry, directory));
      const task = { entry, role: "agent", ready, cwd, prompt, directory, env, redactor, session } as const;
      return { directory, ...redactor.value(await run(place, task)) };
    };
    const kept = isKept(place.confine, ready, cwd);
    const session = kept && goesOn ? await sessionLeft(handOff, ready) : kept ? newSession() : null;
    const first = await once(session);
    const again = session?.resumes && isUnanswered(first) ? newSession() : null;
    const { directory, end, said, conversation, ...took } = again ? await once(again) : first;
    const ended = { session: end.ok ? (again ?? session) : null, used: took.used, conversation };
    await keepSession(handOff, ready, ended);
    await clearLitter(cwd, adapters[ready.program.use].litter);
    const told = redactor.value(await readOrProblem(() => readOutcome(directory.outcome)));
    const usage = billFor(told.value?.usage, took, { ...place, ready });
    const { end: judged, outcome } = withOutcome(ready.program, end, told);
    return { ...judged, said, usage, outcome };
  };

/** Runs the plan's reviewer on one commit. */
export const reviewRunner =
  (place: RunnersPlace): RunReviewer =>
  async (entry, { cwd, prompt, diff, since, head }) => {
    const ready = place.reviewer(entry);
    const { verdictFile = false } = adapters[ready.program.use];
    const directory = await layRunDirectory(join(place.handOff(entry.todo), "reviewer"), prompt);
    await clearProjectSettings(cwd);
    // The base of a stack is another agent's work.
    if (ready.program.settings === "base" && entry.base === place.plan.base)
      await layProjectSettings(cwd, entry.baseSha);
    const { rules } = place.plan;
    const review = { diff, head, rules, verdict: verdictFile ? directory.verdict : null };
    const env = reviewerEnvironment(runPlace(place, entry, directory), review);
    const redactor = redactorFor(ready, place);
    const {
      end: ran,
      said,
      ...took
    } = await run(place, {
      ...{ entry, role: "reviewer", ready, cwd, prompt, directory, env, redactor },
      session: null,
      reads: since === null ? [diff] : [diff, since],
    });
    const outcome = verdictFile ? await readOrProblem(() => readOutcome(directory.outcome)) : nothingTold;
    const usage = billFor(outcome.value?.usage, took, { ...place, ready });
    const { end } = withOutcome(ready.program, ran, { ...outcome, problem: "" });
    if (!end.ok) return redactor.value({ ...end, usage, verdict: null, problem: end.how, given: "" });
    const answered = await (verdictFile ? verdictInFile(directory) : verdictInMessage(said));
    return redactor.value({ ...end, usage, ...answered });
  };

const nothingTold = { value: null, problem: "" };

type Answered = Pick<ReviewAnswer, "verdict" | "problem" | "given">;

const verdictInFile = async ({ verdict: file }: RunDirectory): Promise<Answered> => {
  const what = "the reviewer's verdict";
  const written = await readOrProblem(() => readText(file, what));
  const given = written.value;
  if (given === null) {
    const problem = written.problem || "the reviewer wrote no verdict to MILEPOST_VERDICT";
    return { verdict: null, problem, given: "" };
  }
  const { value, problem } = await readOrProblem(async () => parseJson(given, verdictSchema, what));
  return { verdict: value, problem, given };
};

/** Any file could be written by what the reviewer runs of the change; only the program itself gives the last message. */
const verdictInMessage = async (given: string): Promise<Answered> => {
  if (given === "") return { verdict: null, problem: "the reviewer's last message is empty", given };
  const { value, problem } = await readOrProblem(async () => verdictIn(given));
  return { verdict: value, problem, given };
};

/** Runs one of the plan's shell commands for a todo, with the same limits as an agent. */
export const commandRunner =
  (place: Omit<RunnersPlace, "agent" | "reviewer" | "handOff">, { todo }: Pick<Entry, "todo">): RunCommand =>
  async (command, { path: cwd, commandsDir: dir }, step) => {
    const minutes = minutesOf(place);
    const env = commandEnvironment(dir);
    const redactor = redactorOf(place.secrets ?? []);
    for (const folder of [env.HOME, env.TMPDIR]) await mkdir(folder, { recursive: true });
    const result = await runProgram({
      argv: ["sh", "-c", command],
      cwd,
      env,
      input: "",
      minutes,
      stallMinutes: minutes,
      watch: cwd,
      transcript: join(place.logs(todo), transcripts.command),
      heading: redactor.text(heading(step, command)),
      marker: place.marker(todo),
      signal: place.signal,
      redactor,
      ...place.confine?.({ role: "command", cwd, dir, reads: [], hosts: [], config: [] }),
    });
    return { ...endOf(result), lack: lackOf(result) };
  };

const heading = (step: LogStep, what: string): string =>
  logHeadLine({ at: new Date().toISOString(), step, what });

const runPlace = ({ plan }: RunnersPlace, entry: Entry, directory: RunDirectory): RunPlace => ({
  plan: plan.id,
  body: entry.body,
  todo: entry.todo,
  order: entry.order,
  branch: entry.branch,
  base: entry.base,
  attempt: entry.attempt,
  round: entry.round,
  prompt: directory.prompt,
  outcome: directory.outcome,
  author: plan.author,
});

interface Task {
  readonly entry: Entry;
  readonly role: "agent" | "reviewer";
  readonly ready: ReadyProgram;
  readonly cwd: string;
  readonly prompt: string;
  readonly directory: RunDirectory;
  readonly env: Record<string, string>;
  readonly redactor: Redactor;
  readonly session: Session | null;
  /** Files outside the checkout that it must be able to read. */
  readonly reads?: readonly string[];
}

const run = async (
  place: RunnersPlace,
  { entry, role, ready, cwd, prompt, directory, env, redactor, session, reads = [] }: Task,
): Promise<Took & { end: ProgramEnd; said: string; conversation?: string | undefined }> => {
  const { program, argv } = ready;
  const adapter = adapters[program.use];
  const { purse = newPurse(entry.usdLeft) } = place;
  const usdLeft = purse.left();
  if (usdLeft === 0) return notBegun;
  const needs = { role, cwd, dir: directory.dir, reads, ...needsOf(program, process.env) };
  const held = await untraceable(place.confine?.(needs) ?? {});
  const contained = Boolean(held.sandbox) || place.plan.sandbox === "off";
  // What a program of the plan's own runs is its own affair: it has no tools that could be taken from it.
  const executes = role === "agent" || program.use === "command" || held.sandbox?.policy.untraceable === true;
  const { model } = program;
  const ownSettings = role === "agent" || program.settings === "base";
  const told = {
    role,
    model,
    directory,
    contained,
    executes,
    ownSettings,
    usdLeft,
    session,
    machine: process.env,
  };
  const launched = adapter.launch(told);
  const besides = {
    files: adapter.readsByCommands ? reads : [],
    output: join(place.logs(entry.todo), transcripts.command),
  };
  const input = executes ? prompt : await promptForReading(prompt, besides);
  if (!executes) await writeFile(directory.prompt, input);
  const gaveUp = new AbortController();
  const giveUp = (why: string) => gaveUp.abort(why);
  const reader = adapter.reader(directory, giveUp, session);
  const watch = watchUsage(reader.used, { left: usdLeft, model, prices: pricesFor(place.plan), giveUp });
  const result = await runProgram({
    argv: [...argv, ...launched.args],
    cwd,
    env: { ...namedEnvironment([...program.env, ...namesOf(adapter)]), ...launched.env, ...env },
    input: launched.stdin ? input : "",
    minutes: minutesOf(place),
    stallMinutes: place.plan.limits.stallMinutes,
    watch: cwd,
    transcript: join(place.logs(entry.todo), transcripts[role]),
    heading: heading(role === "agent" ? "agent" : "review", program.use),
    marker: place.marker(entry.todo),
    signal: place.signal,
    gaveUp: gaveUp.signal,
    onLine: (line) => {
      reader.line(line);
      watch.look();
    },
    onErrorLine: reader.errorLine,
    redactor,
    ...held,
  });
  const reading = await reader.end(endedOf(result));
  const { problem, trouble = null, said, usage: used, conversation } = reading;
  const took = { used, milliseconds: result.kind === "not-started" ? 0 : result.ms };
  const end = endOf(result, problem, trouble);
  return {
    said,
    conversation,
    ...took,
    end: watch.isOver(used) && !end.ok ? { ...end, interrupted: true, trouble: null } : end,
  };
};

const endedOf = (result: RunResult): ProgramExit => ({
  code: result.kind === "exit" ? result.code : null,
  waited: result.kind === "stall" || result.kind === "timeout",
  now: new Date(),
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
});

/** Leaves a sandbox that cannot keep processes out of one another what it is: what goes by it asks what it does. */
const untraceable = async (held: Held): Promise<Held> => {
  if (!held.sandbox?.policy.untraceable || (await canBeUntraceable(held.sandbox.sandbox))) return held;
  const { sandbox, policy } = held.sandbox;
  return { ...held, sandbox: { sandbox, policy: { ...policy, untraceable: false } } };
};

/** A program that the job outlives fails and is told; one that ends with its job is neither. */
const minutesOf = ({ plan, minutesLeft }: Pick<RunnersPlace, "plan" | "minutesLeft">): number =>
  Math.max(0, Math.min(plan.limits.minutes, minutesLeft?.() ?? plan.limits.minutes));

const redactorFor = ({ program }: ReadyProgram, { secrets = [] }: RunnersPlace): Redactor =>
  redactorOf([...secretsOf(program, process.env), ...secrets]);

const readOrProblem = async <Value>(
  read: () => Promise<Value | null>,
): Promise<{ value: Value | null; problem: string }> => {
  try {
    return { value: await read(), problem: "" };
  } catch (error) {
    return { value: null, problem: error instanceof Error ? error.message : String(error) };
  }
};
