import { Command, Option } from "commander";
import { collect, folder, lineRanges, wholeNumber } from "./options.ts";
import { board, diff, logs, report, show, status } from "./program-look.ts";
import { clean, completion, forge, worktrees } from "./program-machine.ts";
import { type EndWith, example, onForge, repo } from "./program-parts.ts";

/**
 * All commands with their options. What a command does is loaded when it is called, so that `--help` is quick;
 * `end` takes its exit code.
 */
export const programWith = (version: string, end: EndWith): Command => {
  const program = new Command("milepost")
    .description("Hands a backlog to coding agents; brings back reviewed, small, ordered pull requests.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand("help [command]", "print help for a command")
    .showHelpAfterError("(milepost --help lists everything)")
    .exitOverride()
    .addHelpText("after", example("milepost demo"));
  const before = [init, importPlan, validate, doctor, preview, run];
  for (const add of [
    ...before,
    status,
    show,
    logs,
    diff,
    board,
    report,
    say,
    land,
    publish,
    worktrees,
    clean,
    gate,
    forge,
    demo,
    completion,
  ])
    add(program, end);
  return program;
};

const init = (program: Command, end: EndWith) =>
  program
    .command("init")
    .description("write the workflows and a starter plan into a repository for GitHub")
    .option(...repo)
    .option(
      "--ref <owner/name@ref>",
      "where workflows take the actions from (default: this version's release)",
    )
    .option("--plan <id>", "the starter plan's id; without it one is written where there is no plan")
    .option("--prompts", "put the prompts into the starter plan, to be changed there")
    .option("--force", "overwrite files that differ")
    .option("--dry-run", "only show what would be written")
    .addHelpText("after", example("milepost init --dry-run", "milepost init --plan checkout-rewrite"))
    .action(async (options) => end(await (await import("./init.ts")).init(options)));

const importPlan = (program: Command, end: EndWith) =>
  program
    .command("import [source]")
    .description("make a plan of a backlog: a prompt, task lists, a tracker's export, a repository's issues")
    .option(...repo)
    .option("--output <file>", "where to write the plan; - is standard output (default: plans/<id>.yml)")
    .option("--force", "overwrite what is there")
    .option("--explain", "show each line of the source beside what became of it")
    .option(
      "--take <lines>",
      "lines that are todos where that is doubtful, such as 30-41; again for more",
      lineRanges,
    )
    .option("--from <owner/name>", "import this repository's issues; GITHUB_TOKEN must see them")
    .option("--label <name>", "only issues with this label, with --from")
    .option("--milestone <title>", "only issues of this milestone, with --from")
    .option(
      "--with <program>",
      "have a program draft the plan, such as claude, codex:<model> or command:./model.sh: where prose has no structure",
    )
    .option("--network <host>", "a host that it may reach besides its own; again for more", collect)
    .option("--json", "print counts, remarks and what became of each line as JSON")
    .addHelpText(
      "after",
      example(
        "milepost import specs/003-parcel-tracker/tasks.md --explain",
        "milepost import jira.csv --output plans/checkout.yml",
        "milepost import --from octo/shop --milestone v2",
        "milepost import letter.txt --with claude",
        "cat backlog.md | milepost import - --output -",
      ),
    )
    .action(async (source, options) =>
      end(await (await import("./import.ts")).importCommand(source, options)),
    );

const validate = (program: Command, end: EndWith) =>
  program
    .command("validate <plan>")
    .description("check a plan and show what is in it")
    .option("--json", "print the result as JSON")
    .addHelpText("after", example("milepost validate plans/demo.yml"))
    .action(async (plan, options) => end(await (await import("./validate.ts")).validate(plan, options)));

const doctor = (program: Command, end: EndWith) =>
  program
    .command("doctor [plan]")
    .description("tell what a run would stumble over, before anything is spent")
    .option(...repo)
    .addOption(
      new Option("--forge <name>", "look at GitHub or not; it is looked at when GITHUB_TOKEN is set").choices(
        ["local", "github"],
      ),
    )
    .option("--agent <program>", "the program that writes the changes, instead of the plan's")
    .option("--reviewer <program>", "the program that judges them, instead of the plan's")
    .option("--run", "run the plan's `setup` and `verify` on its base, in the sandbox")
    .option("--json", "print what was found as JSON")
    .addHelpText("after", example("milepost doctor plans/demo.yml --repo ../shop --run"))
    .action(async (plan, options) => end(await (await import("./doctor.ts")).doctor(plan, options)));

const preview = (program: Command, end: EndWith) =>
  program
    .command("preview <plan>")
    .description("show what a run would change first; changes nothing")
    .option(...repo)
    .option(...onForge)
    .option("--json", "print the changes as JSON")
    .addHelpText(
      "after",
      example(
        "milepost preview plans/demo.yml --repo ../shop",
        "milepost preview plans/shop.yml --forge github",
      ),
    )
    .action(async (plan, options) => end(await (await import("./preview.ts")).preview(plan, options)));

const run = (program: Command, end: EndWith) =>
  program
    .command("run <plan>")
    .description("run the whole loop until the milestone closes; run again to go on")
    .option(...repo)
    .option(...onForge)
    .option("--agent <program>", "the agent instead of the plan's, such as command:./agent.sh")
    .option("--reviewer <program>", "the reviewer instead of the plan's")
    .option("--parallel <n>", "agents at once instead of the plan's number, 1 to 256", wholeNumber(1, 256))
    .option(
      "--set <key=value>",
      "a setting instead of the plan's, such as signing=none; again for more",
      collect,
    )
    .option("--retry", "give blocked todos new attempts and rounds first")
    .option("--open", "open its board in a browser")
    .option("--anew", "begin anew where `.milepost`, which has the local forge, is gone")
    .option("--json", "print one event a line, the result last")
    .addHelpText(
      "after",
      `${example(
        "milepost run plans/shop.yml --agent command:./agent.sh --reviewer command:./review.sh",
        "milepost run plans/shop.yml --parallel 2 --json > events.jsonl",
      )}

Exit codes: 0 the milestone is closed, 1 error, 2 it waits for a person, 130 interrupted.`,
    )
    .action(async (plan, options) => end(await (await import("./run.ts")).run(plan, options)));

const say = (program: Command, end: EndWith) =>
  program
    .command("say <plan> <command...>")
    .description("steer a plan, as a comment `/milepost <command>` does; help lists the commands")
    .option("--todo <id or order>", "the todo that it is about; the whole plan when not given")
    .option(...repo)
    .option("--json", "print the answer as JSON")
    .addHelpText(
      "after",
      example(
        "milepost say plans/shop.yml help",
        "milepost say plans/shop.yml pause",
        "milepost say plans/shop.yml approve --todo 01a",
        "milepost say plans/shop.yml changes 'Say why in the README' --todo new-flow",
      ),
    )
    .action(async (plan, command, options) =>
      end(await (await import("./say.ts")).say(plan, command, options)),
    );

const land = (program: Command, end: EndWith) =>
  program
    .command("land <plan>")
    .description("bring approved work, in order, into a local branch, once the plan's commands pass on it")
    .option("--into <branch>", "the branch; it is made where it is not there (default: the plan's base)")
    .option("--yes", "also where that branch is checked out: its files move with it")
    .option(...repo)
    .option("--json", "print what was landed as JSON")
    .addHelpText(
      "after",
      example(
        "milepost land plans/shop.yml",
        "milepost land plans/shop.yml --into shop-landed --repo ../shop",
      ),
    )
    .action(async (plan, options) => end(await (await import("./land.ts")).land(plan, options)));

const publish = (program: Command, end: EndWith) =>
  program
    .command("publish <plan>")
    .description("open approved work of the local forge as stacked pull requests on GitHub; again is safe")
    .option("--repo <owner/name>", "the repository on GitHub; what `origin` says when not given")
    .option("--from <folder>", "the repository's folder", ".")
    .option("--take-back", "let the plan go on here again, instead of on GitHub")
    .option("--json", "print the pull requests as JSON")
    .addHelpText(
      "after",
      example("milepost publish plans/shop.yml", "milepost publish plans/shop.yml --repo acme/shop"),
    )
    .action(async (plan, options) => end(await (await import("./publish.ts")).publish(plan, options)));

const gate = (program: Command, end: EndWith) =>
  program
    .command("gate")
    .description("judge a branch: its size, sign-offs, secrets, and what a plan asks for")
    .option(...repo)
    .option(
      "--base <ref>",
      "what the change is to end in (default: the plan's base, or origin's default branch)",
    )
    .option("--head <ref>", "the branch or commit to judge; what is checked out")
    .option("--only <gates>", "these gates alone, such as size,dco")
    .option("--plan <file>", "judge by this plan, read at the base")
    .option("--body <id>", "the plan's body whose paths are the scope; found by the branch when not given")
    .addOption(new Option("--json", "print all that was found as JSON").conflicts("markdown"))
    .option("--markdown", "print it as a comment for a pull request")
    .addHelpText(
      "after",
      `${example(
        "milepost gate",
        "milepost gate --base origin/main --only size --json",
        "milepost gate --plan plans/shop.yml --body payments --markdown",
      )}

Exit codes: 0 every gate passes, 1 one does not, or an error. docs/gates.md describes the gates.`,
    )
    .action(async (options) => end(await (await import("./gate.ts")).gate(options)));

const demo = (program: Command, end: EndWith) =>
  program
    .command("demo")
    .description("run a small plan with scripted agents on a sample repository")
    .option("--keep <folder>", "make everything in this folder instead of a temporary one", folder)
    .option("--json", "print one event a line, the result last")
    .addHelpText("after", example("milepost demo", "milepost demo --keep ./demo"))
    .action(async (options) => end(await (await import("./demo.ts")).demo(options)));
