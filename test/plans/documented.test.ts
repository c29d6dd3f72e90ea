import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { trySandbox } from "../../src/agents/sandbox/try.ts";
import { loadPlan } from "../../src/core/plan/load.ts";
import { proxy } from "../agents/sandbox/scene.ts";
import { milepost } from "../cli/milepost.ts";
import { disk } from "../folders.ts";
import { newWorld, type World } from "../local/world.ts";
import { isThorough } from "../thorough.ts";

/*
 * What people copy: every plan of the README, of the docs and of `milepost init`. Whole ones pass the check of their base
 * as they stand, in the sandbox, on a repository that has what they name; parts of one are parts of a plan that is right.
 */

interface Block {
  readonly file: string;
  readonly text: string;
}

const blocksIn = (file: string): Block[] =>
  [...readFileSync(file, "utf8").matchAll(/^```ya?ml\n(.*?)^```$/gms)].map(([, text = ""]) => ({
    file,
    text,
  }));

const pages = [
  "README.md",
  ...readdirSync("docs").flatMap((name) => (name.endsWith(".md") ? [`docs/${name}`] : [])),
];
const blocks = pages.flatMap(blocksIn);
const isPlan = ({ text }: Block): boolean => /^version: /m.test(text);
/** Steps of a workflow are no part of a plan. */
const isOfWorkflow = ({ text }: Block): boolean => /^ *- (?:uses|name|run): /m.test(text);

const bodies = "bodies: [{ body: a, todos: [{ todo: a1, title: A }] }]\n";

test.each(
  blocks.filter((block) => !isPlan(block) && !isOfWorkflow(block)).map(({ file, text }) => [file, text]),
)("what %s shows of a plan is right in one", (_, text) => {
  const more = [
    ...(/^agent:/m.test(text) ? [] : ["agent: { use: claude }"]),
    ...(/^reviewer:/m.test(text) ? [] : ["reviewer: { use: claude }"]),
  ];
  const head = ["version: 1", "plan: p", "title: P", 'branches: "p/{order}-{slug}"', ...more];
  expect(loadPlan(`${head.join("\n")}\n${text}\n${bodies}`, "p.yml")).toMatchObject({ ok: true });
});

const { ok } = await trySandbox(proxy);

/** A repository in which the commands of npm that plans name have something to do. */
const npmFiles = {
  "package.json": '{ "name": "shop", "private": true, "scripts": { "test": "node --test" } }\n',
  "package-lock.json":
    '{ "name": "shop", "lockfileVersion": 3, "requires": true, "packages": { "": { "name": "shop" } } }\n',
  "shop.test.js": 'require("node:test")("sells", () => {});\n',
};

const commit = (world: World, files: Readonly<Record<string, string>>): void => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(world.repo, name)), { recursive: true });
    writeFileSync(join(world.repo, name), text);
  }
  world.git("add", "--all");
  world.git("commit", "--quiet", "--message=More");
};

/** How `setup` and `verify` of a plan end on its base, as `milepost doctor --run` says it. */
const baseOf = async (world: World, plan: string): Promise<string[]> => {
  const { stdout } = await milepost(
    ["doctor", plan, "--repo", world.repo, "--run", "--forge", "local", "--json"],
    {
      cwd: world.dir,
    },
  );
  const { checks } = JSON.parse(stdout) as { checks: { name: string; level: string; message: string }[] };
  return checks.flatMap(({ name, level, message }) => (name === "commands" ? [`${level}: ${message}`] : []));
};

const pass = ["ok: `setup` and `verify` pass on the base"];

const sandboxed = (name: string, body: () => Promise<void>) =>
  ok ? test(name, body) : test.skip(`${name} (skipped: needs a sandbox)`, body);

for (const { file, text } of blocks.filter(isPlan))
  sandboxed(`the plan of ${file} passes on its base`, async () => {
    using world = newWorld(disk);
    commit(world, npmFiles);
    expect(await baseOf(world, world.file("plan.yml", text))).toEqual(pass);
  });

sandboxed(
  "the plan that init writes passes on its base, and so it does with the commands that it leaves to people",
  async () => {
    using world = newWorld(disk);
    await milepost([
      "init",
      "--repo",
      world.repo,
      "--ref",
      `milepost-dev/milepost@${"0123456789".repeat(4)}`,
    ]);
    commit(world, npmFiles);
    const plan = join(world.repo, "plans/first-plan.yml");
    expect(await baseOf(world, plan)).toEqual(["ok: none has to pass on the base"]);
    const text = readFileSync(plan, "utf8");
    const whole = text.replaceAll(/^# (?=setup:|verify:)/gm, "");
    expect(whole).not.toBe(text);
    expect(await baseOf(world, world.file("whole.yml", whole))).toEqual(pass);
  },
);

const hasGo = spawnSync("go", ["version"]).status === 0;

/** The examples' commands need their own toolchains, which take a while; the monorepo's packages are installed from a registry. */
const examples = ["python-package", ...(isThorough && hasGo ? ["go-service"] : [])];

for (const name of examples)
  sandboxed(`the plan of examples/${name} passes on its base`, async () => {
    using world = newWorld(disk);
    cpSync(`examples/${name}/repository`, world.repo, { recursive: true });
    commit(world, {});
    expect(await baseOf(world, resolve("examples", name, "plan.yml"))).toEqual(pass);
  });
