import { Socket } from "node:net";
import { type OpenGit, openGit } from "./by-hand.ts";
import type { GitConfig } from "./environment.ts";
import { longest } from "./start.ts";

/** The repository that a git stays open in. */
export interface GitFolder {
  readonly dir: string;
  readonly config?: GitConfig;
}

interface Heard {
  readonly onOutput: (chunk: Buffer) => void;
  readonly onEnd: () => void;
}

/** How long one that is asked nothing stays open, in milliseconds. */
const idleLimit = 10_000;

/** A git that stays open to be asked: while it is asked nothing it keeps our process from no end, and after a while it ends. */
export class LongLivedGit {
  isOpen = true;
  readonly #child: OpenGit;
  #timer: NodeJS.Timeout;

  constructor(args: readonly string[], { dir, config = {} }: GitFolder, { onOutput, onEnd }: Heard) {
    this.#child = openGit(args, { env: { GIT_DIR: dir }, config });
    this.#child.stdout.on("data", (chunk: Buffer) => {
      this.#timer.refresh();
      onOutput(chunk);
    });
    this.#child.on("close", () => {
      this.isOpen = false;
      clearTimeout(this.#timer);
      onEnd();
    });
    this.#timer = this.#endAfterIdling();
    this.#hold(false);
  }

  /** Asks it something; from now on it is waited for. */
  ask(text: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#child.kill("SIGKILL"), longest).unref();
    this.#hold(true);
    this.#child.stdin.write(text);
  }

  /** Nothing is waited for any more. */
  rest(): void {
    clearTimeout(this.#timer);
    this.#timer = this.#endAfterIdling();
    this.#hold(false);
  }

  close(): void {
    this.isOpen = false;
    this.#child.stdin.end();
  }

  #endAfterIdling(): NodeJS.Timeout {
    return setTimeout(() => this.close(), idleLimit).unref();
  }

  #hold(isAwaited: boolean): void {
    const { stdin, stdout } = this.#child;
    const pipes = [stdin, stdout].filter((stream) => stream instanceof Socket);
    for (const held of [this.#child, ...pipes]) {
      if (isAwaited) held.ref();
      else held.unref();
    }
  }
}
