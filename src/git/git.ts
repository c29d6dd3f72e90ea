import { MilepostError } from "../core/error.ts";
import type { GitConfig } from "./environment.ts";
import { startHere } from "./here.ts";
import { ObjectReader } from "./objects/object-reader.ts";
import { TreeDiffs } from "./objects/tree-diffs.ts";
import { type Following, type GitExit, type Input, notStarted, type Start, tooMuch } from "./start.ts";

export interface GitOptions extends Following {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Settings beyond ours; a token goes here, never into the arguments. */
  readonly config?: GitConfig;
  /** Whose global settings apply: `user` in the user's own repository, otherwise none. */
  readonly who?: "ours" | "user";
  readonly input?: Input | null;
  /** Whether it works in what a program left, which may hold it up: at its time it must die. */
  readonly hostile?: boolean;
  /** Exit codes other than 0 that are answers, not errors. */
  readonly ok?: readonly number[] | "any";
}

export interface GitAnswer {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/**
 * Runs one git command in a scrubbed environment.
 *
 * @throws {MilepostError} with the command and the end of its standard error when it fails, cannot start or is
 * interrupted.
 */
export const git = async (args: readonly string[], options: GitOptions): Promise<GitAnswer> => {
  const end = await run("git", args, options);
  const { code, stdout, stderr } = end;
  if (typeof code !== "number") throw notRun(args, end);
  if (code !== 0 && options.ok !== "any" && !options.ok?.includes(code))
    throw failed(args, { exitCode: code, stderr });
  return { stdout, stderr, exitCode: code };
};

type Starter = (start: Start, following: Following) => Promise<GitExit>;

let starter: Starter = startHere;

/** Lets another start what this folder starts, until it is disposed; then it is whoever did before. */
export const startBy = (other: Starter): Disposable => {
  const before = starter;
  starter = other;
  return {
    [Symbol.dispose]: () => {
      if (starter === other) starter = before;
    },
  };
};

/** Runs a program in git's environment, whatever its exit code. */
export const run = (
  program: Start["program"],
  args: readonly string[],
  { cwd, config = {}, who = "ours", env = {}, input = null, hostile = false, signal, onOutput }: GitOptions,
): Promise<GitExit> =>
  starter({ program, args, cwd, config, who, env, input, hostile }, { signal, onOutput });

/** Runs git in one place. */
export type RunGit = (args: readonly string[], options?: Partial<GitOptions>) => Promise<GitAnswer>;

/** Git on one repository. */
export interface Git extends RunGit {
  /** Its objects, read by a git that stays open. */
  readonly objects: ObjectReader;
  /** What its trees differ in, likewise. */
  readonly diffs: TreeDiffs;
  /** Ends what stays open, at once. */
  readonly close: () => void;
}

interface Fixed extends Partial<GitOptions> {
  /** Git on another repository that has the same objects. */
  readonly same?: Git;
}

/** Runs git on one repository without a work tree, named explicitly so that nothing is searched for. */
export const gitAt = (gitDir: string, { same, ...fixed }: Fixed = {}): Git => {
  const { env, config = {} } = fixed;
  const run: RunGit = (args, options = {}) =>
    git(args, {
      cwd: gitDir,
      ...fixed,
      ...options,
      env: { GIT_DIR: gitDir, ...env, ...options.env },
      config: { ...config, ...options.config },
    });
  const folder = { dir: gitDir, config };
  const { objects, diffs } = same ?? { objects: new ObjectReader(folder), diffs: new TreeDiffs(folder) };
  const close = () => {
    objects.close();
    diffs.close();
  };
  return Object.assign(run, { objects, diffs, close });
};

/** Text without the userinfo of its URLs and without authorization headers. */
export const redact = (text: string): string =>
  text.replace(/(:\/\/)[^/@\s]+@/g, "$1***@").replace(/(authorization:\s*\w+\s+)\S+/gi, "$1***");

const failed = (args: readonly string[], { exitCode, stderr }: { exitCode: number; stderr: string }) => {
  const said = redact(stderr).trim().split("\n").slice(-20);
  const reason = said.findLast((line) => /^(fatal|error):/.test(line)) ?? said.at(-1) ?? "";
  return new MilepostError(`${commandLine(args)} failed with exit code ${exitCode}: ${reason}`, {
    ...hintFor(reason),
    cause: new Error(said.join("\n")),
  });
};

const notRun = (args: readonly string[], { code, signal, reason }: GitExit) => {
  const cause = new Error(reason);
  if (code === "ABORT_ERR") return new MilepostError(`git ${args[0]} was interrupted`, { cause });
  if (code === notStarted) return new MilepostError(`${commandLine(args)} was not started: ${reason}`);
  if (code === tooMuch) return new MilepostError(`git ${args[0]} answered with more than 256 MB`);
  if (code === "ENOENT") {
    return new MilepostError(`${commandLine(args)} could not start`, {
      hint: "install git 2.38 or newer, and check that the folder exists",
      cause,
    });
  }
  return new MilepostError(`${commandLine(args)} was ended by ${signal ?? code ?? "the system"}`, { cause });
};

const commandLine = (args: readonly string[]): string => {
  const line = redact(`git ${args.join(" ")}`);
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
};

const hintFor = (reason: string): { hint?: string } => {
  if (/Authentication failed|could not read Username|error: 40[13]/.test(reason)) {
    return { hint: "check that the token is valid and may write to the repository" };
  }
  if (/Could not resolve host|Failed to connect|Couldn't connect/.test(reason)) {
    return { hint: "check that the forge is running and reachable" };
  }
  if (/No space left/.test(reason)) return { hint: "free some disk space" };
  return {};
};
