import type { JobDefinition } from "./definition.ts";
import type { Contexts } from "./expressions.ts";
import type { Combination } from "./matrix.ts";
import type { JobResult } from "./results.ts";
import type { Frame } from "./run.ts";

/** A job of a frame whose needs have ended. */
export interface ReadyJob {
  readonly frame: Frame;
  readonly id: string;
  readonly job: JobDefinition;
  readonly needs: readonly JobResult[];
  readonly values: Contexts["values"];
}

/** One combination of a job's matrix. */
export interface Instance extends ReadyJob {
  readonly matrix: Combination;
  readonly contexts: Contexts;
  /** Its whole name: `lane (a) / implement`. */
  readonly name: string;
  /** Ends it: a failed sibling, a newer member of its group, or its run's cancellation. */
  readonly stop: AbortController;
}
