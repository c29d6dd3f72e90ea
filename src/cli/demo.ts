import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, realpath, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { MilepostError } from "../core/error.ts";
import type { Program } from "../core/plan/program.ts";
import { shellWord } from "../core/shell-word.ts";
import { git } from "../git/git.ts";
import { exits } from "./exit.ts";
import { landedText, landInto } from "./land.ts";
import { runLocally } from "./local.ts";
import { ownCommand } from "./own-command.ts";
import { packagePath } from "./package.ts";
import { readPlan } from "./plan.ts";

interface DemoCommandOptions {
  readonly keep?: string;
  readonly json?: boolean;
}

/** `milepost demo`: a small plan with scripted agents, on a sample repository made on the spot. */
export const demo = async ({ keep, json = false }: DemoCommandOptions): Promise<number> => {
  const folder = keep === undefined ? await mkdtemp(join(tmpdir(), "milepost-demo-")) : resolve(keep);
  await mkdir(folder, { recursive: true });
  const repo = join(await realpath(folder), "shop");
  await makeSample(repo);
  const file = join(repo, "plans/demo.yml");
  const scripts = { agent: packagePath("demo/agent.mjs"), reviewer: packagePath("demo/reviewer.mjs") };
  const options = Object.entries(scripts).flatMap(([name, script]) => [`--${name}`, `command:${script}`]);
  const own = ownCommand(process.argv[1] ?? "", process.env.PATH ?? "");
  const code = await runLocally({
    plan: await readPlan(file),
    file,
    repo,
    programs: { agent: scripted(scripts.agent), reviewer: scripted(scripts.reviewer) },
    json,
    retry: false,
    command: `${own} ${["run", file, "--repo", repo, ...options].map(shellWord).join(" ")}`,
  });
  const brought = code === exits.done ? await broughtHome(file, repo) : [];
  if (!json) process.stdout.write(`${[...brought, ...whereToLook(repo, own)].join("\n")}\n`);
  return code;
};

/** What is approved, in a branch of the sample's own. */
const broughtHome = async (file: string, repo: string): Promise<string[]> => {
  const { branch, landed } = await landInto(file, { repo, into: "shop-landed", yes: true });
  return ["", ` ${landedText(branch, landed)}`];
};

/** The sample as a repository with one commit; one that is there already is gone on with. */
const makeSample = async (repo: string): Promise<void> => {
  if (existsSync(join(repo, ".git"))) return;
  if (existsSync(repo)) {
    throw new MilepostError(`${repo} exists and is no repository`, { hint: "name another folder to --keep" });
  }
  await cp(packagePath("demo/sample"), repo, { recursive: true });
  // Not in the sample's folder, since npm leaves files of this name out of packages.
  await writeFile(join(repo, ".gitignore"), "coverage/\n");
  await mkdir(join(repo, "plans"));
  await cp(packagePath("plans/demo.yml"), join(repo, "plans/demo.yml"));
  const name = "Demo";
  const email = "demo@example.com";
  const identity = { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email };
  const env = { ...identity, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email };
  await git(["init", "--quiet", "--initial-branch=main"], { cwd: repo });
  await git(["add", "--all"], { cwd: repo });
  await git(["commit", "--quiet", "--signoff", "-m", "Open the corner shop"], { cwd: repo, env });
};

const scripted = (script: string): Program => ({
  use: "command",
  command: [process.execPath, script],
  network: [],
  env: ["MILEPOST_DEMO_PAUSE"],
});

const whereToLook = (repo: string, own: string): string[] => [
  "",
  " Look around:",
  `   ${own} status --repo ${shellWord(repo)}`,
  `   ${own} show cart --repo ${shellWord(repo)}`,
  `   ${own} logs cart --repo ${shellWord(repo)}`,
  `   ${own} diff cart --repo ${shellWord(repo)}`,
  `   ${own} forge --data ${shellWord(join(repo, ".milepost/forge"))}`,
  `   git -C ${shellWord(repo)} log --graph --oneline --remotes=milepost --branches`,
];
