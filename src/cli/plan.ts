import { open } from "node:fs/promises";
import { MilepostError } from "../core/error.ts";
import { loadPlan } from "../core/plan/load.ts";
import type { Plan } from "../core/plan/plan.ts";
import { renderProblems } from "../core/plan/problem.ts";

/** Reads a plan file and its plan; throws MilepostError with all its problems when it is not right. */
export const readPlan = async (file: string): Promise<Plan> => {
  const handle = await open(file);
  const text = await handle.readFile("utf8");
  await handle.close();
  const loaded = loadPlan(text, file);
  if (loaded.ok) return loaded.plan;
  throw new MilepostError(`the plan is not right:\n${renderProblems(loaded.problems)}`);
};
