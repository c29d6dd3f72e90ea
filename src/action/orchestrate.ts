import { setTimeout as sleep } from "node:timers/promises";
import { MilepostError } from "../core/error.ts";
import type { Entry } from "../core/lane/handoff.ts";
import type { Plan } from "../core/plan/plan.ts";
import { forgeOf } from "../github/forge.ts";
import { dispatch, standingOf } from "../github/runs.ts";
import { snapshotReader } from "../github/snapshot.ts";
import { type Orchestrated, orchestrate, preview } from "../steps/orchestrate.ts";
import { say } from "./commands.ts";
import { type Connected, connectAs, isOnThisMachine } from "./connect.ts";
import { botIdentity, count, type Inputs, optionalPlan, yesOrNo } from "./inputs.ts";
import { type Job, runName } from "./job.ts";
import { planNamed } from "./plan.ts";
import type { Told } from "./run-action.ts";
import { changesTable, planSummary } from "./summary/plan.ts";
import { watch } from "./watch.ts";

export const orchestrateInputs = {
  plan: optionalPlan,
  parallel: count(256),
  "dry-run": yesOrNo,
  ...botIdentity,
} as const;

type OrchestrateInputs = Inputs<typeof orchestrateInputs>;

/** The root action: makes the milestone what the plan wants, and puts out one entry for each body that has work. */
export const orchestrateAction = async (inputs: OrchestrateInputs, job: Job): Promise<Told> => {
  const github = await connectAs(job, inputs);
  if (inputs.plan === undefined) return await watch(github, job);
  const named = await planNamed(job.workspace, inputs.plan);
  const plan = { ...named, parallel: inputs.parallel ?? named.parallel };
  if (inputs["dry-run"]) return await dryRun(plan, github, job);
  const last = await untilLanesStart(plan, github, job);
  if (last.left > 0) await startAgain(github, inputs, job);
  return {
    outputs: outputsOf(last),
    summary: planSummary(plan, last, github.requests),
    failed: null,
  };
};

const portsOf = (plan: Plan, github: Connected, job: Job) => {
  const standing = standingOf(github.runs, job);
  return {
    forge: forgeOf({ bot: github, reviewer: github, runs: github.runs }),
    reader: snapshotReader(github, plan, standing),
    plan,
    run: runName(job),
    standing,
    now: () => new Date(),
    ...(isOnThisMachine(job.api) ? {} : { pause: (milliseconds: number) => sleep(milliseconds) }),
  };
};

/** What is left of a long plan is made by the next run, while the lanes of this one are at work. */
const startAgain = (github: Connected, { plan = "", parallel }: OrchestrateInputs, job: Job): Promise<void> =>
  dispatch(github.runs, {
    workflow: job.workflow,
    ref: job.ref,
    inputs: { plan, ...(parallel === undefined ? {} : { parallel: String(parallel) }) },
  });

/** How often orchestrating may change something without starting a lane before that is taken for a fault. */
const mostIdle = 50;

/** What one look changes may let the next one start something; once lanes run, they start orchestrate again. */
const untilLanesStart = async (plan: Plan, github: Connected, job: Job): Promise<Orchestrated> => {
  const ports = portsOf(plan, github, job);
  for (let looks = 1; ; looks++) {
    const seen = await orchestrate(ports);
    for (const change of seen.changes)
      say(`${change.type}${"todo" in change ? ` ${change.todo}` : ""}: ${change.why}`);
    const mayGoOn = seen.progress.kind === "running" && seen.changes.length > 0 && seen.entries.length === 0;
    if (!mayGoOn || job.signal.aborted) return seen;
    if (looks === mostIdle) {
      throw new MilepostError(`orchestrating ${plan.id} changes something each time and starts nothing`, {
        hint: "look at what changes in the log above, and report it",
      });
    }
  }
};

/** Most bytes of a job's outputs: github-rules.md, section 3. */
const mostOutput = 1_000_000;

const outputsOf = ({ entries, progress }: Orchestrated): Told["outputs"] => ({
  matrix: matrixOf(entries),
  "has-work": String(entries.length > 0),
  done: String(progress.kind === "closed"),
});

const matrixOf = (entries: readonly Entry[]): string => {
  const matrix = JSON.stringify(entries);
  if (Buffer.byteLength(matrix) <= mostOutput) return matrix;
  throw new MilepostError(`the entries of ${entries.length} lanes are over ${mostOutput} bytes`, {
    hint: "set a lower `parallel` in the plan",
  });
};

const dryRun = async (plan: Plan, github: Connected, job: Job): Promise<Told> => {
  const changes = await preview(portsOf(plan, github, job));
  return {
    outputs: { matrix: "[]", "has-work": "false", done: "false" },
    summary: changesTable(plan, changes),
    failed: null,
  };
};
