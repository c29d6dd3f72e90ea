import type { Outcome } from "./expressions.ts";

export type JobConclusion = "success" | "failure" | "cancelled" | "skipped";

/** How a job of a workflow ended, its matrix taken together. */
export interface JobResult {
  readonly result: JobConclusion;
  readonly outputs: Readonly<Record<string, string>>;
  /** Whether it and everything that it needs, directly or not, succeeded. */
  readonly allSucceeded: boolean;
  /** Whether it or anything that it needs, directly or not, failed. */
  readonly anyFailed: boolean;
}

/** What the status functions answer for a job that needs these. */
export const outcomeOf = (needs: readonly JobResult[], cancelled: boolean): Outcome => ({
  success: !cancelled && needs.every(({ allSucceeded }) => allSucceeded),
  failure: needs.some(({ anyFailed }) => anyFailed),
  cancelled,
});

/** A job's result on top of those that it needs. */
export const resultOn = (
  needs: readonly JobResult[],
  { result, outputs }: Pick<JobResult, "result" | "outputs">,
): JobResult => ({
  result,
  outputs,
  allSucceeded: result === "success" && needs.every(({ allSucceeded }) => allSucceeded),
  anyFailed: result === "failure" || needs.some(({ anyFailed }) => anyFailed),
});

/** Several results as one: a failure outweighs a cancellation, that outweighs success. */
export const combined = (results: readonly JobConclusion[]): JobConclusion => {
  for (const worst of ["failure", "cancelled", "success"] as const) if (results.includes(worst)) return worst;
  return "skipped";
};
