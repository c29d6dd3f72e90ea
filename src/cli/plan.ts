import type { Plan } from "../core/plan/plan.ts";
import { renderProblems } from "../core/plan/problem.ts";
import { loadPlanFile } from "../local/plan-file.ts";

/** Reads a plan file and tells its warnings on standard error; throws PlanError when it is not right. */
export const readPlan = async (file: string, overrides: readonly string[] = []): Promise<Plan> => {
  const { plan, warnings } = await loadPlanFile(file, { overrides });
  if (warnings.length > 0) process.stderr.write(`${renderProblems(warnings)}\n`);
  return plan;
};
