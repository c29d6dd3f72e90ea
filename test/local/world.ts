import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Octokit } from "@octokit/rest";
import type { Result } from "../../src/core/report/report.ts";
import { startForge } from "../../src/forge/server.ts";
import type { RunEvent } from "../../src/local/events.ts";
import { memory } from "../folders.ts";
import { main } from "../main.ts";
import { type CommandRun, runWarm } from "../warm.ts";

/** A folder with a user's repository `R` and programs that act as agent and reviewer. */
export interface World extends Disposable {
  readonly dir: string;
  readonly repo: string;
  /** Writes a file into the folder and answers its path. */
  file(name: string, text: string): string;
  git(...args: string[]): string;
  /** A plan file of these bodies, without a sandbox unless it says so: its programs keep notes beside the repository. */
  plan(text: string): string;
}

export const newWorld = (place = memory): World => {
  const dir = mkdtempSync(join(place, "milepost-local-"));
  const repo = join(dir, "R");
  const git = (...args: string[]) => execFileSync("git", ["-C", repo, ...args], { encoding: "utf8" });
  const file = (name: string, text: string) => {
    writeFileSync(join(dir, name), text, { mode: 0o755 });
    return join(dir, name);
  };
  execFileSync("git", ["init", "--quiet", "--initial-branch=main", repo]);
  appendFileSync(join(repo, ".git/config"), "[user]\n\tname = User\n\temail = user@example.com\n");
  writeFileSync(join(repo, "README.md"), "hello\n");
  git("add", ".");
  git("commit", "--quiet", "--message=First commit");
  return {
    dir,
    repo,
    file,
    git,
    plan: (text) =>
      file(
        "plan.yml",
        `version: 1\nplan: test\ntitle: Test\nbranches: "t/{order}-{slug}"\n${
          /^sandbox:/m.test(text) ? "" : "sandbox: off\n"
        }${text}`,
      ),
    [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }),
  };
};

/** An agent that writes a file of its own and commits it; `more` is shell code that runs before that. */
export const agentScript = (more = ""): string => `#!/bin/sh
set -e
cat > /dev/null
${more}
mkdir -p "src/$MILEPOST_BODY"
echo "round $MILEPOST_ROUND" >> "src/$MILEPOST_BODY/$MILEPOST_TODO.txt"
git add --all
git commit --quiet --message="Work on $MILEPOST_TODO, round $MILEPOST_ROUND"
`;

/** A reviewer that approves, or decides as the JavaScript expression says, of `round` and `todo`. */
export const reviewerScript = (verdict?: string): string => {
  if (verdict === undefined) return `#!/bin/sh\n${answers(approval)}`;
  return verdict === asksOnce ? askingWhile('[ "$MILEPOST_ROUND" = 1 ]') : deciding(verdict);
};

/** Where nothing has to be worked out a shell answers: it starts in a tenth of the time. */
const answers = (verdict: string, compliance = ""): string => `cat > "$MILEPOST_VERDICT" << END
{ "summary": "Read it.", "commit": "$MILEPOST_HEAD", "compliance": [${compliance}], ${verdict} }
END
`;

const approval = '"decision": "approve"';

/** A reviewer that confirms all rules. */
export const deciding = (verdict = '({ decision: "approve" })'): string => `#!/usr/bin/env node
const { writeFileSync } = require("node:fs");
const { MILEPOST_RULES, MILEPOST_VERDICT, MILEPOST_HEAD, MILEPOST_BODY: body, MILEPOST_TODO: todo } = process.env;
const round = Number(process.env.MILEPOST_ROUND);
const compliance = JSON.parse(MILEPOST_RULES).map((rule) => ({ rule, ok: true, note: "" }));
writeFileSync(MILEPOST_VERDICT, JSON.stringify({ summary: "Read it.", commit: MILEPOST_HEAD, compliance, ...${verdict} }));
`;

/** Asks for one change in the first round and approves in the second. */
export const asksOnce = `(round === 1
  ? { decision: "request_changes", findings: [{ path: \`src/\${body}/\${todo}.txt\`, line: 1, body: \`Say more in \${todo}\`, severity: "blocking" }] }
  : { decision: "approve" })`;

const asked =
  '{ "path": "src/$MILEPOST_BODY/$MILEPOST_TODO.txt", "line": 1, "body": "Say more in $MILEPOST_TODO", "severity": "blocking" }';
const asks = `"decision": "request_changes", "findings": [${asked}]`;

