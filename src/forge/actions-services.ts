import type { Clock } from "./clock.ts";
import type { WorkflowRun } from "./workflow-run.ts";

/** What operations ask of the forge's workflows. */
export interface ActionsServices {
  readonly engine: Engine;
  readonly logs: {
    readonly remove: (jobIds: readonly number[]) => Promise<void>;
    readonly read: (jobId: number) => readonly { readonly step: number; readonly text: string }[];
  };
  readonly artifacts: { readonly remove: (artifactId: number) => Promise<void> };
  readonly keys: AddressSigner;
  /** What artifacts expire by. */
  readonly clock: Clock;
}

/** What the forge's operations tell of runs to whoever runs them. */
export interface Engine {
  /** Takes up a queued run. */
  readonly start: (run: WorkflowRun) => void;
  /** Ends a run, by force or as its jobs' conditions say; whether the run was in its hands. */
  readonly cancel: (runId: number, how: { readonly force: boolean }) => boolean;
  /** Ends everything and waits for it. */
  readonly close: () => Promise<void>;
}

/** Signs addresses: whoever has one reads, or writes, an artifact, or reads a job's or a run's log. */
export interface AddressSigner {
  readonly signatureFor: (id: number, access: "read" | "write" | "job" | "run") => string;
}
