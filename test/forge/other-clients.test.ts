import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { execa, execaSync } from "execa";
import { memory } from "../folders.ts";
import { openWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const works = (command: string, ...args: string[]): boolean =>
  execaSync(command, args, { reject: false }).exitCode === 0;

/** Where PyGithub is installed: `.ci/run` makes a place of its own for it. */
const python = process.env.MILEPOST_TEST_PYTHON ?? "python3";
const hasPyGithub = works(python, "-c", "import github");
if (!hasPyGithub) process.stderr.write("PyGithub is not installed: its scene is left out\n");

/** The scene in Go, built: `.ci/run` does so where Go is. */
const goScene = process.env.MILEPOST_TEST_GO_SCENE ?? "";
const hasGo = goScene !== "" && works("test", "-x", goScene);
if (!hasGo) process.stderr.write("go-github's scene is not built: it is left out\n");

const tokens = () => [world.token("bot") ?? "", world.token("reviewer") ?? ""];

(hasPyGithub ? test : test.skip)("PyGithub does a day's work", async () => {
  const { owner, repo } = await world.repository();
  const env = { PYTHONDONTWRITEBYTECODE: "1", HOME: mkdtempSync(join(memory, "milepost-python-")) };
  const scene = ["test/forge/clients/scene.py", world.forge.url, ...tokens(), `${owner}/${repo}`];
  const { stdout } = await execa(python, scene, { env });
  expect(stdout.split("\n")).toEqual([
    `repository ${owner}/${repo} main`,
    "issues ['Another', 'Todo']",
    "search 1",
    "files ['work.txt'] 1",
    "status success 0",
    "merged True True closed",
    String.raw`contents b'work\n'`,
  ]);
});

(hasGo ? test : test.skip)("go-github does a day's work, as of an Enterprise server", async () => {
  const { owner, repo } = await world.repository();
  const { stdout } = await execa(goScene, [world.forge.url, ...tokens(), owner, repo]);
  expect(stdout.split("\n")).toEqual([
    `repository ${owner}/${repo} main`,
    "search 1",
    "files work.txt 1",
    "checks 0",
    "merged true",
  ]);
});
