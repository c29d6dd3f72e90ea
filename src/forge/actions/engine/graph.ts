import { MilepostError } from "../../../core/error.ts";
import { endJob, insertJob } from "../../workflow-runs/jobs.ts";
import { scopesOf } from "../tokens/scopes.ts";
import { callWorkflow } from "./call.ts";
import type { JobDefinition } from "./definition.ts";
import {
  type Contexts,
  holds,
  interpolate,
  interpolateAll,
  type Json,
  type StatusChecks,
  textOf,
} from "./expressions.ts";
import { forMany } from "./for-many.ts";
import type { Instance, ReadyJob } from "./instance.ts";
import { executeJob } from "./job.ts";
import { type Combination, combinationLabel, combinationsOf } from "./matrix.ts";
import {
  combined,
  type Ended,
  isAnyNew,
  type JobConclusion,
  type JobResult,
  outcomeOf,
  resultOn,
} from "./results.ts";
import { type Frame, inGroup, valuesOf } from "./run.ts";
import { Slots } from "./slots.ts";

/** Runs all jobs of a workflow, each as soon as those that it needs have ended. */
export const runJobs = async (frame: Frame): Promise<ReadonlyMap<string, JobResult>> => {
  const started = new Map<string, Promise<JobResult>>();
  const start = (id: string): Promise<JobResult> => {
    const known = started.get(id) ?? runJob(frame, id, start);
    started.set(id, known);
    return known;
  };
  const ids = Object.keys(frame.definition.jobs);
  const results = await Promise.all(ids.map(async (id) => [id, await start(id)] as const));
  return new Map(results);
};

const runJob = async (
  frame: Frame,
  id: string,
  resultOf: (id: string) => Promise<JobResult>,
): Promise<JobResult> => {
  const job = frame.definition.jobs[id];
  if (!job) throw new MilepostError(`there is no job ${id}`);
  const needed = await Promise.all(job.needs.map(async (need) => [need, await resultOf(need)] as const));
  const needs = needed.map(([, result]) => result);
  const needsContext = Object.fromEntries(
    needed.map(([need, { result, outputs }]) => [need, { result, outputs }]),
  );
  const values = { ...valuesOf(frame), needs: needsContext };
  try {
    return resultOn(needs, await runMatrix({ frame, id, job, needs, values }));
  } catch (error) {
    recordWithoutRun(
      frame,
      job.name ?? id,
      "failure",
      String(error instanceof Error ? error.message : error),
    );
    return resultOn(needs, { result: "failure", outputs: {}, isNew: true });
  }
};

const runMatrix = async (ready: ReadyJob): Promise<Ended> => {
  const { frame, id, job, values } = ready;
  const { cancelled } = frame;
  const { killed } = frame.running;
  const wanted = !killed.aborted && holds(job.if, { values, outcome: outcomeNow(ready) });
  if (!wanted) {
    const result = cancelled.aborted ? "cancelled" : "skipped";
    recordWithoutRun(frame, job.name?.includes("${{") ? id : (job.name ?? id), result);
    return { result, outputs: {}, isNew: false };
  }
  const matrix = job.strategy?.matrix;
  const combinations = combinationsOf(matrix === undefined ? undefined : interpolateAll(matrix, { values }));
  const slots = new Slots(numberOf(job.strategy?.["max-parallel"], values) ?? combinations.length);
  const failFast = booleanOf(job.strategy?.["fail-fast"] ?? true, values);
  const siblings = new AbortController();
  forMany(siblings.signal);
  const ended = await Promise.all(
    combinations.map((combination) =>
      slots.use(async () => {
        const one = await runCombination(ready, combination, siblings.signal);
        if (failFast && one.result === "failure") siblings.abort();
        return one;
      }),
    ),
  );
  return {
    result: combined(ended.map(({ result }) => result)),
    outputs: Object.assign({}, ...ended.map(({ outputs }) => outputs)),
    isNew: isAnyNew(ended),
  };
};

/** The status functions as they answer at this moment. */
const outcomeNow = ({ frame, needs }: Pick<ReadyJob, "frame" | "needs">): StatusChecks =>
  outcomeOf(needs, frame.cancelled.aborted);

const runCombination = async (
  ready: ReadyJob,
  matrix: Combination,
  siblings: AbortSignal,
): Promise<Ended> => {
  const { frame, id, job } = ready;
  const contexts = { values: { ...ready.values, matrix } };
  const stop = new AbortController();
  if (siblings.aborted) stop.abort();
  siblings.addEventListener("abort", () => stop.abort(), { once: true });
  const ownName =
    job.name === undefined ? id + combinationLabel(matrix) : textOf(interpolate(job.name, contexts));
  const instance: Instance = { ...ready, matrix, contexts, name: frame.prefix + ownName, stop };
  stopWhenCancelled(instance);
  const scopes = job.permissions === undefined ? frame.scopes : scopesOf(job.permissions, frame.cap);
  const ended =
    job.uses === undefined
      ? await executeJob(instance, scopes)
      : await inGroup(
          frame.running,
          {
            wanted: job.concurrency,
            contexts,
            signal: AbortSignal.any([frame.cancelled, stop.signal]),
            supersede: () => stop.abort(),
          },
          () => callWorkflow(instance, scopes, runJobs),
        );
  const { result, outputs, isNew } = ended ?? { result: "cancelled", outputs: {}, isNew: true };
  return { result: forgiven(job, result, contexts), outputs, isNew };
};

/** Ends a job when its run is cancelled, unless its `if` says that it runs then too; force ends it always. */
const stopWhenCancelled = (instance: Instance): void => {
  const { frame, job, values, stop, needs } = instance;
  const { cancelled } = frame;
  const { killed } = frame.running;
  const judge = () => {
    if (job.uses !== undefined) return;
    if (!holds(job.if, { values, outcome: outcomeOf(needs, true) })) stop.abort();
  };
  if (!cancelled.aborted) cancelled.addEventListener("abort", judge, { once: true });
  if (killed.aborted) stop.abort();
  killed.addEventListener("abort", () => stop.abort(), { once: true });
};

const forgiven = (job: JobDefinition, result: JobConclusion, contexts: Contexts): JobConclusion =>
  result === "failure" && booleanOf(job["continue-on-error"], contexts.values) ? "success" : result;

const booleanOf = (given: boolean | string, values: Contexts["values"]): boolean =>
  (typeof given === "string" ? interpolate(given, { values }) : given) === true;

const numberOf = (given: number | string | undefined, values: Contexts["values"]): number | null => {
  if (given === undefined) return null;
  const value: Json = typeof given === "string" ? interpolate(given, { values }) : given;
  return Math.max(1, Number(value) || 1);
};

/** A job that never ran is in the list too. */
const recordWithoutRun = (frame: Frame, name: string, conclusion: JobConclusion, reason?: string): void => {
  const { workshop, run } = frame.running;
  const now = workshop.now();
  const row = {
    run_id: run.id,
    attempt: run.attempt,
    workflow_name: run.name,
    labels: [],
    status: "queued",
  } as const;
  const id = insertJob(workshop.store, { ...row, name: frame.prefix + name }, now);
  if (reason !== undefined) workshop.logs.append(id, { step: 0, text: `##[error]${reason}` }, now);
  endJob(workshop.store, id, conclusion, now);
};
