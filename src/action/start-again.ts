import { dispatch } from "../github/runs.ts";
import type { Connected } from "./connect.ts";
import type { Job } from "./job.ts";

/** Starts this workflow again for the plan, with what people gave this run. */
export const startAgain = (
  github: Pick<Connected, "runs">,
  { plan, parallel }: { readonly plan: string; readonly parallel?: number | undefined },
  job: Job,
): Promise<void> =>
  dispatch(github.runs, {
    workflow: job.workflow,
    ref: job.ref,
    inputs: { plan, ...(parallel === undefined ? {} : { parallel: String(parallel) }) },
  });
