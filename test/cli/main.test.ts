import { readFile } from "node:fs/promises";
import { programWith } from "../../src/cli/program.ts";
import { milepost, parsed, startMilepost } from "./milepost.ts";

const program = programWith("1.2.3", () => undefined);
const commands = program
  .createHelp()
  .visibleCommands(program)
  .map((command) => command.name())
  .filter((name) => name !== "help");

test.each(commands)("`%s --help` shows an example", (name) => {
  let text = "";
  const command = program.commands.find((one) => one.name() === name);
  command?.configureOutput({ writeOut: (part) => (text += part) }).outputHelp();
  expect(text).toContain(`Usage: milepost ${name}`);
  expect(text).toMatch(new RegExp(`\n  \\$ .*milepost ${name}\\b`));
  expect(text).not.toContain("[]");
});

test("help lists every command", async () => {
  const { exitCode, stdout } = await milepost(["--help"]);
  expect(exitCode).toBe(0);
  for (const command of commands) expect(stdout).toContain(`\n  ${command} `);
});

test("the version is that of the package", async () => {
  const { version } = JSON.parse(await readFile("package.json", "utf8"));
  expect((await milepost(["--version"])).stdout).toBe(version);
});

test.each([
  ["an unknown command", ["rum"], "Did you mean run?"],
  ["an unknown option", ["run", "plan.yml", "--paralel", "2"], "Did you mean --parallel?"],
  ["a missing argument", ["run"], "missing required argument 'plan'"],
  ["too many arguments", ["validate", "a.yml", "b.yml"], "too many arguments"],
  ["no lanes", ["run", "plan.yml", "--parallel", "0"], "Give a whole number from 1 to 256."],
  ["too many lanes", ["run", "plan.yml", "--parallel", "257"], "Give a whole number from 1 to 256."],
  ["a number in words", ["run", "plan.yml", "--parallel", "two"], "Give a whole number from 1 to 256."],
  ["half a lane", ["run", "plan.yml", "--parallel", "1.5"], "Give a whole number from 1 to 256."],
  ["a port too high", ["forge", "--port", "65536"], "Give a whole number from 0 to 65535."],
  ["a negative port", ["forge", "--port=-1"], "Give a whole number from 0 to 65535."],
  ["an empty folder", ["status", "--repo", ""], "Give a folder."],
  ["a folder that is not there", ["status", "--repo", "/nowhere"], "there is no folder /nowhere"],
  [
    "a forge that it does not know",
    ["run", "plans/demo.yml", "--forge", "gitlab"],
    "give --forge local or github",
  ],
  ["a plan without an agent", ["run", "plans/demo.yml"], "--agent command:./agent.sh"],
  [
    "an agent that is not there",
    ["run", "plans/demo.yml", "--agent", "command:./no.sh"],
    "there is no program",
  ],
])("%s is refused with the next step and exit code 1", async (_, args, said) => {
  const { exitCode, stdout, stderr } = await milepost(args);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
  expect(stderr).toContain(said);
});

test("an error is told as JSON, too, where JSON was asked for", async () => {
  const { exitCode, stdout, stderr } = await milepost(["status", "tmc", "--json"]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining("no plan file tmc") });
  expect(parsed(stdout)).toEqual([
    { type: "error", message: "there is no plan file tmc", hint: "name its file: plans/tmc.yml" },
  ]);
});

test("colours are for terminals, and for those who ask", async () => {
  const red = "\u001b[31merror";
  const args = ["validate", "nothing.yml"];
  expect((await milepost(args)).stderr).not.toContain(red);
  expect((await milepost(args, { env: { FORCE_COLOR: "1" } })).stderr).toContain(red);
  expect((await milepost(args, { env: { FORCE_COLOR: "1", NO_COLOR: "1" } })).stderr).not.toContain(red);
});

test("a reader that has seen enough ends it without a word", async () => {
  const child = startMilepost(["validate", "plans/tmc.yml"]);
  child.stdout?.destroy();
  const { exitCode, stderr } = await child;
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
});
