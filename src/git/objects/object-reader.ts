import { MilepostError } from "../../core/error.ts";
import { type OpenGit, openGit } from "../by-hand.ts";

export interface GitObject {
  readonly sha: string;
  readonly type: "blob" | "commit" | "tag" | "tree";
  readonly content: Buffer;
}

interface Waiting {
  readonly resolve: (object: GitObject | null) => void;
  readonly reject: (error: Error) => void;
}

/** How often a name is asked for again whose git died. */
const maxAgain = 3;

/** Reads objects of one repository through one long-lived `git cat-file --batch`, started at the first read. */
export class ObjectReader {
  readonly #dir: string;
  #reading: Reading | null = null;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /**
   * The object of a name such as a sha or `main:README.md`; `null` when there is none.
   * @throws MilepostError when git dies however often it is started.
   */
  async read(name: string): Promise<GitObject | null> {
    if (/[\n\0]/.test(name) || name === "") return null;
    for (let again = maxAgain; ; again -= 1) {
      if (!this.#reading?.isOpen) this.#reading = new Reading(this.#dir);
      try {
        return await this.#reading.read(name);
      } catch (error) {
        // Git may be killed at any time, and to read twice changes nothing.
        if (again === 0) throw error;
      }
    }
  }

  close(): void {
    this.#reading?.close();
    this.#reading = null;
  }
}

/** One git, and what waits for its answers. */
class Reading {
  isOpen = true;
  readonly #dir: string;
  readonly #waiting: Waiting[] = [];
  readonly #process: OpenGit;
  #chunks: Buffer[] = [];
  #size = 0;

  constructor(dir: string) {
    this.#dir = dir;
    this.#process = openGit(["cat-file", "--batch"], { env: { GIT_DIR: dir } });
    this.#process.stdout.on("data", (chunk: Buffer) => this.#take(chunk));
    this.#process.on("close", () => this.#fail());
  }

  read(name: string): Promise<GitObject | null> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#process.stdin.write(`${name}\n`);
    });
  }

  close(): void {
    this.#process.stdin.end();
  }

  #fail(): void {
    this.isOpen = false;
    const error = new MilepostError(`git was killed while it read objects of ${this.#dir}`, {
      hint: "see what kills it, such as too little memory, then run again",
    });
    for (const waiting of this.#waiting.splice(0)) waiting.reject(error);
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    for (;;) {
      const answer = this.#next();
      if (answer === undefined) return;
      this.#waiting.shift()?.resolve(answer);
    }
  }

  /** The next whole answer in what has arrived; `undefined` until it is whole. */
  #next(): GitObject | null | undefined {
    const header = this.#header();
    if (header === undefined) return undefined;
    // A name that is missing or ambiguous is repeated, whatever it holds, with one word more.
    const [, sha = "", type = "", size = ""] = /^([0-9a-f]{40,64}) (\w+) (\d+)$/.exec(header.line) ?? [];
    if (!isObjectType(type)) {
      this.#drop(header.end);
      return null;
    }
    const end = header.end + Number(size) + 1;
    if (this.#size < end) return undefined;
    const content = Buffer.from(this.#whole().subarray(header.end, end - 1));
    this.#drop(end);
    return { sha, type, content };
  }

  #header(): { line: string; end: number } | undefined {
    const first = this.#chunks[0];
    if (first === undefined) return undefined;
    const within = first.indexOf(10);
    const bytes = within === -1 ? this.#whole() : first;
    const end = within === -1 ? bytes.indexOf(10) : within;
    return end === -1 ? undefined : { line: bytes.subarray(0, end).toString(), end: end + 1 };
  }

  #whole(): Buffer {
    const [first, second] = this.#chunks;
    if (first !== undefined && second === undefined) return first;
    const whole = Buffer.concat(this.#chunks);
    this.#chunks = [whole];
    return whole;
  }

  #drop(bytes: number): void {
    const rest = this.#whole().subarray(bytes);
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#size = rest.length;
  }
}

const isObjectType = (type: string): type is GitObject["type"] =>
  type === "blob" || type === "commit" || type === "tag" || type === "tree";
