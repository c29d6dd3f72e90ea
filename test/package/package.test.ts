import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { isThorough } from "../thorough.ts";

const dir = mkdtempSync(join(tmpdir(), "milepost-package-"));
const prefix = join(dir, "prefix");
const installed = join(prefix, "lib/node_modules/milepost");
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** What installing says, standard error included. */
let said = "";

beforeAll(async () => {
  const env = { npm_config_audit: "false", npm_config_fund: "false" };
  await execa("npm", ["pack", "--pack-destination", dir], { env });
  const tarball = readdirSync(dir).find((name) => name.endsWith(".tgz")) ?? "";
  const install = ["install", "--global", "--prefix", prefix, join(dir, tarball)];
  const { all } = await execa("npm", install, { env, all: true, cwd: dir });
  said = all;
});

const milepost = (args: readonly string[], options: { cwd?: string } = {}) =>
  execa(join(prefix, "bin/milepost"), args, {
    ...{ reject: false, stdin: "ignore", env: { MILEPOST_DEMO_PAUSE: "0" } },
    ...options,
  });

/** The folders of packages below one. */
const packagesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /(^|\/)node_modules\/(@[^/]+\/)?[^/@.][^/]*$/.test(name),
  );

const bytesOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);

test("it installs without a warning, as at most 40 packages and 60 MB", () => {
  expect(said).not.toMatch(/warn|deprecated/i);
  expect(packagesIn(prefix).length).toBeLessThanOrEqual(40);
  expect(bytesOf(prefix)).toBeLessThanOrEqual(60e6);
});

test("nothing runs when it is installed, and a checkout keeps no bundle that would grow old", () => {
  const { scripts } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  expect(Object.keys(scripts)).not.toContain("prepare");
  expect(Object.keys(scripts).filter((name) => /install/.test(name))).toEqual([]);
  expect(readdirSync("build")).not.toContain("package");
});

test("it has a manual page", () => {
  expect(readFileSync(join(prefix, "share/man/man1/milepost.1"), "utf8")).toMatch(/^\.SS run /m);
});

test("it shows the help that the program has, without loading it", async () => {
  const [text, program] = await Promise.all([milepost(["--help"]), milepost(["help"])]);
  expect(text).toMatchObject({ exitCode: 0, stdout: program.stdout });
});

test("the licences of what is bundled come with it", () => {
  expect(readFileSync(join(installed, "build/package/cli/main.js.licenses.txt"), "utf8")).toContain("zod");
});

test("a plan of the package's is read there", async () => {
  const { exitCode } = await milepost(["validate", join(installed, "plans/demo.yml")]);
  expect(exitCode).toBe(0);
});

// The demo's own test runs it from a checkout each time; from the package it takes half a minute more.
if (isThorough)
  test("a plan runs to its end, with files that the package brings", async () => {
    const work = join(dir, "work");
    mkdirSync(work);
    expect(await milepost(["--version"])).toMatchObject({ exitCode: 0 });
    const demo = await milepost(["demo", "--json", "--keep", join(work, "demo")], { cwd: work });
    const last = JSON.parse(demo.stdout.trim().split("\n").at(-1) ?? "");
    expect({ code: demo.exitCode, milestone: last.milestone.state }).toEqual({
      code: 0,
      milestone: "closed",
    });
  });

/** A program of somebody who depends on the package. */
const dependent = async (program: string): Promise<unknown> => {
  const file = join(prefix, "lib/dependent.mjs");
  writeFileSync(file, program);
  return JSON.parse((await execa(process.execPath, [file])).stdout);
};

test("the forge starts as a library", async () => {
  const program = `import { startForge } from "milepost/forge";
    const forge = await startForge({ dataDir: ${JSON.stringify(join(dir, "forge"))} });
    const { fullName } = await forge.createRepository({ owner: "acme", name: "shop" });
    const bot = forge.accounts.find(({ role }) => role === "bot");
    const answer = await fetch(forge.url + "/repos/" + fullName, { headers: { authorization: "Bearer " + bot.token } });
    console.log(JSON.stringify({ status: answer.status, name: (await answer.json()).full_name }));
    await forge.close();`;
  expect(await dependent(program)).toEqual({
    status: 200,
    name: "acme/shop",
  });
});

test("the gates judge as a library", async () => {
  const repo = join(dir, "repo");
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", repo, "-c", "user.name=Ada", "-c", "user.email=ada@example.com", ...args]);
  mkdirSync(repo);
  git("init", "--quiet", "--initial-branch=main");
  git("commit", "--quiet", "--allow-empty", "--message=Begin");
  git("checkout", "--quiet", "-b", "work");
  git("commit", "--quiet", "--allow-empty", "--message=No sign-off");
  const program = `import { judgeChange } from "milepost/gates";
    console.log(JSON.stringify(await judgeChange({ repo: ${JSON.stringify(repo)}, only: ["dco", "size"] })));`;
  expect(await dependent(program)).toMatchObject({
    ok: false,
    gates: [
      { name: "size", ok: true },
      { name: "dco", ok: false },
    ],
  });
});
