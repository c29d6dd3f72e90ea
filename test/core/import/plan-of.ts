import { type ImportedPlan, importPlan } from "../../../src/core/import/write.ts";
import { loadPlan } from "../../../src/core/plan/load.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";

/** What a source becomes. */
export const importedOf = (text: string, file = "prompt.md"): ImportedPlan => {
  const imported = importPlan(text, file);
  if (!imported.ok) throw new Error(JSON.stringify(imported));
  return imported;
};

/** The plan that a source becomes. */
export const planOf = (text: string, file = "prompt.md"): Plan => {
  const loaded = loadPlan(importedOf(text, file).text, "plan.yml");
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.plan;
};

/** A plan's todos by body. */
export const shapeOf = (plan: Plan): Record<string, string[]> =>
  Object.fromEntries(plan.bodies.map(({ id, todos }) => [id, todos.map((todo) => todo.id)]));
