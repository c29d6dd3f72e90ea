import type { WorkflowRun } from "../runs.ts";

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
