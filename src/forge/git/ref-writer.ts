import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { gitEnvironment } from "./environment.ts";
import { isRefName } from "./refs.ts";

type Writing = ChildProcessByStdio<Writable, Readable, null>;

/** A ref's move from one sha to another; 40 zeros stand for "not there". */
export interface RefMove {
  readonly ref: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Moves refs of one repository through one long-lived `git update-ref --stdin`, started at the first move.
 *
 * Git ends at a move that it cannot make; the next one starts it anew.
 */
export class RefWriter {
  readonly #dir: string;
  #process: Writing | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Whether the ref was moved: not when it was elsewhere than `from`, or git refused. */
  async move(move: RefMove): Promise<boolean> {
    if (!isRefName(move.ref)) return false;
    const mine = this.#last.then(() => this.#commit(this.#process ?? this.#start(), move));
    this.#last = mine;
    return await mine;
  }

  async close(): Promise<void> {
    await this.#last;
    this.#process?.stdin.end();
    this.#process = null;
  }

  #start(): Writing {
    const child = spawn("git", ["update-ref", "--stdin"], {
      env: { ...gitEnvironment(), GIT_DIR: this.#dir },
      stdio: ["pipe", "pipe", "ignore"],
    });
    this.#process = child;
    // What it says when it ends early is that the move under way failed.
    child.stdin.on("error", () => undefined);
    child.on("error", () => undefined);
    return child;
  }

  #commit(child: Writing, { ref, from, to }: RefMove): Promise<boolean> {
    return new Promise((resolve) => {
      let said = "";
      const take = (chunk: Buffer) => {
        said += chunk.toString();
        if (said.endsWith("commit: ok\n")) settle(true);
      };
      const end = () => {
        if (this.#process === child) this.#process = null;
        settle(false);
      };
      const settle = (moved: boolean) => {
        child.stdout.off("data", take);
        child.off("close", end);
        resolve(moved);
      };
      child.stdout.on("data", take);
      child.on("close", end);
      child.stdin.write(`start\nupdate ${ref} ${to} ${from}\ncommit\n`);
    });
  }
}
