import { openMilestones } from "../../github/milestones.ts";
import { dispatch } from "../../github/runs.ts";
import type { Connected } from "../connect.ts";
import type { Job } from "../job.ts";
import { allPlans } from "../plan.ts";
import type { StepOutcome } from "../run-action.ts";
import { outputsOf } from "./outputs.ts";

/** Without a plan: starts this workflow once for each plan that is open, whatever its last run came to. */
export const watch = async (github: Connected, job: Job): Promise<StepOutcome> => {
  const plans = (await allPlans(job.workspace)).map(({ id }) => id);
  const open = [...(await openMilestones(github, plans)).keys()];
  for (const plan of open)
    await dispatch(github.runs, { workflow: job.workflow, ref: job.ref, inputs: { plan } });
  return {
    outputs: outputsOf([], false),
    summary: open.length === 0 ? "No plan is open." : `Resumed: ${open.map((id) => `\`${id}\``).join(", ")}.`,
    failed: null,
  };
};