/** Asks for one change as long as the shell says so, and approves then; `rules` of the plan are confirmed. */
export const askingWhile = (condition: string, rules = 0): string => {
  const confirmed = Array.from(
    { length: rules },
    (_, at) => `{ "rule": "R${at + 1}", "ok": true, "note": "" }`,
  );
  return `#!/bin/sh
if ${condition}; then
${answers(asks, confirmed.join(", "))}else
${answers(approval, confirmed.join(", "))}fi
`;
};

export interface Ran {
  readonly code: number | null;
  readonly events: RunEvent[];
  readonly stderr: string;
  /** Throws when the run ended without one. */
  readonly result: Result;
}

export interface Running {
  readonly child: ChildProcess;
  /** The first step of a lane was told, or the run has ended without one. */
  readonly working: Promise<void>;
  readonly ended: Promise<Ran>;
}

interface RunWith {
  readonly plan: string;
  readonly agent?: string;
  readonly reviewer: string;
  readonly more?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** `milepost run --json` with these programs. */
const runOf = (world: World, { plan, agent, reviewer, more = [], env = {} }: RunWith): CommandRun => ({
  args: [
    ...["run", plan, "--repo", world.repo],
    ...(agent === undefined ? [] : ["--agent", `command:${agent}`]),
    ...["--reviewer", `command:${reviewer}`, "--json", ...more],
  ],
  cwd: world.dir,
  env: { ...process.env, ...env },
});

/** Starts it in a process group of its own. */
export const startRun = (world: World, how: RunWith): Running => {
  const { args, cwd, env } = runOf(world, how);
  const child = spawn(process.execPath, [main, ...args], { cwd, detached: true, env });
  let stdout = "";
  let stderr = "";
  const working = new Promise<void>((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
      if (stdout.includes('"type":"step"')) resolve();
    });
    child.stdout.once("close", resolve);
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = once(child, "close").then(([code]) => asRan(code as number | null, stdout, stderr));
  return { child, working, ended };
};

const asRan = (code: number | null, stdout: string, stderr: string): Ran => {
  const lines = stdout.split("\n").filter((line) => line.endsWith("}"));
  const events = lines.map((line) => JSON.parse(line) as RunEvent);
  const last = events.at(-1);
  return {
    code,
    events,
    stderr,
    get result() {
      if (last?.type === "result") return last;
      throw new Error(`the run ended with ${code} and without a result: ${stderr}`);
    },
  };
};

export const runToEnd = async (world: World, how: RunWith): Promise<Ran> => {
  const { exitCode, stdout, stderr } = await runWarm(runOf(world, how));
  return asRan(exitCode, stdout, stderr);
};

/** What the forge of a finished run holds, counted so that duplicates show. */
export const forgeState = async (world: World) => {
  await using forge = await startForge({ dataDir: join(world.repo, ".milepost/forge") });
  const token = forge.accounts.find(({ role }) => role === "owner")?.token ?? "";
  const octokit = new Octokit({ baseUrl: forge.url, auth: token });
  const at = { owner: "owner", repo: "R", per_page: 100 };
  const issues = await octokit.paginate(octokit.rest.issues.listForRepo, { ...at, state: "all" });
  const comments = await octokit.paginate(octokit.rest.issues.listCommentsForRepo, at);
  const pulls = await octokit.paginate(octokit.rest.pulls.list, { ...at, state: "all" });
  const branches = await octokit.paginate(octokit.rest.repos.listBranches, at);
  const details = await Promise.all(
    pulls.map(async ({ number, head, title }) => ({
      title,
      branch: head.ref,
      commits: (await octokit.rest.pulls.listCommits({ ...at, pull_number: number })).data.map(
        ({ commit }) => commit.message,
      ),
      reviews: (await octokit.rest.pulls.listReviews({ ...at, pull_number: number })).data.map(
        ({ state }) => state,
      ),
    })),
  );
  return {
    issues: issues
      .filter((issue) => !issue.pull_request)
      .map(({ title, state }) => `${title}: ${state}`)
      .sort(),
    comments: comments.length,
    pulls: details.sort((a, b) => a.branch.localeCompare(b.branch)),
    branches: branches.map(({ name }) => name).sort(),
  };
};

/** Lines that scripts appended to a file in the world's folder. */
export const linesOf = (world: World, name: string): string[] =>
  readFileSync(join(world.dir, name), "utf8")
    .split("\n")
    .filter((line) => line !== "");
