import { timestamp } from "../../clock.ts";
import type { RepositoryKeeper } from "../../context.ts";
import type { Store } from "../../store.ts";
import type { Logs } from "../logs.ts";
import type { Runner } from "../runner/runner.ts";
import type { WorkflowRun } from "../runs.ts";
import { ConcurrencyGroups } from "./concurrency.ts";
import { conduct, type Hold } from "./conduct.ts";
import { forMany } from "./for-many.ts";
import { concludeOrphans, queuedRuns } from "./orphans.ts";
import type { Workshop } from "./run.ts";
import { Slots } from "./slots.ts";
import type { Folders } from "./workflow-source.ts";

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

/** Runs workflows as GitHub's service does: it decides when which job runs with what, and a runner runs it. */
export const startEngine = (options: EngineOptions): Engine => {
  const { store } = options;
  const workshop: Workshop = {
    ...options,
    slots: new Slots(options.parallel),
    groups: new ConcurrencyGroups(),
    now: timestamp,
  };
  const held = new Map<number, { readonly hold: Hold; readonly ended: Promise<void> }>();
  const start = (run: WorkflowRun): void => {
    const hold: Hold = { cancelled: new AbortController(), killed: new AbortController() };
    for (const { signal } of Object.values(hold)) forMany(signal);
    const ended = conduct(options, workshop, { run, hold }).finally(() => held.delete(run.id));
    held.set(run.id, { hold, ended });
  };
  concludeOrphans(store, options.logs, timestamp());
  for (const run of queuedRuns(store)) start(run);
  return {
    start,
    cancel: (runId, { force }) => {
      const found = held.get(runId);
      found?.hold.cancelled.abort();
      if (force) found?.hold.killed.abort();
      return found !== undefined;
    },
    close: async () => {
      for (const { hold } of held.values()) {
        hold.cancelled.abort();
        hold.killed.abort();
      }
      await Promise.all([...held.values()].map(({ ended }) => ended));
    },
  };
};
