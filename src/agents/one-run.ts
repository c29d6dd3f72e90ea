import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Usage } from "../core/cost/usage.ts";
import { type LogStep, logHeadLine } from "../core/lane/attempt.ts";
import type { Entry } from "../core/lane/handoff.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { ProgramEnd } from "../steps/program-ports.ts";
import type { ProgramExit, Session } from "./adapters/adapter.ts";
import { adapters } from "./adapters/list.ts";
import { missed } from "./dispensable-hosts.ts";
import { endOf } from "./end.ts";
import { namedEnvironment } from "./environment.ts";
import { type Needs, namesOf, needsOf } from "./needs.ts";
import { pricesFor } from "./price-table.ts";
import type { ReadyProgram } from "./program.ts";
import { newPurse, notBegun, type Purse, type Took, tellUsage, watchUsage } from "./purse.ts";
import { promptForReading } from "./reading-only.ts";
import type { Redactor } from "./redact.ts";
import { type ProgramRun, type RunResult, runProgram } from "./run.ts";
import type { RunDirectory } from "./run-directory.ts";
import { canBeUntraceable } from "./sandbox/untraceable.ts";
import { transcripts } from "./transcript.ts";

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

/** What one run needs of its place. */
type OneRunPlace = Pick<RunnersPlace, "logs" | "marker" | "signal" | "minutesLeft" | "purse" | "confine"> & {
  readonly plan: Pick<Plan, "limits" | "prices" | "sandbox">;
};

/** A program to run. */
interface Task {
  readonly entry: Pick<Entry, "todo" | "usdLeft">;
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
  /** Whether it runs nothing, wherever it is held. */
  readonly onlyReads?: boolean;
  /** Hears again and again what it has taken by now. */
  readonly told?: ((usage: Usage) => void) | undefined;
}

/** Runs one program of a lane, held in its place and within its budget, and reads what it tells. */
export const run = async (
  place: OneRunPlace,
  task: Task,
): Promise<Took & { end: ProgramEnd; said: string; conversation?: string | undefined }> => {
  const { entry, role, ready, cwd, prompt, directory, env, redactor, session, told: tell } = task;
  const { reads = [], onlyReads = false } = task;
  const { program, argv } = ready;
  const adapter = adapters[program.use];
  const { purse = newPurse(entry.usdLeft) } = place;
  const usdLeft = purse.left();
  if (usdLeft === 0) return notBegun;
  const needs = { role, cwd, dir: directory.dir, reads, ...needsOf(program, process.env) };
  const held = await untraceable(place.confine?.(needs) ?? {});
  const contained = Boolean(held.sandbox) || place.plan.sandbox === "off";
  // What a program of the plan's own runs is its own affair: it has no tools that could be taken from it.
  const isHeld = held.sandbox?.policy.untraceable === true && !onlyReads;
  const executes = role === "agent" || program.use === "command" || isHeld;
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
  const input = executes || onlyReads ? prompt : await promptForReading(prompt, besides);
  if (!executes) await writeFile(directory.prompt, input);
  const gaveUp = new AbortController();
  const giveUp = (why: string) => gaveUp.abort(why);
  const reader = adapter.reader(directory, giveUp, session);
  const watch = watchUsage(reader.used, { left: usdLeft, model, prices: pricesFor(place.plan), giveUp });
  const telling = tellUsage(reader.used, { prices: pricesFor(place.plan), model, tell });
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
      telling.look();
    },
    onErrorLine: reader.errorLine,
    redactor,
    ...held,
  }).finally(telling.end);
  const reading = await reader.end(endedOf(result));
  const { problem, trouble = null, said, usage: used, conversation } = reading;
  const took = { used, milliseconds: result.kind === "not-started" ? 0 : result.ms };
  const end = endOf({ ...result, denied: missed(result.denied) }, problem, trouble);
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
export const minutesOf = ({ plan, minutesLeft }: Pick<OneRunPlace, "plan" | "minutesLeft">): number =>
  Math.max(0, Math.min(plan.limits.minutes, minutesLeft?.() ?? plan.limits.minutes));

/** The line above what a run prints. */
export const heading = (step: LogStep, what: string): string =>
  logHeadLine({ at: new Date().toISOString(), step, what });
