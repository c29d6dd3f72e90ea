import { MilepostError } from "../../../core/error.ts";
import { userById } from "../../accounts.ts";
import { settingsOf } from "../../repositories/actions-settings.ts";
import { repositoryById } from "../../repositories/table.ts";
import type { RunConclusion, WorkflowRun } from "../../workflow-run.ts";
import { isOfFork, runById, setRunState } from "../../workflow-runs/runs.ts";
import { secretValuesOf } from "../secrets/table.ts";
import { defaultScopes, fullScopes, scopesOf } from "../tokens/scopes.ts";
import { variablesOf } from "../variables.ts";
import { githubContext } from "./contexts.ts";
import { type InputDefinition, parseWorkflow, type WorkflowDefinition } from "./definition.ts";
import { type Json, textOf } from "./expressions.ts";
import { runJobs } from "./graph.ts";
import type { EngineOptions } from "./options.ts";
import { throwOnRefusedCalls } from "./refused.ts";
import { combined } from "./results.ts";
import { type EngineContext, type Frame, inGroup, type Running, valuesOf } from "./run.ts";
import { commitSource, findWorkflow, type WorkflowSource } from "./workflow-source.ts";

/** How a run is told to end: its jobs' conditions are asked, or it is killed. */
export interface Hold {
  readonly cancelled: AbortController;
  readonly killed: AbortController;
}

/** Executes a run from queued to completed, whatever happens. */
export const executeRun = async (
  options: EngineOptions,
  workshop: EngineContext,
  { run, hold }: { run: WorkflowRun; hold: Hold },
): Promise<void> => {
  const conclusion = await concluded(options, workshop, { run, hold });
  setRunState(options.store, run.id, { status: "completed", conclusion }, workshop.now());
  const ended = runById(options.store, run.id);
  if (!ended || hold.killed.signal.aborted) return;
  try {
    await options.ended?.(ended);
  } catch (error) {
    report(run, error);
  }
};

/** Nobody waits for a run who could be told. */
const report = (run: WorkflowRun, error: unknown): void => {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`forge: run ${run.id}: ${reason}\n`);
};

const concluded = async (
  options: EngineOptions,
  workshop: EngineContext,
  { run, hold }: { run: WorkflowRun; hold: Hold },
): Promise<RunConclusion> => {
  try {
    const running = runningOf(options, workshop, { run, hold });
    if (!running) return "failure";
    const { git, repository } = running;
    const { folders } = workshop;
    const own = { source: commitSource(git, run.sha), git, repository, folders };
    const { text, source } = await findWorkflow(`./${run.path}`, own);
    const definition = parseWorkflow(text, run.path);
    const frame = frameOf(running, definition, source);
    if (!(await isStartable(run, frame))) return "startup_failure";
    const contexts = { values: valuesOf(frame) };
    if (definition.concurrency) setRunState(options.store, run.id, { status: "pending" }, workshop.now());
    const cancel = () => hold.cancelled.abort();
    const ran = await inGroup(
      running,
      { wanted: definition.concurrency, contexts, signal: hold.cancelled.signal, supersede: cancel },
      () => {
        setRunState(options.store, run.id, { status: "in_progress" }, workshop.now());
        return runJobs(frame);
      },
    );
    if (ran === null) return "cancelled";
    const result = combined([...ran.values()].map(({ result }) => result));
    return hold.cancelled.signal.aborted && result !== "failure" ? "cancelled" : result;
  } catch (error) {
    report(run, error);
    return "failure";
  }
};

/** Whether the workflows that a run calls are there and ask for no more than they are given. */
const isStartable = async (run: WorkflowRun, frame: Frame): Promise<boolean> => {
  try {
    await throwOnRefusedCalls(frame);
    return true;
  } catch (error) {
    if (!(error instanceof MilepostError)) throw error;
    report(run, error);
    return false;
  }
};

const runningOf = (
  { store, repositories, variables, secrets }: EngineOptions,
  workshop: EngineContext,
  { run, hold }: { run: WorkflowRun; hold: Hold },
): Running | null => {
  const repository = repositoryById(store, run.repository_id);
  const actor = userById(store, run.triggering_actor_id ?? run.actor_id);
  if (!repository || !actor) return null;
  const own = variablesOf(store, repository.id).map(({ name, value }) => [name, value] as const);
  return {
    workshop,
    run,
    repository,
    git: repositories.open(repository),
    github: githubContext({ run, repository, actor, url: workshop.url() }),
    // A stranger's change is run without either.
    variables: isOfFork(run) ? {} : { ...variables, ...Object.fromEntries(own) },
    secrets: isOfFork(run) ? {} : { ...secrets, ...secretValuesOf(store, repository.id) },
    cancelled: hold.cancelled.signal,
    killed: hold.killed.signal,
  };
};

const frameOf = (running: Running, definition: WorkflowDefinition, source: WorkflowSource): Frame => {
  const { workshop, repository, github } = running;
  const { defaultPermissions } = settingsOf(workshop.store, repository.id);
  return {
    running,
    definition,
    source,
    prefix: "",
    inputs: dispatchInputs(definition, github.event ?? null),
    secrets: running.secrets,
    scopes:
      definition.permissions === undefined
        ? defaultScopes(defaultPermissions)
        : scopesOf(definition.permissions, fullScopes),
    cap: fullScopes,
    cancelled: running.cancelled,
    isNew: running.run.redo === null,
    depth: 1,
  };
};

/** What a dispatch brought, in the types that the workflow declares. */
const dispatchInputs = ({ on }: WorkflowDefinition, event: Json): Json => {
  const given = isObject(event) && isObject(event.inputs ?? null) ? event.inputs : {};
  const inputs: readonly (readonly [string, Json])[] = isObject(given ?? null)
    ? Object.entries(given ?? {})
    : [];
  return Object.fromEntries(
    inputs.map(([name, value]) => [name, typed(on.dispatch?.inputs?.[name]?.type ?? "string", value)]),
  );
};

const typed = (type: InputDefinition["type"], value: Json): Json => {
  if (type === "boolean") return textOf(value) === "true";
  return type === "number" ? Number(textOf(value)) : textOf(value);
};

const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);
