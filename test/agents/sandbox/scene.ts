import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Needs } from "../../../src/agents/needs.ts";
import { type RunResult, runProgram } from "../../../src/agents/run.ts";
import { confineOn } from "../../../src/agents/sandbox/confine.ts";
import { openSandbox } from "../../../src/agents/sandbox/sandbox.ts";
import { startForge } from "../../../src/forge/server.ts";
import { prepareReviewTree, prepareWorktree } from "../../../src/git/worktrees/worktree.ts";
import { planWith } from "../../core/scene.ts";
import { disk } from "../../folders.ts";
import { linked, sh, write } from "../../git/scene.ts";

/** The proxy as `npm test` builds it: a process of its own cannot run what only the test runner compiles. */
export const proxy = join(process.cwd(), "build/src/agents/sandbox/proxy.js");

/** What no program may ever print. */
export const secret = "the-most-secret-words";

export interface Attack {
  /** Shell code of the hostile program. */
  readonly program: string;
  readonly role?: Needs["role"];
  readonly hosts?: readonly string[];
  readonly limits?: { processes?: number; memoryMegabytes?: number; diskMegabytes?: number };
  readonly minutes?: number;
  /** The folder of all worktrees is within what is hidden, as on a runner. */
  readonly isOnRunner?: boolean;
}

export interface Attacked {
  readonly result: RunResult;
  readonly transcript: string;
}

/** A machine in small: a user's home and repository, a running forge, Milepost's folder, and two worktrees. */
export const newMachine = async () => {
  const at = await linked({ "README.md": "hello\n", "src/a.txt": "a\n" }, disk);
  const milepost = join(at.dir, "home");
  const forge = await startForge({ dataDir: join(milepost, "forge") });
  await write(at.dir, {
    "user/.ssh/id_ed25519": secret,
    "user/.netrc": secret,
    "user/.profile": "export A=1\n",
    "home/forge.json": secret,
    "home/lanes/p/t/report.json": "{}\n",
    "tmp/of-others.txt": "x\n",
  });
  await sh(at.repo, "config", "http.extraHeader", secret);
  const branch = (name: string) => ({ path: join(at.dir, "trees", name), branch: name, start: at.main });
  const tree = await prepareWorktree(at.hub, { ...branch("mine"), base: [{ name: "main", sha: at.main }] });
  const other = await prepareWorktree(at.hub, branch("other"));
  const review = await prepareReviewTree(at.hub, { path: join(at.dir, "trees/mine.review"), sha: at.main });
  const sandbox = openSandbox(proxy);
  const { port } = new URL(forge.url);
  const places = {
    REPO: at.repo,
    HUB: at.hub.dir,
    MILEPOST: milepost,
    OTHER: other.path,
    USER_HOME: join(at.dir, "user"),
    OUTSIDE: join(at.dir, "tmp"),
    FORGE: forge.url,
    PARENT: String(process.pid),
  };
  const confineWith = (limits: Attack["limits"], hidden: readonly string[]) =>
    confineOn({
      plan: planWith({ b: [{}] }, { limits: { minutes: 1, ...limits } }),
      sandbox,
      home: places.USER_HOME,
      hidden: [milepost, join(at.repo, ".git"), ...hidden],
      readable: [join(at.hub.dir, "objects"), join(at.publisher.dir, "objects")],
      refused: [`127.0.0.1:${port}`, `localhost:${port}`],
    });
  const dir = join(milepost, "lanes/p/t/agent");
  const run = async ({
    program,
    role = "agent",
    hosts = [],
    limits,
    minutes = 1,
    isOnRunner = false,
  }: Attack): Promise<Attacked> => {
    const confine = confineWith(limits, isOnRunner ? [join(at.dir, "trees")] : []);
    const cwd = role === "reviewer" ? review.path : tree.path;
    const file = join(at.dir, "transcript.log");
    mkdirSync(dir, { recursive: true });
    const result = await runProgram({
      argv: ["sh", "-c", program],
      cwd,
      env: {
        ...places,
        GIT_AUTHOR_NAME: "A",
        GIT_AUTHOR_EMAIL: "a@example.com",
        GIT_COMMITTER_NAME: "A",
        GIT_COMMITTER_EMAIL: "a@example.com",
      },
      input: "",
      minutes,
      stallMinutes: 1,
      watch: cwd,
      transcript: file,
      marker: `${at.dir}:t`,
      graceMs: 500,
      ...confine({ role, cwd, dir, reads: [], hosts, config: [] }),
    });
    return { result, transcript: readFileSync(file, "utf8") };
  };
  return {
    ...at,
    tree,
    run,
    /** What holds a program that is run by other means. */
    confine: confineWith({}, []),
    /** All that the attack may not change, by path. */
    look: () => ({
      ...everythingIn(at.dir, [tree.path, join(milepost, "forge"), dir, join(at.dir, "transcript.log")]),
      temp: readdirSync(tmpdir()).filter((name) => name.includes("evil")),
    }),
    [Symbol.asyncDispose]: async () => {
      await sandbox[Symbol.asyncDispose]();
      await forge.close();
      await at[Symbol.asyncDispose]();
    },
  };
};

export type Machine = Awaited<ReturnType<typeof newMachine>>;

/** Kind, mode and content of every file below a folder. */
const everythingIn = (folder: string, without: readonly string[]): Record<string, string> => {
  const found = readdirSync(folder, { withFileTypes: true }).flatMap((entry): [string, string][] => {
    const path = join(folder, entry.name);
    if (without.includes(path)) return [];
    if (entry.isDirectory()) return [[path, "folder"], ...Object.entries(everythingIn(path, without))];
    if (entry.isSymbolicLink()) return [[path, `link to ${readlinkSync(path)}`]];
    const { mode } = statSync(path);
    return [[path, `${mode} ${createHash("sha256").update(readFileSync(path)).digest("hex")}`]];
  });
  return Object.fromEntries(found);
};
