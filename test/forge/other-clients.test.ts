import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { execa, execaSync } from "execa";
import { memory } from "../folders.ts";
import { clientOf } from "./client.ts";
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

/** Renovate, where somebody has installed it: that takes minutes. */
const renovate = process.env.MILEPOST_TEST_RENOVATE ?? "";

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

if (renovate !== "")
  test("Renovate proposes what is newer, and keeps its dashboard", async () => {
    const { owner, repo, push } = await world.repository();
    await push("main", { "versions.txt": "tool=1.0.0\n" });
    const releases = ["1.0.0", "1.1.0"].map((version) => ({ version }));
    const server = createServer((_, answer) => answer.end(JSON.stringify({ releases })));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const folder = mkdtempSync(join(memory, "milepost-renovate-"));
    const config = {
      ...{ platform: "github", endpoint: `${world.forge.url}/`, token: world.token("bot") },
      ...{
        repositories: [`${owner}/${repo}`],
        onboarding: false,
        requireConfig: "optional",
        baseDir: folder,
      },
      ...{ gitAuthor: "Renovate <renovate@example.com>", dependencyDashboard: true },
      customDatasources: {
        tool: {
          defaultRegistryUrlTemplate: `http://127.0.0.1:${typeof address === "object" && address?.port}`,
        },
      },
      customManagers: [
        {
          ...{
            customType: "regex",
            fileMatch: ["^versions.txt$"],
            matchStrings: ["tool=(?<currentValue>.*)"],
          },
          ...{ depNameTemplate: "tool", datasourceTemplate: "custom.tool" },
        },
      ],
    };
    const file = join(folder, "config.json");
    writeFileSync(file, JSON.stringify(config));
    try {
      const env = { RENOVATE_CONFIG_FILE: file, HOME: folder, LOG_LEVEL: "warn", CI: "" };
      await execa(renovate, [], { env, all: true });
      const { data: pulls } = await clientOf(world, "bot").pulls.list({ owner, repo });
      expect(pulls.map(({ title }) => title)).toEqual(["Update dependency tool to v1.1.0"]);
      const { data: issues } = await clientOf(world, "bot").issues.listForRepo({ owner, repo });
      expect(issues.map(({ title }) => title)).toContain("Dependency Dashboard");
    } finally {
      server.close();
    }
  }, 600_000);
