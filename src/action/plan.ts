import { readdir } from "node:fs/promises";
import { isAbsolute, join, relative, resolve } from "node:path";
import { MilepostError } from "../core/error.ts";
import type { Plan } from "../core/plan/plan.ts";
import { loadPlanFile } from "../local/plan-file.ts";

/** The folder that plans are found in by their ids. */
const folder = "plans";
const isPlanFile = (name: string): boolean => /\.ya?ml$/.test(name);

/** Reads the plan that an input names: by its id, from `plans/`, or by its file. */
export const planNamed = async (workspace: string, name: string): Promise<Plan> => {
  if (isPlanFile(name)) return (await loadPlanFile(inside(workspace, name), name)).plan;
  for (const file of await planFiles(workspace, name)) {
    const { plan } = await loadPlanFile(join(workspace, folder, file), `${folder}/${file}`);
    if (plan.id === name) return plan;
  }
  throw new MilepostError(`no file of ${folder}/ has the plan ${name}`, {
    hint: `name its id as \`plan:\` in the file says, or its file, such as ${folder}/${name}.yml`,
  });
};

/** Reads all plans of `plans/`. */
export const allPlans = async (workspace: string): Promise<Plan[]> => {
  const plans: Plan[] = [];
  for (const file of await planFiles(workspace, ""))
    plans.push((await loadPlanFile(join(workspace, folder, file), `${folder}/${file}`)).plan);
  return plans;
};

/** The plan files, those first that are called like the plan: the others need not be right for it. */
const planFiles = async (workspace: string, id: string): Promise<string[]> => {
  const files = (await readdir(join(workspace, folder)).catch(() => [])).filter(isPlanFile).sort();
  const named = files.filter((file) => file.replace(/\.ya?ml$/, "") === id);
  return [...named, ...files.filter((file) => !named.includes(file))];
};

const inside = (workspace: string, file: string): string => {
  const path = resolve(workspace, file);
  const from = relative(workspace, path);
  if (!from.startsWith("..") && !isAbsolute(from)) return path;
  throw new MilepostError(`${file} is not in the checkout`, { hint: "name a file of the repository" });
};
