import { MilepostError } from "../../core/error.ts";
import { type OpenGit, openGit } from "../../git/by-hand.ts";
import { removeLocks } from "../../git/repositories/bare.ts";
import { isRefName, readRef } from "./refs.ts";

/** A ref's move from one sha to another; 40 zeros stand for "not there". */
export interface RefMove {
  readonly ref: string;
  readonly from: string;
  readonly to: string;
}

/** How often a move is tried again whose git died. */
const maxAgain = 3;

/**
 * Moves refs of one repository through one long-lived `git update-ref --stdin`, started at the first move.
 *
 * Git ends at a move that it cannot make, and may be killed at any time; the next one starts it anew.
 */
export class RefWriter {
  readonly #dir: string;
  #process: OpenGit | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(dir: string) {
    this.#dir = dir;
  }

  /**
   * Whether the ref was moved: not when it was elsewhere than `from`, or git refused.
   * @throws MilepostError when git dies however often it is started.
   */
  async move(move: RefMove): Promise<boolean> {
    if (!isRefName(move.ref)) return false;
    const mine = this.#last.then(() => this.#moved(move, maxAgain));
    this.#last = mine.catch(() => undefined);
    return await mine;
  }

  async close(): Promise<void> {
    await this.#last;
    this.#process?.stdin.end();
    this.#process = null;
  }

  async #moved(move: RefMove, again: number): Promise<boolean> {
    const end = await this.#commit(this.#process ?? this.#start(), move);
    if (end !== "died") return end === "moved";
    // It may have done it before it died.
    if (((await readRef(this.#dir, move.ref)) ?? nothing) === move.to) return true;
    if (again === 0) {
      throw new MilepostError(`git was killed each time that it was to move ${move.ref} in ${this.#dir}`, {
        hint: "see what kills it, such as too little memory, then run again",
      });
    }
    await removeLocks(this.#dir);
    return await this.#moved(move, again - 1);
  }

  #start(): OpenGit {
    const child = openGit(["update-ref", "--stdin"], { env: { GIT_DIR: this.#dir } });
    this.#process = child;
    child.on("close", () => {
      if (this.#process === child) this.#process = null;
    });
    return child;
  }

  #commit(child: OpenGit, { ref, from, to }: RefMove): Promise<"moved" | "refused" | "died"> {
    return new Promise((resolve) => {
      let said = "";
      const take = (chunk: Buffer) => {
        said += chunk.toString();
        if (said.endsWith("commit: ok\n")) settle("moved");
      };
      const end = (code: number | null) => settle(code !== null && code > 0 ? "refused" : "died");
      const settle = (how: "moved" | "refused" | "died") => {
        child.stdout.off("data", take);
        child.off("close", end);
        resolve(how);
      };
      child.stdout.on("data", take);
      child.on("close", end);
      child.stdin.write(`start\nupdate ${ref} ${to} ${from}\ncommit\n`);
    });
  }
}

const nothing = "0".repeat(40);
