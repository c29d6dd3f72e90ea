import type { RunnersPlace } from "../../agents/one-run.ts";
import { checkProgram, programIn, type ReadyProgram } from "../../agents/program.ts";
import { newPurse } from "../../agents/purse.ts";
import { confineOn } from "../../agents/sandbox/confine.ts";
import type { Sandbox } from "../../agents/sandbox/sandbox.ts";
import { laneProgram } from "../../core/account/account.ts";
import { MilepostError } from "../../core/error.ts";
import type { Program } from "../../core/plan/program.ts";
import { leaveReason } from "../broken.ts";
import { say } from "../commands.ts";
import type { Job } from "../job.ts";
import type { LaneJob } from "../lane.ts";
import { openSandboxFor, sandboxContextOf } from "./sandbox.ts";

/** Where the lane's program runs, held there by the sandbox that the plan wants. */
export type Runners = RunnersPlace &
  AsyncDisposable & {
    /** What holds it; `null` when nothing does. */
    readonly held: Sandbox | null;
  };

interface Wanted {
  readonly role: "agent" | "reviewer";
  readonly minutes: number;
}

/**
 * Checks that the lane's program is there, before anything is paid for, and opens the sandbox for it. Where the runner
 * lacks what they need, settle is told: no attempt of the agent's mends that.
 */
export const runnersFor = async (lane: LaneJob, job: Job, wanted: Wanted): Promise<Runners> => {
  try {
    return await openRunners(lane, job, wanted);
  } catch (error) {
    await leaveReason(lane, error, { held: [], isSetUp: true });
    throw error;
  }
};

const openRunners = async (
  { plan, entry, place }: LaneJob,
  job: Job,
  { role, minutes }: Wanted,
): Promise<Runners> => {
  const program = laneProgram(role, plan, entry);
  const sandbox = await openSandboxFor(plan);
  const contained = sandbox !== null || plan.sandbox === "off";
  const use = { role, contained, minutes: plan.limits.minutes };
  const ready = await readyProgram(program, use, job.workspace);
  const confine = confineOn(sandboxContextOf({ plan, place }, job, sandbox));
  return {
    held: sandbox,
    plan,
    agent: () => ready,
    reviewer: () => ready,
    handOff: () => place.handOff,
    logs: () => place.handOff,
    marker: (todo) => `${place.dir}:${todo}`,
    signal: job.signal,
    purse: newPurse(entry.usdLeft),
    minutesLeft: () => minutes - process.uptime() / 60,
    confine: (needs) => ({
      ...confine(needs),
      onDenied: (denied: readonly string[]) => say(`${needs.role} was denied: ${denied.join("; ")}`),
    }),
    [Symbol.asyncDispose]: async () => {
      await sandbox?.[Symbol.asyncDispose]();
    },
  };
};

const readyProgram = async (
  program: Program | undefined,
  use: { role: "agent" | "reviewer"; contained: boolean; minutes: number },
  root: string,
): Promise<ReadyProgram> => {
  if (program) return { program, argv: await checkProgram(programIn(program, root), use) };
  throw new MilepostError(`the plan names no ${use.role}`, { hint: `add \`${use.role}:\` to the plan` });
};
