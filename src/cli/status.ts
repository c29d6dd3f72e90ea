import { MilepostError } from "../core/error.ts";
import { openRepository } from "../git/repositories/repository.ts";
import { exits } from "./exit.ts";
import { readForge } from "./open-forge.ts";
import { readPlan } from "./plan.ts";
import { statusLines } from "./status-report/lines.ts";
import type { PlanStatus } from "./status-report/plan-status.ts";
import { readAllStatuses, readPlanStatus } from "./status-report/read.ts";
import { readTodo, type TodoDetails } from "./status-report/todo.ts";
import { todoLines } from "./status-report/todo-lines.ts";
import { colorsFor } from "./text/colors.ts";
import { widthOf } from "./text/width.ts";

export interface StatusCommandOptions {
  readonly repo: string;
  /** Id or order of the one todo to show in full. */
  readonly todo?: string;
  readonly json?: boolean;
}

/** `milepost status`: how a plan stands, every plan that the forge knows, or one todo; during a run, too. */
export const status = async (
  file: string | undefined,
  { repo, todo, json }: StatusCommandOptions,
): Promise<number> => {
  const { stdout } = process;
  const place = { columns: widthOf(stdout), colors: colorsFor(stdout) };
  if (todo !== undefined) {
    const details = await detailsOf(file, todo, repo);
    const lines = json ? [JSON.stringify({ type: "todo", ...details })] : todoLines(details, place);
    stdout.write(`${lines.join("\n")}\n`);
    return exits.done;
  }
  const statuses = await statusesOf(file, repo);
  const lines = json
    ? [JSON.stringify({ type: "status", plans: statuses })]
    : statuses.flatMap((one, at) => [...(at > 0 ? [""] : []), ...statusLines(one, place)]);
  const none = "nothing has run here yet: milepost run <plan>";
  stdout.write(`${lines.length > 0 ? lines.join("\n") : none}\n`);
  return exits.done;
};

const detailsOf = async (file: string | undefined, todo: string, repo: string): Promise<TodoDetails> => {
  if (file === undefined) {
    throw new MilepostError("a todo is one of a plan, and none is named", {
      hint: `name it: milepost status plans/<plan>.yml --todo ${todo}`,
    });
  }
  const plan = await readPlan(file);
  return await readForge(await openRepository(repo), (look) => readTodo(plan, look, todo));
};

const statusesOf = async (file: string | undefined, repo: string): Promise<PlanStatus[]> => {
  const plan = file === undefined ? null : await readPlan(file);
  return await readForge(await openRepository(repo), async (look) => {
    if (plan) return [await readPlanStatus(plan, look)];
    return look ? await readAllStatuses(look.github) : [];
  });
};
