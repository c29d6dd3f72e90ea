import { type Argument, argumentText } from "./argument.ts";
import { obeyed, type PlanMeaning, type TodoMeaning } from "./meaning.ts";
import { pausePlan, resumePlan, retryAll, statusOfPlan, stopPlan } from "./on-plan.ts";
import {
  allowTodo,
  approveTodo,
  changeTodo,
  grantTodo,
  pauseTodo,
  resumeTodo,
  retryTodo,
  roundsOfTodo,
  skipTodo,
  statusOfTodo,
} from "./on-todo.ts";
import { reassignTodo } from "./reassign.ts";
import { splitTodo } from "./split.ts";

/** One command: how it is written, what it means where it may be given, and what help says of it. */
export interface Command {
  readonly argument: Argument;
  /** What it does to a todo; absent when it is for the whole plan alone. */
  readonly todo?: TodoMeaning;
  /** What it does to the plan; absent when it is for todos alone. */
  readonly plan?: PlanMeaning;
  /** Writes nothing of the todo itself, so that it need not wait for a run that holds it. */
  readonly atOnce?: true;
  readonly help: string;
}

const nothing: Argument = { kind: "none" };

/** All commands, in the order in which help lists them. */
export const commands = {
  help: {
    argument: nothing,
    todo: (_, { help }) => obeyed(help),
    plan: (_, { help }) => obeyed(help),
    atOnce: true,
    help: "lists the commands",
  },
  status: {
    argument: nothing,
    todo: statusOfTodo,
    plan: statusOfPlan,
    atOnce: true,
    help: "says how it stands, and what it waits for",
  },
  pause: {
    argument: nothing,
    todo: pauseTodo,
    plan: pausePlan,
    help: "starts nothing new; what runs goes on to its end",
  },
  resume: { argument: nothing, todo: resumeTodo, plan: resumePlan, help: "ends a pause or a stop" },
  stop: {
    argument: nothing,
    plan: stopPlan,
    help: "pauses, and cancels what runs; no finished work is lost",
  },
  retry: {
    argument: nothing,
    todo: retryTodo,
    plan: retryAll,
    help: "gives what is blocked new attempts and rounds; takes back a skip",
  },
  skip: {
    argument: { kind: "text", name: "why" },
    todo: skipTodo,
    help: "closes the todo as not planned; what needs it goes on",
  },
  approve: {
    argument: nothing,
    todo: approveTodo,
    help: "approves the pull request as it is now, in your name, whatever the reviewer says",
  },
  changes: {
    argument: { kind: "text", name: "what" },
    todo: changeTodo,
    atOnce: true,
    help: "asks the agent for a change, as a follow-up",
  },
  split: {
    argument: nothing,
    todo: splitTodo,
    help: "cuts work over the limits into parts, each a pull request on the one before; of other work the agent keeps a first part",
  },
  reassign: {
    argument: { kind: "word", name: "body" },
    todo: reassignTodo,
    help: "gives the todo to another body's agent",
  },
  rounds: {
    argument: { kind: "number", name: "n", least: 1, most: 100 },
    todo: roundsOfTodo,
    help: "lets the todo have so many rounds of review in all",
  },
  grant: {
    argument: { kind: "words", name: "path" },
    todo: grantTodo,
    help: "opens paths to the agent that its body does not own; without any, those that it asked for",
  },
  allow: {
    argument: { kind: "words", name: "finding" },
    todo: allowTodo,
    help: "lets findings of the secrets gate pass that are no secrets, by their names",
  },
} as const satisfies Readonly<Record<string, Command>>;

export type CommandName = keyof typeof commands;

const isName = (name: string): name is CommandName => name in commands;

export const commandNames: readonly CommandName[] = Object.keys(commands).filter(isName);

/** What `help` answers, in Markdown: made of the table. */
export const helpText = (): string =>
  [
    "one command on a line, at its start:",
    "",
    "| command | on | does |",
    "|---|---|---|",
    ...commandNames.map((name) => row(name, commands[name])),
  ].join("\n");

const row = (name: string, { argument, todo, plan, help }: Command): string => {
  const on = todo && plan ? "todo, plan" : todo ? "todo" : "plan";
  return `| \`/milepost ${name}${argumentText(argument)}\` | ${on} | ${help} |`;
};
