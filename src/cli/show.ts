import { relative } from "node:path";
import { openRepository, type UserRepository } from "../git/repositories/repository.ts";
import { type Attempt, attemptsIn } from "../local/attempts.ts";
import { type ForgeKind, homeOf } from "../local/home.ts";
import { exits } from "./exit.ts";
import { findPlan } from "./find-plan.ts";
import { forgeToRead } from "./forge-kind.ts";
import { howToAnswer } from "./how-to-answer.ts";
import { readForge } from "./open-forge.ts";
import { readTodo, type TodoDetails } from "./status-report/todo.ts";
import { todoLines } from "./status-report/todo-lines.ts";
import { colorsFor } from "./text/colors.ts";
import { widthOf } from "./text/width.ts";

interface ShowCommandOptions {
  readonly repo: string;
  readonly plan?: string;
  readonly forge?: string;
  readonly json?: boolean;
}

/** `milepost show`: everything that is known of one todo. */
export const show = async (
  todo: string,
  { repo, plan, forge, json }: ShowCommandOptions,
): Promise<number> => {
  const repository = await openRepository(repo);
  const found = await findPlan(repository, { plan, todo, command: "show" });
  const kind = await forgeToRead(forge, repository, found.plan.id);
  const how = howToAnswer({ file: found.file, repo, forge: kind });
  const details = await readForge(repository, (look) => readTodo(found, look, { name: todo, how }), kind);
  const attempts = await keptOf(repository, kind, details);
  const { stdout } = process;
  const place = { columns: widthOf(stdout), colors: colorsFor(stdout), repo };
  const lines = json
    ? [JSON.stringify({ type: "todo", ...details, attempts })]
    : todoLines({ ...details, attempts }, place);
  stdout.write(`${lines.join("\n")}\n`);
  return exits.done;
};

const keptOf = async (
  repository: UserRepository,
  kind: ForgeKind,
  { plan, todo }: TodoDetails,
): Promise<Attempt[]> => {
  const kept = await attemptsIn(homeOf(repository, kind).handOff(plan, todo));
  return kept.map((one) => ({ ...one, dir: relative(process.cwd(), one.dir) }));
};
