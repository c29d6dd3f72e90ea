import type { Step } from "../../workflow-runs/jobs.ts";
import type { LogLine } from "../logs.ts";

/** One job, ready to be run: everything that it depends on is in here. */
export interface JobOrder {
  readonly jobId: number;
  /** The key of the one job in `workflow`. */
  readonly key: string;
  /** A workflow of one job whose needs and inputs are filled in, as YAML. */
  readonly workflow: string;
  readonly eventName: string;
  /** The event's payload, as JSON. */
  readonly event: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly actor: string;
  /** Folders that stand for actions of other repositories, by `owner/repo` in lower case. */
  readonly folders: Readonly<Record<string, string>>;
  /** The `uses:` of the job's steps. */
  readonly actions: readonly string[];
}

/** What a job's steps came to: `steps` of an expression. */
export type StepResults = Readonly<
  Record<
    string,
    {
      readonly outputs: Readonly<Record<string, string>>;
      readonly outcome: string;
      readonly conclusion: string;
    }
  >
>;

export interface JobReport {
  readonly conclusion: "success" | "failure" | "cancelled";
  readonly steps: StepResults;
}

/** Where a job's progress goes while it runs. */
export interface JobObserver {
  readonly steps: (steps: readonly Step[]) => void;
  readonly log: (line: LogLine) => void;
  /** Ends the job; what it left is cleaned up. */
  readonly signal: AbortSignal;
}

/** Runs jobs, one after another or many at once; a job that cannot be started is reported as failed. */
export interface Runner {
  readonly run: (order: JobOrder, observer: JobObserver) => Promise<JobReport>;
}
