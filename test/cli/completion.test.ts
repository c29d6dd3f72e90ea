import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { milepost } from "./milepost.ts";

let dir = "";
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "milepost-test-"));
  await execa("git", ["init", "--quiet", dir]);
  await execa("git", [
    "-C",
    dir,
    "-c",
    "user.name=A",
    "-c",
    "user.email=a@example.com",
    "commit",
    "--quiet",
    "--allow-empty",
    "-m",
    "First",
  ]);
  await cp("plans", join(dir, "plans"), { recursive: true });
});
afterAll(() => rm(dir, { recursive: true, force: true }));

test.each([
  ["a command", ["sta"], ["status"]],
  ["a command among others", [""], ["init", "run", "clean", "completion"]],
  ["an option", ["run", "--par"], ["--parallel"]],
  ["what an option may be", ["doctor", "--forge", ""], ["local", "github"]],
  ["a plan's file", ["run", ""], ["plans/demo.yml", "plans/tmc.yml"]],
  ["a plan's file for an option", ["show", "x", "--plan", ""], ["plans/demo.yml"]],
  ["a todo by order", ["show", "00"], ["00a"]],
  ["a todo for an option", ["say", "plans/demo.yml", "approve", "--todo", "0"], ["00a", "01a"]],
  ["what to say", ["say", "plans/demo.yml", "ap"], ["approve"]],
  ["a folder", ["status", "--repo", ""], ["plans"]],
])("it offers %s", async (_, words, expected) => {
  const { exitCode, stdout } = await milepost(["complete", "--", ...words], { cwd: dir });
  const offered = String(stdout)
    .split("\n")
    .map((line) => line.split("\t")[0]);
  expect([exitCode, offered]).toEqual([0, expect.arrayContaining(expected)]);
  expect(offered).not.toContain("complete");
});

test.each(["bash", "zsh", "fish"])("%s gets a script that calls it", async (shell) => {
  const { exitCode, stdout } = await milepost(["completion", shell]);
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining("milepost complete -- ")]);
});

test("a shell that it does not know is told which it does", async () => {
  const { exitCode, stderr } = await milepost(["completion", "tcsh"]);
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining("bash, zsh, fish")]);
});
