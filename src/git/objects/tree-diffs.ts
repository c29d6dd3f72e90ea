import { randomBytes } from "node:crypto";
import { type GitFolder, LongLivedGit } from "../long-lived.ts";

/** What differs between two trees, as git is to write it. */
interface Wanted {
  /** Options of git-diff-tree(1) that say how. */
  readonly format: readonly string[];
  readonly from: string;
  readonly to: string;
  /** Takes it as it comes. */
  readonly onOutput: (chunk: Uint8Array) => void;
}

/** Compares trees of one repository through long-lived `git diff-tree --stdin`s, one for each format. */
export class TreeDiffs {
  readonly #folder: GitFolder;
  readonly #open = new Map<string, Diffing>();

  constructor(folder: GitFolder) {
    this.#folder = folder;
  }

  /** Whether git said all of it; where it could not, it ended, and whoever asks it alone hears why. */
  async pass({ format, ...wanted }: Wanted): Promise<boolean> {
    const key = format.join(" ");
    let diffing = this.#open.get(key);
    if (!diffing?.isOpen) diffing = new Diffing(format, this.#folder);
    this.#open.set(key, diffing);
    return await diffing.pass(wanted);
  }

  close(): void {
    for (const diffing of this.#open.values()) diffing.close();
    this.#open.clear();
  }
}

interface Passing extends Omit<Wanted, "format"> {
  readonly settle: (isWhole: boolean) => void;
}

/** One git, which is asked one thing after the other. */
class Diffing {
  readonly #git: LongLivedGit;
  readonly #waiting: Passing[] = [];
  #passed: Passed | null = null;

  constructor(format: readonly string[], folder: GitFolder) {
    this.#git = new LongLivedGit(["diff-tree", "--stdin", "-r", ...format], folder, {
      onOutput: (chunk) => this.#take(chunk),
      onEnd: () => this.#fail(),
    });
  }

  get isOpen(): boolean {
    return this.#git.isOpen;
  }

  pass(wanted: Omit<Passing, "settle">): Promise<boolean> {
    return new Promise((settle) => {
      this.#waiting.push({ ...wanted, settle });
      if (this.#waiting.length === 1) this.#ask();
    });
  }

  close(): void {
    this.#git.close();
  }

  #ask(): void {
    const [next] = this.#waiting;
    if (!next) {
      this.#git.rest();
      return;
    }
    const { from, to } = next;
    // What is no name is said again, when all before it was said.
    const end = `end ${randomBytes(16).toString("hex")}\n`;
    this.#passed = new Passed(end, `${from} ${to}\n`.length, next.onOutput);
    this.#git.ask(`${from} ${to}\n${end}`);
  }

  #take(chunk: Buffer): void {
    if (!this.#passed?.take(chunk)) return;
    this.#waiting.shift()?.settle(true);
    this.#ask();
  }

  #fail(): void {
    for (const { settle } of this.#waiting.splice(0)) settle(false);
  }
}

/** An answer that is passed on without its first line and its end. */
class Passed {
  readonly #end: Buffer;
  readonly #onOutput: (chunk: Uint8Array) => void;
  #skip: number;
  #held = Buffer.alloc(0);

  constructor(end: string, skip: number, onOutput: (chunk: Uint8Array) => void) {
    this.#end = Buffer.from(end);
    this.#skip = skip;
    this.#onOutput = onOutput;
  }

  /** Whether that was the end. */
  take(chunk: Buffer): boolean {
    const all = Buffer.concat([this.#held, chunk]);
    const isEnd = all.subarray(-this.#end.length).equals(this.#end);
    // What may be the beginning of the end is held back.
    const from = Math.min(this.#skip, all.length);
    const to = Math.max(from, all.length - this.#end.length);
    this.#skip -= from;
    if (to > from) this.#onOutput(all.subarray(from, to));
    this.#held = all.subarray(to);
    return isEnd;
  }
}
