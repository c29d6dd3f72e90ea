import { MilepostError } from "../../core/error.ts";
import { compareOrder } from "../../core/plan/order.ts";
import type { UserRepository } from "../../git/repositories/repository.ts";
import { type Attempt, listAttempts } from "../../local/attempts.ts";
import { homeOf } from "../../local/home.ts";
import { findPlan } from "../find-plan.ts";
import { noSuchTodo } from "../no-such-todo.ts";
import { readPlan } from "../plan.ts";

/** Which attempts are asked for. */
interface Choice {
  /** Id or order of a todo; those of all todos when not given. */
  readonly todo: string | undefined;
  /** The plan's file; found by the todo when not given. */
  readonly plan: string | undefined;
  /** Which of the todo's attempts; the last one when not given. */
  readonly attempt: number | undefined;
  /** Only what goes on now. */
  readonly isFollowed: boolean;
}

/** Attempts, looked up anew each time. */
type LookUp = () => Promise<readonly Attempt[]>;

/**
 * What is asked for of all that is kept on this machine.
 *
 * @throws {MilepostError} when there is nothing of it.
 */
export const chooseAttempts = async (repository: UserRepository, choice: Choice): Promise<LookUp> => {
  const plan = choice.plan === undefined ? null : (await readPlan(choice.plan)).id;
  const all: LookUp = async () =>
    (await attemptsOf(repository)).filter((one) => plan === null || one.plan === plan);
  const { todo } = choice;
  if (todo === undefined) return choice.isFollowed ? await atWork(all) : await lastOfEach(all, choice);
  const own = await ofTodo(repository, await all(), { todo, plan: choice.plan });
  const chosen = choice.attempt === undefined ? own.at(-1) : own.find((one) => one.number === choice.attempt);
  if (!chosen) throw noAttempt(own, todo, choice.attempt);
  return async () => (await all()).filter(({ dir }) => dir === chosen.dir);
};

const attemptsOf = async (repository: UserRepository): Promise<Attempt[]> => {
  const homes = [homeOf(repository), homeOf(repository, "github")];
  return (await Promise.all(homes.map(listAttempts))).flat();
};

const lastOfEach = async (all: LookUp, { attempt }: Choice): Promise<LookUp> => {
  if (attempt !== undefined)
    throw new MilepostError("an attempt is one of a todo, and none is named", {
      hint: `name it: milepost logs <todo> --attempt ${attempt}`,
    });
  const last = new Map((await all()).map((one) => [`${one.plan}/${one.todo}`, one]));
  if (last.size === 0)
    throw new MilepostError("no program has run here yet, or its logs are gone with .milepost", {
      hint: `begin with \`milepost run <plan>\`; ${onGitHub}`,
    });
  const sorted = [...last.values()].sort((a, b) => compareOrder(a.order, b.order));
  return async () => sorted;
};

const onGitHub = "on GitHub, logs are artifacts of the workflow's runs";

/** What had ended before is not told once more. */
const atWork = async (all: LookUp): Promise<LookUp> => {
  const over = new Set((await all()).filter(({ ended }) => ended !== null).map(({ dir }) => dir));
  return async () => (await all()).filter(({ dir }) => !over.has(dir));
};

const ofTodo = async (
  repository: UserRepository,
  all: readonly Attempt[],
  { todo, plan: file }: { todo: string; plan: string | undefined },
): Promise<readonly Attempt[]> => {
  const named = all.filter((one) => one.todo === todo || one.order === todo);
  if (new Set(named.map(({ plan }) => plan)).size === 1) return named;
  const { plan } = await findPlan(repository, { plan: file, todo, command: "logs" });
  const own = named.filter((one) => one.plan === plan.id);
  if (own.length > 0) return own;
  const planned = plan.bodies.flatMap(({ todos }) => todos);
  if (!planned.some(({ id, order }) => id === todo || order === todo))
    throw noSuchTodo(
      plan.id,
      todo,
      planned.map(({ id }) => id),
    );
  throw new MilepostError(`no program has run for ${todo} here yet, or its logs are gone with .milepost`, {
    hint: `\`milepost show ${todo}\` says how it stands; ${onGitHub}`,
  });
};

const noAttempt = (kept: readonly Attempt[], todo: string, attempt: number | undefined): MilepostError =>
  new MilepostError(`attempt ${attempt ?? 1} of ${todo} is not here`, {
    hint: `these are kept: ${kept.map(({ number }) => number).join(", ")}; \`milepost show ${todo}\` says what each was`,
  });
