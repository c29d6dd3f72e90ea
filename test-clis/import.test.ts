import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { loadPlan } from "../src/core/plan/load.ts";
import { todosOf } from "../src/core/plan/plan.ts";
import { newWorld } from "../test/local/world.ts";
import { clis } from "./clis.ts";
import type { Script } from "./model/dialect.ts";
import { startModel } from "./model/server.ts";

const main = join(process.cwd(), "build/src/cli/main.js");

const letter = `Dear all,
the booking page loses requests when the harbour is offline: it needs retries.
The timetable must be kept for a day.
See you on Monday.
`;

const planOf = (todos: readonly string[]) => `version: 1
plan: ferry
title: Ferry
bodies:
  - body: web
    todos:
${todos.join("\n")}
`;

const retries = "      - { todo: retries, title: Booking page needs retries }";
const timetable = "      - { todo: timetable, title: Keep the timetable for a day }";
const named = (line: number, quote: string) => [{ line, quote }];

/** Leaves the timetable out, makes something up, and misquotes. */
const wrong = {
  plan: planOf([retries, "      - { todo: app, title: Build a native application }"]),
  todos: [
    { todo: "retries", lines: named(2, "the booking page must be redesigned") },
    { todo: "app", lines: named(4, "See you on Monday") },
  ],
  left: [{ line: 1, end: 1, why: "a greeting" }],
};

const right = {
  plan: planOf([retries, timetable]),
  todos: [
    { todo: "retries", lines: named(2, "the booking page loses requests") },
    { todo: "timetable", lines: named(3, "The timetable must be kept for a day") },
  ],
  left: [
    { line: 1, end: 1, why: "a greeting" },
    { line: 4, end: 4, why: "a farewell" },
  ],
};

/** Drafts wrongly until it is told what is wrong; `told` has what each prompt said of that. */
const drafting =
  (told: string[]): Script =>
  ({ text: said, tools, results }) => {
    if (!said.includes("# Draft a plan")) return { kind: "say", text: "Ferry" };
    const [, problems] = said.split("What was wrong with your answer before");
    if (problems !== undefined) told.push(problems);
    const answer = problems === undefined ? wrong : right;
    return tools.includes("StructuredOutput") && results === 0
      ? { kind: "call", tool: "StructuredOutput", input: answer }
      : { kind: "say", text: JSON.stringify(answer) };
  };

test.each(clis)(
  "$title drafts a plan, is told what it dropped, made up and misquoted, and mends it",
  async (cli) => {
    using installed = cli.install();
    using world = newWorld();
    const told: string[] = [];
    await using served = await startModel(drafting(told));
    const { env = {}, home = {} } = cli.setup(served.url);
    const folder = join(world.dir, "home");
    for (const [name, content] of Object.entries({ ".keep": "", ...home })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    const output = join(world.dir, "plan.yml");
    const [, use = "", model = ""] = /use: (\w+)(?:, model: (\S+))?/.exec(cli.use) ?? [];
    const program = ["--with", model === "" ? use : `${use}:${model}`, "--network", new URL(served.url).host];
    const args = ["import", world.file("letter.txt", letter), ...program, "--repo", world.repo];
    const child = spawn(process.execPath, [main, ...args, "--output", output], {
      cwd: world.dir,
      env: { PATH: `${installed.bin}:${process.env.PATH}`, HOME: folder, LANG: "C.UTF-8", ...env },
    });
    const said = Promise.all([text(child.stdout), text(child.stderr)]);
    const [code] = await once(child, "close");
    const shown = (await said).join("\n");
    process.stdout.write(`${cli.title}: ${installed.version}, ${served.turns.length} turns of the model\n`);
    expect({ code, shown }).toMatchObject({ code: 0, shown: expect.stringContaining("2 todos in 1 body") });
    const loaded = loadPlan(readFileSync(output, "utf8"), "plan.yml");
    expect(loaded.ok && todosOf(loaded.plan).map(({ id }) => id)).toEqual(["retries", "timetable"]);
    expect(told.join()).toMatch(/does not have the words/);
    expect(told.join()).toMatch(/do not say .*native application/);
    expect(told.join()).toMatch(/nothing names line 3/);
  },
);
