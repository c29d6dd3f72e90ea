import { closeSync, openSync } from "node:fs";
import { getSystemErrorName } from "node:util";
import type { SimpleGitOptions } from "simple-git";
import { gitEnvironment } from "./environment.ts";
import { type GitExit, maxKept, notStarted, type Start, timeFor, tooMuch } from "./start.ts";

/**
 * Runs a git whose input and output are bounded text, by simple-git; `by-hand.ts` says what is none.
 *
 * One instance a call: an instance queues, and all that it has queued fails with the first that does.
 */
export const startBounded = async (start: Start): Promise<GitExit> => {
  // Loaded late: who has git started by another process never needs it.
  const { GitConstructError, simpleGit } = await import("simple-git");
  if (!hasDescriptors()) return { ...unanswered, code: "EMFILE", reason: "too many files are open" };
  const { args, cwd, config, who, env, input } = start;
  const environment = { ...gitEnvironment(config, who), ...env };
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), timeFor(start));
  timer.unref();
  const watch = new Watch(stop);
  let ended: Omit<GitExit, "stdout"> = unanswered;
  try {
    const git = simpleGit({
      baseDir: cwd,
      abort: stop.signal,
      allowEnvironment: allowedIn(environment),
      unsafe,
      // A git that has exited may not have been heard to its end.
      completion: { onExit: false },
      // Exit codes are the caller's to judge, and this alone is told of them.
      errors: (_error, { exitCode, stdErr }) => {
        ended = { ...howItEnded(exitCode), stderr: Buffer.concat(stdErr).toString() };
        return undefined;
      },
      ...(typeof input === "string" ? { input: () => input } : {}),
    });
    git.env(environment).outputHandler((_command, out, err) => {
      for (const stream of [out, err]) watch.add(stream);
    });
    const stdout = await git.raw([...args]);
    return { ...ended, ...(watch.isTooMuch ? { code: tooMuch } : {}), stdout };
  } catch (error) {
    const code = error instanceof GitConstructError ? "ENOENT" : notStarted;
    return { ...unanswered, code, reason: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
};

/**
 * What simple-git refuses unless it is allowed, and why we use it. Hooks, monitors, filters and ways to other machines
 * are turned off by it; only `gpg.program` names a program to be run.
 */
export const unsafe = {
  // GIT_ASKPASS, empty: nobody is asked.
  allowUnsafeAskPass: true,
  // GIT_CONFIG_COUNT: our settings travel in the environment, where no process list shows them.
  allowUnsafeConfigEnvCount: true,
  // GIT_CONFIG_GLOBAL and GIT_CONFIG_SYSTEM, which are /dev/null.
  allowUnsafeConfigPaths: true,
  // GIT_EXEC_PATH, where a machine needs it to run git at all.
  allowUnsafeExec: true,
  // core.fsmonitor, which is off.
  allowUnsafeFsMonitor: true,
  // gpg.program: signatures are made, and judged, by keys of our own.
  allowUnsafeGpgProgram: true,
  // core.hooksPath, which is /dev/null.
  allowUnsafeHooksPath: true,
  // protocol.allow: none but file, http and https.
  allowUnsafeProtocolOverride: true,
  // init --template=, which is empty.
  allowUnsafeTemplateDir: true,
} as const satisfies NonNullable<SimpleGitOptions["unsafe"]>;

/** The variables of git's own that we set, beside those that are numbered. */
export const allowed = [
  ...["GIT_DIR", "GIT_COMMON_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_ALTERNATE_OBJECT_DIRECTORIES"],
  ...["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_AUTHOR_DATE"],
  ...["GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "GIT_COMMITTER_DATE"],
  ...["GIT_CONFIG_COUNT", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_ATTR_NOSYSTEM"],
  ...["GIT_ASKPASS", "GIT_TERMINAL_PROMPT", "GIT_OPTIONAL_LOCKS", "GIT_NO_REPLACE_OBJECTS"],
  ...["GIT_EXEC_PATH", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "GIT_SSL_NO_VERIFY"],
] as const;

/** The same with the settings that there are, by number. */
const allowedIn = ({ GIT_CONFIG_COUNT: count }: Readonly<Record<string, string>>): string[] => {
  const numbers = Array.from({ length: Number(count) }, (_, at) => at);
  return [...allowed, ...numbers.flatMap((at) => [`GIT_CONFIG_KEY_${at}`, `GIT_CONFIG_VALUE_${at}`])];
};

const unanswered = { stdout: "", stderr: "", code: null, signal: null, reason: "" } as const;

/** A git that was killed has no exit code, whatever simple-git's types say; what could not be started, the system's. */
const howItEnded = (exitCode: number | null): Pick<GitExit, "code" | "signal" | "reason"> => {
  const isError = exitCode !== null && exitCode < 0;
  return { code: isError ? getSystemErrorName(exitCode) : exitCode, signal: null, reason: "" };
};

/** Follows what git answers. */
class Watch {
  readonly #stop: AbortController;
  #size = 0;

  constructor(stop: AbortController) {
    this.#stop = stop;
  }

  get isTooMuch(): boolean {
    return this.#size > maxKept;
  }

  readonly add = (stream: NodeJS.ReadableStream): void => {
    stream.on("data", (chunk: Buffer) => {
      this.#size += chunk.length;
      if (this.isTooMuch) this.#stop.abort();
    });
    // For a git that has said nothing simple-git waits 50 ms once it has ended; an empty piece will do.
    stream.once("end", () => stream.emit("data", Buffer.alloc(0)));
  };
}

/**
 * Whether a program can be started: simple-git takes it for granted that its pipes can be made, and without them its
 * error ends the process.
 */
const hasDescriptors = (): boolean => {
  const open: number[] = [];
  try {
    for (let count = 0; count < neededForStart; count += 1) open.push(openSync("/dev/null", "r"));
    return true;
  } catch {
    return false;
  } finally {
    open.forEach(closeSync);
  }
};

/** Three pipes, and one by which the system tells whether the program could be started. */
const neededForStart = 8;
