import { readFirstLook } from "../github/look-query.ts";
import { connectAs } from "./connect.ts";
import { botIdentity, count, type Inputs, optionalPlan, yesOrNo } from "./inputs.ts";
import type { Job } from "./job.ts";
import { permissionsOf } from "./permissions.ts";
import type { StepOutcome } from "./run-action.ts";

export const orchestrateInputs = {
  plan: optionalPlan,
  parallel: count(256),
  "dry-run": yesOrNo,
  ...botIdentity,
} as const;

/** The root action: makes the milestone what the plan wants, and puts out one entry for each body that has work. */
export const orchestrateAction = async (
  inputs: Inputs<typeof orchestrateInputs>,
  job: Job,
): Promise<StepOutcome> => {
  const github = await connectAs(job, { ...inputs, permissions: permissionsOf.orchestrate });
  const { plan } = inputs;
  if (plan === undefined) {
    const { watch } = await import("./orchestrate/watch.ts");
    return await watch(github, job);
  }
  // Asked before the rest is loaded: a token that does not do is told at once.
  const first = await readFirstLook(github);
  const { orchestratePlan } = await import("./orchestrate/looks.ts");
  return await orchestratePlan({ ...inputs, plan }, { github, job, first });
};
