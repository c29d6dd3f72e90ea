import { Argument, type Command } from "commander";
import { collect, folder, wholeNumber } from "./options.ts";
import { type EndWith, example, repo } from "./program-parts.ts";

/*
 * The commands for what is on this machine, whatever the plan.
 */

export const worktrees = (program: Command, end: EndWith) =>
  program
    .command("worktrees")
    .description("show the worktrees and how each differs from its branch")
    .option(...repo)
    .option("--json", "print them as JSON")
    .addHelpText("after", example("milepost worktrees --repo ../shop"))
    .action(async (options) => end(await (await import("./worktrees.ts")).worktrees(options)));

export const clean = (program: Command, end: EndWith) =>
  program
    .command("clean")
    .description("show what runs left on this machine, and remove what is kept elsewhere, when you say so")
    .option("--transcripts", "also what programs of ended attempts printed")
    .option("--yes", "remove what may go without asking")
    .option(...repo)
    .option("--json", "print it as JSON; removes only with --yes")
    .addHelpText("after", example("milepost clean", "milepost clean --transcripts --yes"))
    .action(async (options) => end(await (await import("./clean.ts")).clean(options)));

export const forge = (program: Command, end: EndWith) =>
  program
    .command("forge")
    .description("serve the local forge alone, until Ctrl-C")
    .option("--host <address>", "the address that it listens on", "127.0.0.1")
    .option("--port <n>", "the port, 0 for any that is free", wholeNumber(0, 65_535), 0)
    .option("--base-url <url>", "what addresses in answers begin with, where a proxy stands before it")
    .option("--data <folder>", "where it keeps everything", folder, ".milepost/forge")
    .option("--reset", "remove first what an earlier forge left there")
    .option(
      "--seed <owner/name=folder>",
      "a repository to begin with, from one on this machine; again for more",
      collect,
    )
    .option("--app <id:slug=file>", "a GitHub App by its public key's PEM file; again for more", collect)
    .option("--runner <name>", "what runs workflows: none, or act on this machine", "none")
    .option("--jobs <n>", "jobs that run at once, 1 to 64", wholeNumber(1, 64), 4)
    .option("--action <owner/repo=folder>", "an action's folder on this machine; again for more", collect)
    .option(
      "--secret <NAME[=value]>",
      "a secret of all workflows, without value from the environment",
      collect,
    )
    .option("--variable <NAME=value>", "a variable of all workflows; again for more", collect)
    .option("--allow-host <name>", "a name that it answers to besides localhost; again for more", collect)
    .option("--json", "print address and accounts as JSON")
    .addHelpText(
      "after",
      example(
        "milepost forge --port 8080 --data /tmp/forge --reset --seed acme/shop=../shop",
        "milepost forge --runner act --secret ANTHROPIC_API_KEY",
      ),
    )
    .action(async (options) => end(await (await import("./forge.ts")).forge(options)));

export const completion = (program: Command, end: EndWith) => {
  program
    .command("completion")
    .description("print what your shell reads to complete commands, plans and todos")
    .addArgument(new Argument("<shell>", "bash, zsh or fish").choices(["bash", "zsh", "fish"]))
    .addHelpText(
      "after",
      example(
        "source <(milepost completion bash)",
        "milepost completion fish > ~/.config/fish/completions/milepost.fish",
      ),
    )
    .action(async (shell) => end((await import("./completion.ts")).completion(shell)));
  program
    .command("complete [words...]", { hidden: true })
    .allowUnknownOption()
    .action(async (words) => end(await (await import("./completion.ts")).complete(program, words)));
};
