import { userById } from "../../accounts.ts";
import { timestamp } from "../../clock.ts";
import type { RepositoryKeeper } from "../../context.ts";
import { repositoryById } from "../../repositories/table.ts";
import type { Store } from "../../store.ts";
import type { Logs } from "../logs.ts";
import type { Runner } from "../runner/runner.ts";
import { type RunConclusion, runById, setRunState, type WorkflowRun } from "../runs.ts";
import { settingsOf } from "../settings.ts";
import { defaultScopes, fullScopes, scopesOf } from "../tokens/scopes.ts";
import { variablesOf } from "../variables.ts";
import { ConcurrencyGroups } from "./concurrency.ts";
import { githubContext } from "./contexts.ts";
import { type InputDefinition, parseWorkflow, type WorkflowDefinition } from "./definition.ts";
import { type Json, textOf } from "./expressions.ts";
import { runJobs } from "./graph.ts";
import { concludeOrphans, queuedRuns } from "./orphans.ts";
import { combined } from "./results.ts";
import { type Frame, inGroup, type Running, valuesOf, type Workshop } from "./run.ts";
import { Slots } from "./slots.ts";
import { commitSource, type Folders, findWorkflow, type WorkflowSource } from "./workflow-source.ts";

/** What the forge's operations tell of runs to whoever runs them. */
export interface Engine {
  /** Takes up a queued run. */
  readonly start: (run: WorkflowRun) => void;
  /** Ends a run, by force or as its jobs' conditions say; whether the run was in its hands. */
  readonly cancel: (runId: number, how: { readonly force: boolean }) => boolean;
  /** Ends everything and waits for it. */
  readonly close: () => Promise<void>;
}

/** A forge without a runner: runs stay queued. */
export const noEngine: Engine = { start: () => undefined, cancel: () => false, close: async () => undefined };

export interface EngineOptions {
  readonly store: Store;
  readonly repositories: RepositoryKeeper;
  readonly runner: Runner;
  readonly folders: Folders;
  readonly logs: Logs;
  /** Jobs that run at once. */
  readonly parallel: number;
  readonly url: () => string;
  readonly artifactToken: Workshop["artifactToken"];
  /** What every repository's workflows are given; a repository's own variables go first. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
  /** Told when a run has ended. */
  readonly ended?: (run: WorkflowRun) => Promise<void>;
}

interface Hold {
  readonly cancelled: AbortController;
  readonly killed: AbortController;
  ended: Promise<void>;
}

/** Runs workflows as GitHub's service does: it decides when which job runs with what, and a runner runs it. */
export const startEngine = (options: EngineOptions): Engine => {
  const { store } = options;
  const workshop: Workshop = {
    ...options,
    slots: new Slots(options.parallel),
    groups: new ConcurrencyGroups(),
    now: timestamp,
  };
  const held = new Map<number, Hold>();
  const start = (run: WorkflowRun): void => {
    const hold: Hold = {
      cancelled: new AbortController(),
      killed: new AbortController(),
      ended: Promise.resolve(),
    };
    held.set(run.id, hold);
    hold.ended = conduct(options, workshop, { run, hold }).finally(() => held.delete(run.id));
  };
  concludeOrphans(store, options.logs, timestamp());
  for (const run of queuedRuns(store)) start(run);
  return {
    start,
    cancel: (runId, { force }) => {
      const hold = held.get(runId);
      hold?.cancelled.abort();
      if (force) hold?.killed.abort();
      return hold !== undefined;
    },
    close: async () => {
      for (const hold of held.values()) {
        hold.cancelled.abort();
        hold.killed.abort();
      }
      await Promise.all([...held.values()].map(({ ended }) => ended));
    },
  };
};

/** Conducts a run from queued to completed, whatever happens. */
const conduct = async (
  options: EngineOptions,
  workshop: Workshop,
  { run, hold }: { run: WorkflowRun; hold: Hold },
): Promise<void> => {
  const conclusion = await concluded(options, workshop, { run, hold });
  setRunState(options.store, run.id, { status: "completed", conclusion }, workshop.now());
  const ended = runById(options.store, run.id);
  if (ended && !hold.killed.signal.aborted) await options.ended?.(ended);
};

const concluded = async (
  options: EngineOptions,
  workshop: Workshop,
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
    process.stderr.write(`forge: run ${run.id}: ${error instanceof Error ? error.message : String(error)}\n`);
    return "failure";
  }
};

const runningOf = (
  { store, repositories, variables, secrets }: EngineOptions,
  workshop: Workshop,
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
    variables: { ...variables, ...Object.fromEntries(own) },
    secrets,
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
