import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { MilepostError } from "../core/error.ts";
import { didYouMean } from "../core/plan/nearest.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { UserRepository } from "../git/repositories/repository.ts";
import { listAttempts } from "../local/attempts.ts";
import { homeOf } from "../local/home.ts";
import { readJournal } from "../local/last-run.ts";
import { loadPlanFile } from "../local/plan-file.ts";
import { readPlan } from "./plan.ts";

/** A plan and the file that it was read from. */
export interface FoundPlan {
  readonly plan: Plan;
  readonly file: string;
}

/**
 * The plan that a todo is of: the one that is named, or the only one that knows a todo of that id or order.
 *
 * @throws {MilepostError} when none is known or does, or several do.
 */
export const findPlan = async (
  repository: UserRepository,
  { plan: named, todo, command }: { plan: string | undefined; todo: string; command: string },
): Promise<FoundPlan> => {
  if (named !== undefined) return { plan: await readPlan(named), file: named };
  const { ran, others } = await plansOf(repository);
  const known = [...ran, ...others];
  const [only, ...more] = known;
  if (only && more.length === 0) return only;
  const born = (await attemptsOf(repository)).filter((one) => one.todo === todo || one.order === todo);
  const fits = ({ plan }: FoundPlan): boolean =>
    namesIn(plan).includes(todo) || born.some((one) => one.plan === plan.id);
  const fitting = ran.some(fits) ? ran.filter(fits) : others.filter(fits);
  const [found, ...rest] = fitting;
  if (found && rest.length === 0) return found;
  throw found ? several(fitting, { todo, command }) : unknown(known, { todo, command });
};

/** The plans that have run here, and besides those of the repository's `plans` folder. */
export const plansOf = async (
  repository: UserRepository,
): Promise<{ ran: readonly FoundPlan[]; others: readonly FoundPlan[] }> => {
  const { plans } = await readJournal(homeOf(repository));
  const ran = Object.values(plans).filter((file) => existsSync(file));
  const others = (await filesIn(join(repository.root, "plans"))).filter((file) => !ran.includes(file));
  return { ran: await loaded(ran), others: await loaded(others) };
};

/** What is not right as a plan is not looked into. */
const loaded = async (files: readonly string[]): Promise<FoundPlan[]> => {
  const plans = files.map(async (path): Promise<FoundPlan[]> => {
    const file = relative(process.cwd(), path);
    const read = await loadPlanFile(file).catch(() => null);
    return read ? [{ plan: read.plan, file }] : [];
  });
  return (await Promise.all(plans)).flat();
};

const filesIn = async (dir: string): Promise<string[]> => {
  const names = await readdir(dir).catch(() => []);
  return names
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => join(dir, name));
};

const attemptsOf = async (repository: UserRepository) => {
  const homes = [homeOf(repository), homeOf(repository, "github")];
  return (await Promise.all(homes.map(listAttempts))).flat();
};

const namesIn = ({ bodies }: Plan): string[] =>
  bodies.flatMap(({ todos }) => todos.flatMap(({ id, order }) => [id, order]));

interface Sought {
  readonly todo: string;
  readonly command: string;
}

const several = (fitting: readonly FoundPlan[], { todo, command }: Sought): MilepostError =>
  new MilepostError(`${fitting.map(({ file }) => file).join(" and ")} each have a todo ${todo}`, {
    hint: `name the plan: milepost ${command} ${todo} --plan ${fitting[0]?.file}`,
  });

const unknown = (known: readonly FoundPlan[], { todo, command }: Sought): MilepostError => {
  if (known.length === 0)
    return new MilepostError("no plan has run here, and there is none in plans/", {
      hint: `name its file: milepost ${command} ${todo} --plan <file>`,
    });
  const near = didYouMean(
    todo,
    known.flatMap(({ plan }) => namesIn(plan)),
  );
  return new MilepostError(`no plan that has run here or is in plans/ has a todo ${todo}${near}`, {
    hint: "`milepost status` lists ids and orders",
  });
};
