import type { GitConfig } from "./environment.ts";

/** One start of git, or of a program that walks folders which git made. */
export interface Start {
  readonly program: "git" | "find" | "rm" | "chmod";
  readonly args: readonly string[];
  readonly cwd: string;
  /** Settings beyond ours. */
  readonly config: GitConfig;
  /** Whose global settings apply. */
  readonly who: "ours" | "user";
  /** Variables beside those that make git's environment. */
  readonly env: Readonly<Record<string, string>>;
  /** `null` when it reads nothing. */
  readonly input: Input | null;
  /** Whether it works in what a program left, which may hold it up: at its time it must die. */
  readonly hostile: boolean;
}

/** What a program reads: a text, bytes, or a file from one of its bytes on. */
export type Input = string | Uint8Array | { readonly file: string; readonly from: number };

/** Who follows a program while it runs. */
export interface Following {
  /** Ends it early. */
  readonly signal?: AbortSignal | undefined;
  /** Takes the output as it comes, the next when it has done with the last; the end's `stdout` is then empty. */
  readonly onOutput?: ((chunk: Uint8Array) => void | Promise<void>) | undefined;
}

/** How it ended. */
export interface GitExit {
  readonly stdout: string;
  readonly stderr: string;
  /** The exit code, or the name of what kept it from having one; `null` when it was killed. */
  readonly code: number | string | null;
  readonly signal: string | null;
  /** What Node says of that. */
  readonly reason: string;
}

/** What a program has for an exit code that was ended because it answered with more than 256 MB. */
export const tooMuch = "TOO_MUCH";

/** What has no exit code for it was refused before it was started. */
export const notStarted = "NOT_STARTED";

/** Whether it is a git that speaks to a forge, or to a folder as to one. */
export const isRemote = ({ program, args: [name = ""] }: Pick<Start, "program" | "args">): boolean =>
  program === "git" && remote.has(name);

const remote = new Set(["fetch", "push", "clone", "ls-remote"]);

/** 20 minutes, in milliseconds: what an agent left may hold a program up for ever, and every run must end. */
export const longest = 20 * 60 * 1000;

/** How long a program may take, in milliseconds; one that speaks to a forge as long as a timer counts, since a slow line is no trap. */
export const timeFor = (start: Start): number => (isRemote(start) ? 2 ** 31 - 1 : longest);

/** The most that a program may answer where all of it is kept, in bytes. */
export const maxKept = 256 * 1024 * 1024;
