import type { Scopes } from "../../grant.ts";
import {
  endJob,
  insertJob,
  jobsOf,
  keepJob,
  setJobStatus,
  setOutputs,
  setSteps,
  startJob,
  type WorkflowJob,
} from "../../workflow-runs/jobs.ts";
import { isOfFork } from "../../workflow-runs/runs.ts";
import type { LogLine } from "../logs.ts";
import type { JobReport } from "../runner/runner.ts";
import { readOnly } from "../tokens/scopes.ts";
import { mintToken, revokeToken } from "../tokens/table.ts";
import { jobEnvironment } from "./contexts.ts";
import { type Contexts, holds, interpolate, interpolateAll, type Json, textOf } from "./expressions.ts";
import type { Instance } from "./instance.ts";
import { jobFile } from "./job-file.ts";
import { type Ended, isAnyNew, type JobConclusion, outcomeOf } from "./results.ts";
import { inGroup } from "./run.ts";

/** Runs a job, or keeps how it ended in the attempt before. */
export const executeJob = async (instance: Instance, scopes: Scopes): Promise<Ended> => {
  const kept = endedBefore(instance);
  if (!kept) return { ...(await runJob(instance, scopes)), isNew: true };
  const { store, logs } = instance.frame.running.workshop;
  logs.copy(kept.id, keepJob(store, kept.id));
  return { result: kept.conclusion, outputs: kept.outputs, isNew: false };
};

/** The job of the attempt before, if this one neither runs it anew nor anything that it needs. */
const endedBefore = ({ frame, needs, name }: Instance): Kept | null => {
  const { run, workshop } = frame.running;
  const redo: readonly string[] = JSON.parse(run.redo ?? "[]");
  if (frame.isNew || isAnyNew(needs) || redo.includes(name)) return null;
  return (
    jobsOf(workshop.store, run.id, run.attempt - 1)
      .filter(isKept)
      .find((job) => job.name === name) ?? null
  );
};

type Kept = WorkflowJob & { readonly conclusion: JobConclusion };

const isKept = (job: WorkflowJob): job is Kept =>
  job.conclusion === "success" || job.conclusion === "failure";

/** Runs a job's steps: waits for its concurrency group and for a free place, and gives it a token of its own. */
const runJob = async (instance: Instance, scopes: Scopes): Promise<Omit<Ended, "isNew">> => {
  const { frame, job, contexts, stop, name } = instance;
  const { workshop, run } = frame.running;
  const labels = labelsOf(job["runs-on"], contexts);
  const row = { run_id: run.id, attempt: run.attempt, name, workflow_name: run.name, labels };
  const jobId = insertJob(workshop.store, { ...row, status: "queued" }, workshop.now());
  const end = (result: JobConclusion): JobConclusion => {
    endJob(workshop.store, jobId, result, workshop.now());
    return result;
  };
  const log = (line: LogLine) => workshop.logs.append(jobId, line, workshop.now());
  try {
    if (job.concurrency) setJobStatus(workshop.store, jobId, "pending");
    const ended = await inGroup(
      frame.running,
      { wanted: job.concurrency, contexts, signal: stop.signal, supersede: () => stop.abort() },
      () => {
        setJobStatus(workshop.store, jobId, "queued");
        return workshop.slots.use(() => runSteps(instance, { jobId, scopes, log }));
      },
    );
    setOutputs(workshop.store, jobId, ended?.outputs ?? {});
    end(ended?.result ?? "cancelled");
    return ended ?? { result: "cancelled", outputs: {} };
  } catch (error) {
    log({ step: 0, text: `##[error]${error instanceof Error ? error.message : String(error)}` });
    return { result: end("failure"), outputs: {} };
  }
};

const labelsOf = (runsOn: Json | undefined, contexts: Contexts): string[] => {
  const value = interpolateAll(runsOn ?? "ubuntu-latest", contexts);
  const given = typeof value === "object" && value !== null && "labels" in value ? value.labels : value;
  return (Array.isArray(given) ? given : [given]).map((label: Json) => textOf(label));
};

const runSteps = async (
  instance: Instance,
  { jobId, scopes, log }: { jobId: number; scopes: Scopes; log: (line: LogLine) => void },
): Promise<Omit<Ended, "isNew">> => {
  const { frame, stop, needs, job, values } = instance;
  const { cancelled } = frame;
  const { workshop, run, repository } = frame.running;
  const stillWanted = !cancelled.aborted || holds(job.if, { values, outcome: outcomeOf(needs, true) });
  if (stop.signal.aborted || !stillWanted) return { result: "cancelled", outputs: {} };
  startJob(workshop.store, jobId, workshop.now());
  const held = isOfFork(run) ? readOnly(scopes) : scopes;
  const token = mintToken(workshop.store, {
    repositoryId: repository.id,
    runId: run.id,
    jobId,
    scopes: held,
  });
  try {
    const report = await workshop.runner.run(orderOf(instance, { jobId, token }), {
      steps: (steps) => setSteps(workshop.store, jobId, steps),
      log,
      signal: stop.signal,
    });
    return { result: report.conclusion, outputs: outputsOf(instance, report) };
  } finally {
    revokeToken(workshop.store, token);
  }
};

const orderOf = (instance: Instance, { jobId, token }: { jobId: number; token: string }) => {
  const { frame, id, job, name, matrix, values } = instance;
  const { workshop, run, github, variables } = frame.running;
  const url = workshop.url();
  const artifactToken = workshop.artifactToken({ runId: run.id, jobId });
  return {
    jobId,
    key: id,
    workflow: jobFile(
      { workflow: { ...frame.definition, name: run.name }, key: id, job, name },
      { matrix, filledIn: { needs: values.needs ?? {}, inputs: frame.inputs }, event: run.event },
    ),
    eventName: run.event,
    event: run.payload,
    environment: jobEnvironment(github, { artifactToken, url }),
    secrets: { ...frame.secrets, GITHUB_TOKEN: token },
    variables,
    actor: textOf(github.actor ?? ""),
    folders: workshop.folders,
    actions: job.steps.flatMap(({ uses }) => (typeof uses === "string" ? [uses] : [])),
  };
};

/** The job's outputs, computed of what its steps put out. */
const outputsOf = ({ job, contexts, frame }: Instance, { steps }: JobReport): Record<string, string> => {
  const env = interpolateAll({ ...frame.definition.env, ...job.env }, contexts);
  const values = { ...contexts.values, steps, env };
  return Object.fromEntries(
    Object.entries(job.outputs).map(([name, value]) => [name, textOf(interpolate(value, { values }))]),
  );
};
