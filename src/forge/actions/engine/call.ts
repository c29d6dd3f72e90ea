import { MilepostError } from "../../../core/error.ts";
import type { Scopes } from "../../grant.ts";
import { scopesOf } from "../tokens/scopes.ts";
import { type InputDefinition, parseWorkflow, type WorkflowDefinition } from "./definition.ts";
import { interpolate, interpolateAll, type Json, textOf } from "./expressions.ts";
import { forMany } from "./for-many.ts";
import type { Instance } from "./instance.ts";
import { depthLimit } from "./refused.ts";
import { combined, type Ended, isAnyNew, type JobResult } from "./results.ts";
import { type Frame, inGroup, valuesOf } from "./run.ts";
import { findWorkflow } from "./workflow-source.ts";

/** Runs the workflow that a job calls with `uses:`, as part of the same run; its jobs may call others. */
export const callWorkflow = async (
  instance: Instance,
  scopes: Scopes,
  runJobs: (frame: Frame) => Promise<ReadonlyMap<string, JobResult>>,
): Promise<Ended> => {
  const { frame, job, contexts } = instance;
  const uses = job.uses ?? "";
  if (frame.depth >= depthLimit) {
    throw new MilepostError(`workflows call each other more than ${depthLimit} deep at ${uses}`);
  }
  const { git, repository, workshop } = frame.running;
  const { folders } = workshop;
  const { text, source } = await findWorkflow(uses, { source: frame.source, git, repository, folders });
  const definition = parseWorkflow(text, uses);
  if (!definition.on.call) {
    throw new MilepostError(`${uses} has no workflow_call trigger`, {
      hint: "add `on: workflow_call` to it",
    });
  }
  const given = Object.fromEntries(
    Object.entries(job.with).map(([name, value]) => [name, interpolateAll(value, contexts)]),
  );
  const called: Frame = {
    running: frame.running,
    definition,
    source,
    prefix: `${instance.name} / `,
    inputs: inputsOf(definition, given, uses),
    secrets: secretsOf(instance),
    scopes: definition.permissions === undefined ? scopes : scopesOf(definition.permissions, scopes),
    cap: scopes,
    cancelled: forMany(AbortSignal.any([frame.cancelled, instance.stop.signal])),
    isNew: frame.isNew || isAnyNew(instance.needs),
    depth: frame.depth + 1,
  };
  const ran = await inGroup(
    frame.running,
    {
      wanted: definition.concurrency,
      contexts: { values: valuesOf(called) },
      signal: called.cancelled,
      supersede: () => instance.stop.abort(),
    },
    () => runJobs(called),
  );
  return ran === null ? { result: "cancelled", outputs: {}, isNew: true } : endOf(called, ran);
};

const endOf = (called: Frame, results: ReadonlyMap<string, JobResult>): Ended => {
  const jobs: Json = Object.fromEntries(
    [...results].map(([id, { result, outputs }]) => [id, { result, outputs }]),
  );
  const contexts = { values: { ...valuesOf(called), jobs } };
  const outputs = Object.entries(called.definition.on.call?.outputs ?? {}).map(
    ([name, { value }]) => [name, textOf(interpolate(value, contexts))] as const,
  );
  return {
    result: combined([...results.values()].map(({ result }) => result)),
    outputs: Object.fromEntries(outputs),
    isNew: isAnyNew([...results.values()]),
  };
};

/**
 * What a called workflow is given, with its defaults.
 * @throws MilepostError when something required is missing, unknown or of another type.
 */
const inputsOf = ({ on }: WorkflowDefinition, given: Readonly<Record<string, Json>>, uses: string): Json => {
  const declared = on.call?.inputs ?? {};
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(declared, name)) throw new MilepostError(`${uses} has no input ${name}`);
  }
  return Object.fromEntries(
    Object.entries(declared).map(([name, input]) => [
      name,
      inputOf(input, given[name], `${uses}: input ${name}`),
    ]),
  );
};

const inputOf = (input: InputDefinition, given: Json | undefined, what: string): Json => {
  const value = given ?? input.default;
  if (value === undefined || value === null) {
    if (input.required) throw new MilepostError(`${what} is required`);
    return { string: "", choice: "", environment: "", boolean: false, number: 0 }[input.type];
  }
  if (input.type === "string") return textOf(value);
  if (typeof value !== input.type)
    throw new MilepostError(`${what} is no ${input.type}: ${JSON.stringify(value)}`);
  return value;
};

const secretsOf = ({ frame, job, contexts }: Instance): Record<string, string> => {
  if (job.secrets === "inherit") return { ...frame.secrets };
  const values = { ...contexts.values, secrets: frame.secrets };
  return Object.fromEntries(
    Object.entries(job.secrets).map(([name, value]) => [name, textOf(interpolateAll(value, { values }))]),
  );
};
