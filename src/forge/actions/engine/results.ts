import type { StatusChecks } from "./expressions.ts";

export type JobConclusion = "success" | "failure" | "cancelled" | "skipped";

/** How a job ended. */
export interface Ended {
  readonly result: JobConclusion;
  readonly outputs: Readonly<Record<string, string>>;
  /** Whether it ran in this attempt of its run, instead of being kept from the one before. */
  readonly isNew: boolean;
}

/** How a job of a workflow ended, its matrix taken together. */
export interface JobResult extends Ended {
  /** Whether it and everything that it needs, directly or not, succeeded. */
  readonly allSucceeded: boolean;
  /** Whether it or anything that it needs, directly or not, failed. */
  readonly anyFailed: boolean;
}

/** What the status functions answer for a job that needs these. */
export const outcomeOf = (needs: readonly JobResult[], cancelled: boolean): StatusChecks => ({
  success: !cancelled && needs.every(({ allSucceeded }) => allSucceeded),
  failure: needs.some(({ anyFailed }) => anyFailed),
  cancelled,
});

/** A job's result on top of those that it needs. */
export const resultOn = (needs: readonly JobResult[], { result, outputs, isNew }: Ended): JobResult => ({
  result,
  outputs,
  isNew: isNew || isAnyNew(needs),
  allSucceeded: result === "success" && needs.every(({ allSucceeded }) => allSucceeded),
  anyFailed: result === "failure" || needs.some(({ anyFailed }) => anyFailed),
});

export const isAnyNew = (ended: readonly Ended[]): boolean => ended.some(({ isNew }) => isNew);

/** Several results as one: a failure outweighs a cancellation, that outweighs success. */
export const combined = (results: readonly JobConclusion[]): JobConclusion => {
  for (const worst of ["failure", "cancelled", "success"] as const) if (results.includes(worst)) return worst;
  return "skipped";
};
