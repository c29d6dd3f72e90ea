import { readdirSync } from "node:fs";
import tab, { type Command as TabCommand } from "@bomb.sh/tab";
import type { Argument, Command, Option } from "commander";
import { commandNames } from "../core/command/table.ts";
import { openRepository } from "../git/repositories/repository.ts";
import { exits } from "./exit.ts";
import { plansOf } from "./find-plan.ts";

/** `milepost completion <shell>`: what a shell reads to complete commands. */
export const completion = (shell: "bash" | "zsh" | "fish"): number => {
  tab.setup("milepost", "milepost", shell);
  return exits.done;
};

/** `milepost complete -- <words…>`, which the shells call: what may stand where the last word begins. */
export const complete = async (program: Command, words: readonly string[]): Promise<number> => {
  const todos = await todosFor(words);
  add(tab, program, todos);
  for (const command of program.createHelp().visibleCommands(program))
    add(tab.command(command.name(), command.description()), command, todos);
  tab.parse([...words]);
  return exits.done;
};

const add = (to: TabCommand, command: Command, todos: readonly string[]): void => {
  for (const argument of command.registeredArguments)
    to.argument(argument.name(), offering(valuesOf(argument, todos)), argument.variadic);
  for (const option of command.createHelp().visibleOptions(command)) {
    const [name, alias] = [option.long?.slice(2) ?? "", option.short?.slice(1)];
    const takesValue = option.required || option.optional;
    // A description in the handler's place says that it takes no value.
    if (takesValue) to.option(name, option.description, offering(valuesOf(option, todos)), alias);
    else to.option(name, option.description, ...(alias === undefined ? [] : [alias]));
  }
};

type Offer = (value: string, description: string) => void;

const offering =
  (values: () => readonly string[]) =>
  (offer: Offer): void => {
    for (const value of values()) offer(value, "");
  };

/** What may be given for an argument, or for an option: by its choices, or else by what it is called. */
const valuesOf = (asked: Argument | Option, todos: readonly string[]): (() => readonly string[]) => {
  const { argChoices = [] } = asked;
  if (argChoices.length > 0) return () => argChoices;
  const name = "long" in asked ? (asked.long?.slice(2) ?? "") : asked.name();
  if (name === "todo") return () => todos;
  if (name === "plan") return planFiles;
  if (name === "command" && "variadic" in asked && asked.variadic) return () => commandNames;
  return folderNames.has(name) ? folders : () => [];
};

const folderNames: ReadonlySet<string> = new Set(["repo", "data", "keep"]);

const planFiles = (): string[] =>
  [".", "plans"].flatMap((folder) =>
    entriesOf(folder)
      .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
      .map(({ name }) => (folder === "." ? name : `${folder}/${name}`)),
  );

const folders = (): string[] =>
  entriesOf(".")
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name);

const entriesOf = (folder: string) => {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
};

/** Orders and ids of the plans that are found here, where a command takes a todo: outside a repository, none. */
const todosFor = async ([command = "", ...words]: readonly string[]): Promise<string[]> => {
  if (!takesTodo.has(command) && !words.includes("--todo")) return [];
  const repository = await openRepository(".").catch(() => null);
  if (!repository) return [];
  const { ran, others } = await plansOf(repository);
  const plans = ran.length > 0 ? ran : others;
  return plans.flatMap(({ plan }) =>
    plan.bodies.flatMap(({ todos }) => todos.flatMap(({ order, id }) => [order, id])),
  );
};

const takesTodo: ReadonlySet<string> = new Set(["show", "logs", "diff"]);
