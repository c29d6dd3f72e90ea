import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { adapters } from "../../src/agents/adapters/list.ts";
import { checkProgram, programIn, resolveProgram } from "../../src/agents/program.ts";
import { folder } from "./folder.ts";

const none = { network: [], env: [] };

test.each([
  ["command:./x.sh", ["<dir>/x.sh"]],
  ["command:./x.sh 'a b' --flag", ["<dir>/x.sh", "a b", "--flag"]],
  ["command:./with space.sh", ["<dir>/with space.sh"]],
  ["command:with space.sh", ["<dir>/with space.sh"]],
  ["command:node -e 'a:b'", ["node", "-e", "a:b"]],
  ["command:/usr/bin/env x", ["/usr/bin/env", "x"]],
  ["command:sub/missing.sh", ["<dir>/sub/missing.sh"]],
])("%s is found from the folder", async (text, command) => {
  await using at = await folder();
  await at.script("x.sh", "");
  await at.script("with space.sh", "");
  const absolute = command.map((part) => part.replace("<dir>", at.dir));
  expect(await resolveProgram(text, at.dir)).toEqual({ use: "command", command: absolute, ...none });
});

test("other programs are named, and a nameless one is refused", async () => {
  expect(await resolveProgram("claude", "/")).toEqual({ use: "claude", ...none });
  expect(await resolveProgram("opencode:a/b:c", "/")).toEqual({ use: "opencode", model: "a/b:c", ...none });
  for (const text of ["./x.sh", "command:", "command", ""]) {
    await expect(resolveProgram(text, "/")).rejects.toThrow("names no program");
  }
});

test.each([
  [
    ["./x.sh", "./y.js"],
    ["<dir>/x.sh", "./y.js"],
  ],
  [
    ["node", "./y.js", "./y.js"],
    ["node", "<dir>/y.js", "./y.js"],
  ],
  [
    ["node", "--import", "tsx", "y.js"],
    ["node", "--import", "tsx", "<dir>/y.js"],
  ],
  [
    ["/usr/bin/env", "A=b", "python3.12", "./y.js"],
    ["/usr/bin/env", "A=b", "python3.12", "<dir>/y.js"],
  ],
  [
    ["sh", "-c", "./none.sh"],
    ["sh", "-c", "./none.sh"],
  ],
  [
    ["my-tool", "y.js"],
    ["my-tool", "y.js"],
  ],
])(
  "a plan's program, and the script that it runs, are found from the plan's repository: %j",
  async (command, found) => {
    await using at = await folder();
    await at.script("y.js", "");
    expect(programIn({ use: "command", command, ...none }, at.dir).command).toEqual(
      found.map((part) => part.replace("<dir>", at.dir)),
    );
  },
);

test.each([
  ["missing", "no program", ["./missing.sh"]],
  ["missing on the PATH", "on the PATH", ["surely-no-such-program"]],
  ["not executable", "is not executable", ["./plain.sh"]],
  ["a folder", "no program", ["./."]],
  ["of Windows line ends", "Windows line ends", ["./dos.sh"]],
  ["of an unknown interpreter", "wants to be run by /no/such", ["./strange.sh"]],
])("a program that is %s is refused with the fix", async (_, message, command) => {
  await using at = await folder();
  await at.script("plain.sh", "#!/bin/sh\n", 0o644);
  await at.script("dos.sh", "#!/bin/sh\r\necho\r\n");
  await at.script("strange.sh", "#!/no/such/shell -x\n");
  const checked = checkProgram(programIn({ use: "command", command, ...none }, at.dir));
  await expect(checked).rejects.toThrow(message);
  await expect(checked).rejects.toMatchObject({ hint: expect.any(String) });
});

test("a program that can run gives its command line", async () => {
  await using at = await folder();
  await at.script("x.sh", "#!/usr/bin/env sh\n");
  const program = await resolveProgram("command:./x.sh a", at.dir);
  expect(await checkProgram(program)).toEqual([`${at.dir}/x.sh`, "a"]);
  expect((await checkProgram({ use: "command", command: ["sh"], ...none }))[0]).toMatch(/^\/.*\/sh$/);
});

test("a command without a program is refused", async () => {
  await expect(checkProgram({ use: "command", ...none })).rejects.toThrow("has no command");
});

const named = Object.values(adapters).filter(({ name }) => name !== "command");

test.each(named)(
  "$title that is missing is refused with the command that installs it",
  async ({ name, install }) => {
    await using at = await folder();
    const checked = checkProgram({ use: name, ...none }, { machine: { PATH: at.dir, HOME: at.dir } });
    await expect(checked).rejects.toMatchObject({
      message: expect.stringContaining("not on the PATH"),
      hint: install,
    });
  },
);

test.each(named)("$title without a key is refused, and runs with a key or a login", async (adapter) => {
  const { name, executable, title, keys, logins } = adapter;
  await using at = await folder();
  const file = await at.script(executable, "#!/bin/sh\n");
  const machine = { PATH: at.dir, HOME: at.dir };
  const check = (more: NodeJS.ProcessEnv = {}) =>
    checkProgram({ use: name, ...none }, { machine: { ...machine, ...more } });
  const [key = ""] = Object.keys(keys);
  await expect(check()).rejects.toMatchObject({
    message: `${title} has no key and no login`,
    hint: expect.stringContaining(key),
  });
  expect(await check({ [key]: "k" })).toEqual([file]);
  const [login = ""] = Object.keys(logins);
  await mkdir(join(at.dir, dirname(login)), { recursive: true });
  await writeFile(join(at.dir, login), "{}");
  await expect(check()).rejects.toMatchObject({ message: expect.stringContaining("its login holds none") });
  await writeFile(join(at.dir, login), JSON.stringify({ token: "a1b2".repeat(10) }));
  expect(await check()).toEqual([file]);
});

test("a key that is the forge's token is refused", async () => {
  await using at = await folder();
  await at.script("copilot", "#!/bin/sh\n");
  const machine = { PATH: at.dir, HOME: at.dir, GITHUB_TOKEN: "same", COPILOT_GITHUB_TOKEN: "same" };
  await expect(checkProgram({ use: "copilot", ...none }, { machine })).rejects.toThrow(
    "agents never get COPILOT_GITHUB_TOKEN",
  );
});

test("Claude Code as root is refused where nothing contains it", async () => {
  await using at = await folder();
  const file = await at.script("claude", "#!/bin/sh\n");
  const machine = { PATH: at.dir, HOME: at.dir, ANTHROPIC_API_KEY: "k" };
  const check = (contained: boolean, user: number) =>
    checkProgram({ use: "claude", ...none }, { machine, contained, user });
  await expect(check(false, 0)).rejects.toThrow("does not run as root without a sandbox");
  expect([await check(true, 0), await check(false, 1000)]).toEqual([[file], [file]]);
});

test("a program whose answer cannot be read is no reviewer", async () => {
  await expect(checkProgram({ use: "aider", ...none }, { role: "reviewer" })).rejects.toThrow(
    "aider cannot review",
  );
});
