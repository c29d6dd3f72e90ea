import type { Engine } from "../../actions-services.ts";
import { timestamp } from "../../clock.ts";
import type { WorkflowRun } from "../../workflow-run.ts";
import { ConcurrencyGroups } from "./concurrency.ts";
import { forMany } from "./for-many.ts";
import type { EngineOptions } from "./options.ts";
import { concludeOrphans, queuedRuns } from "./orphans.ts";
import type { EngineContext } from "./run.ts";
import { executeRun, type Hold } from "./run-execution.ts";
import { Slots } from "./slots.ts";

/** Runs workflows as GitHub's service does: it decides when which job runs with what, and a runner runs it. */
export const startEngine = (options: EngineOptions): Engine => {
  const { store } = options;
  const workshop: EngineContext = {
    ...options,
    slots: new Slots(options.parallel),
    groups: new ConcurrencyGroups(),
    now: timestamp,
  };
  const held = new Map<number, { readonly hold: Hold; readonly ended: Promise<void> }>();
  const start = (run: WorkflowRun): void => {
    const hold: Hold = { cancelled: new AbortController(), killed: new AbortController() };
    for (const { signal } of Object.values(hold)) forMany(signal);
    const ended = executeRun(options, workshop, { run, hold }).finally(() => held.delete(run.id));
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
