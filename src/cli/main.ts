#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { reportError } from "./error.ts";
import type { RunCommandOptions } from "./run.ts";

/** The one place where errors end. */
const main = async (argv: readonly string[]): Promise<number> => {
  const program = new Command("milepost")
    .description("Hands a backlog to coding agents; brings back reviewed, small, ordered pull requests.")
    .version("0.1.0")
    .exitOverride()
    .configureHelp({ showGlobalOptions: true });
  let code = 0;
  const does =
    <Options>(run: (plan: string, options: Options) => Promise<number>) =>
    async (plan: string, options: Options) => {
      code = await run(plan, options);
    };
  program
    .command("run <plan>")
    .description("run the whole loop on this machine until the milestone closes")
    .option("--repo <folder>", "the repository to work on", ".")
    .option("--agent <program>", "the agent instead of the plan's, such as command:./agent.sh")
    .option("--reviewer <program>", "the reviewer instead of the plan's")
    .option("--parallel <n>", "agents at once instead of the plan's number")
    .option("--json", "one event a line, the result last")
    .action(does(async (plan, options: RunCommandOptions) => (await import("./run.ts")).run(plan, options)));
  try {
    await program.parseAsync(argv);
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    reportError(error);
    return 1;
  }
};

process.exitCode = await main(process.argv);
