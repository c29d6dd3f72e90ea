import { readdir } from "node:fs/promises";
import { isAbsolute, join, relative, resolve } from "node:path";
import { MilepostError } from "../core/error.ts";
import { didYouMean } from "../core/plan/nearest.ts";
import type { Plan } from "../core/plan/plan.ts";
import { type Problem, renderProblem } from "../core/plan/problem.ts";
import { loadPlanFile, PlanError } from "../local/plan-file.ts";
import { annotate } from "./commands.ts";

/** The folder that plans are found in by their ids. */
const folder = "plans";
const isPlanFile = (name: string): boolean => /\.ya?ml$/.test(name);

/** Reads the plan that an input names: by its id, from `plans/`, or by its file. */
export const planNamed = async (workspace: string, name: string): Promise<Plan> => {
  if (isPlanFile(name)) return await readPlan(workspace, inside(workspace, name));
  for (const file of await planFiles(workspace, name)) {
    const path = join(folder, file);
    const plan = await (idOf(file) === name
      ? readPlan(workspace, path)
      : readOrMark(workspace, path, "warning"));
    if (plan?.id === name) return plan;
  }
  throw await withoutPlan(workspace, name);
};

const withoutPlan = async (workspace: string, name: string): Promise<MilepostError> => {
  const ids = (await allPlans(workspace)).map(({ id }) => id);
  const there = ids.length === 0 ? "no plan is there" : `those that are there: ${ids.join(", ")}`;
  return new MilepostError(`no file of ${folder}/ has the plan ${name}; ${there}${didYouMean(name, ids)}`, {
    hint: `name its id as \`plan:\` in the file says, or its file, such as ${folder}/${name}.yml`,
  });
};

/** Reads all plans of `plans/`; one that is not right holds up no other. */
export const allPlans = async (workspace: string): Promise<Plan[]> => {
  const plans: Plan[] = [];
  for (const file of await planFiles(workspace, "")) {
    const plan = await readOrMark(workspace, join(folder, file), "warning");
    if (plan) plans.push(plan);
  }
  return plans;
};

/** The plan files, those first that are called like the plan: the others need not be right for it. */
const planFiles = async (workspace: string, id: string): Promise<string[]> => {
  const files = (await readdir(join(workspace, folder)).catch(() => [])).filter(isPlanFile).sort();
  const named = files.filter((file) => idOf(file) === id);
  return [...named, ...files.filter((file) => !named.includes(file))];
};

const idOf = (file: string): string => file.replace(/\.ya?ml$/, "");

/** Reads a plan by its path in the checkout. @throws {MilepostError} when it is not right. */
const readPlan = async (workspace: string, path: string): Promise<Plan> => {
  const plan = await readOrMark(workspace, path, "error");
  if (plan) return plan;
  throw new MilepostError(`${path} is not right: see what is marked on its lines`, {
    hint: `on a laptop \`milepost validate ${path}\` shows the same`,
  });
};

/** What is wrong with a plan is marked on its lines; then there is none. */
const readOrMark = async (
  workspace: string,
  path: string,
  level: "error" | "warning",
): Promise<Plan | null> => {
  try {
    return (await loadPlanFile(join(workspace, path), { name: path })).plan;
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    for (const problem of error.problems) mark(level, problem);
    return null;
  }
};

const mark = (level: "error" | "warning", problem: Problem): void => {
  const { file, line } = problem;
  annotate(level, renderProblem(problem), line === 0 ? { file } : { file, line });
};

/** The path in the checkout that a name stands for. */
const inside = (workspace: string, file: string): string => {
  const from = relative(workspace, resolve(workspace, file));
  if (!from.startsWith("..") && !isAbsolute(from)) return from;
  throw new MilepostError(`${file} is not in the checkout`, { hint: "name a file of the repository" });
};
