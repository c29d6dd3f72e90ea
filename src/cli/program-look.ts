import { type Command, Option } from "commander";
import { wholeNumber } from "./options.ts";
import { type EndWith, example, fromForge, repo } from "./program-parts.ts";

/*
 * The commands that look back at what has happened.
 */

export const status = (program: Command, end: EndWith) =>
  program
    .command("status [plan]")
    .description("show whether a run is at work, and every todo: its state, and what it waits for")
    .option(...repo)
    .option(...fromForge)
    .option("--json", "print it as JSON")
    .addHelpText("after", example("milepost status", "milepost status plans/shop.yml --repo ../shop"))
    .action(async (plan, options) => end(await (await import("./status.ts")).status(plan, options)));

/** Options of what looks at a todo. */
const ofPlan = ["--plan <file>", "the plan; found by its todos when not given"] as const;

export const show = (program: Command, end: EndWith) =>
  program
    .command("show <todo>")
    .description("show all of one todo, by id or order: why it waits, attempts, gates, findings, cost")
    .option(...ofPlan)
    .option(...repo)
    .option(...fromForge)
    .option("--json", "print it as JSON")
    .addHelpText("after", example("milepost show 01a", "milepost show new-flow --plan plans/shop.yml --json"))
    .action(async (todo, options) => end(await (await import("./show.ts")).show(todo, options)));

export const logs = (program: Command, end: EndWith) =>
  program
    .command("logs [todo]")
    .description("show what a todo's agent, reviewer and commands printed; of all todos without one")
    .option("--attempt <n>", "which attempt, as show numbers them; the last one", wholeNumber(1, 999_999))
    .addOption(
      new Option("--step <name>", "only what was printed there").choices([
        "setup",
        "agent",
        "verify",
        "review",
      ]),
    )
    .option("--follow", "go on with what is printed, until it ends")
    .addOption(new Option("--raw", "as the programs printed it").conflicts("json"))
    .option(...ofPlan)
    .option(...repo)
    .option("--json", "print one piece a line as JSON")
    .addHelpText(
      "after",
      example("milepost logs 01a", "milepost logs 01a --attempt 1 --step verify", "milepost logs --follow"),
    )
    .action(async (todo, options) => end(await (await import("./logs.ts")).logs(todo, options)));

export const diff = (program: Command, end: EndWith) =>
  program
    .command("diff <todo>")
    .description("show what a todo changes, by id or order")
    .option("--round <n>", "what is new in a round of review since the one before", wholeNumber(1, 999_999))
    .option(...ofPlan)
    .option(...repo)
    .option(...fromForge)
    .option("--json", "print it as JSON")
    .addHelpText(
      "after",
      example("milepost diff 01a", "milepost diff 01a --round 2", "milepost diff 01a > 01a.patch"),
    )
    .action(async (todo, options) => end(await (await import("./diff.ts")).diff(todo, options)));

export const board = (program: Command, end: EndWith) =>
  program
    .command("board [plan]")
    .description(
      "show a plan in a browser: what needs you with its buttons, todos, timeline, cost, transcripts",
    )
    .option("--open", "open it in a browser")
    .option(...repo)
    .option(...fromForge)
    .addHelpText("after", example("milepost board --open", "milepost board plans/shop.yml --forge github"))
    .action(async (plan, options) => end(await (await import("./board.ts")).board(plan, options)));

export const report = (program: Command, end: EndWith) =>
  program
    .command("report <plan>")
    .description("write what became of a plan as one file: what needs you, what landed, evidence, time, cost")
    .option("--output <file>", "where to; - is standard output (default: .milepost/reports/<plan>.html)")
    .option("--markdown", "as Markdown, as a file that ends in .md is")
    .option(...repo)
    .option(...fromForge)
    .addHelpText(
      "after",
      example("milepost report plans/shop.yml", "milepost report plans/shop.yml --markdown --output -"),
    )
    .action(async (plan, options) => end(await (await import("./report.ts")).report(plan, options)));
