import { dispatch } from "../github/runs.ts";
import type { Connected } from "./connect.ts";
import type { Job } from "./job.ts";

/** Starts this workflow again for the plan, with what people gave this run; not once somebody has cancelled it. */
export const startAgain = async (
  github: Pick<Connected, "runs">,
  { plan, parallel }: { readonly plan: string; readonly parallel?: number | undefined },
  job: Pick<Job, "workflow" | "ref" | "signal">,
): Promise<void> => {
  if (job.signal.aborted) return;
  await dispatch(github.runs, {
    workflow: job.workflow,
    ref: job.ref,
    inputs: { plan, ...(parallel === undefined ? {} : { parallel: String(parallel) }) },
  });
};
