import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { MilepostError } from "../../core/error.ts";
import { gitEnvironment } from "./environment.ts";

export interface GitObject {
  readonly sha: string;
  readonly type: "blob" | "commit" | "tag" | "tree";
  readonly content: Buffer;
}

type Reading = ChildProcessByStdio<Writable, Readable, null>;

interface Waiting {
  readonly resolve: (object: GitObject | null) => void;
  readonly reject: (error: Error) => void;
}

/** Reads objects of one repository through one long-lived `git cat-file --batch`, started at the first read. */
export class ObjectReader {
  readonly #dir: string;
  readonly #waiting: Waiting[] = [];
  #chunks: Buffer[] = [];
  #size = 0;
  #process: Reading | null = null;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** The object of a name such as a sha or `main:README.md`; `null` when there is none. */
  read(name: string): Promise<GitObject | null> {
    if (/[\n\0]/.test(name) || name === "") return Promise.resolve(null);
    const process = this.#process ?? this.#start();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      process.stdin.write(`${name}\n`);
    });
  }

  close(): void {
    this.#process?.stdin.end();
    this.#process = null;
  }

  #start(): Reading {
    const child = spawn("git", ["cat-file", "--batch"], {
      env: { ...gitEnvironment(), GIT_DIR: this.#dir },
      stdio: ["pipe", "pipe", "ignore"],
    });
    this.#process = child;
    child.stdout.on("data", (chunk: Buffer) => this.#take(chunk));
    child.stdin.on("error", () => this.#fail(child));
    child.on("error", () => this.#fail(child));
    child.on("close", () => this.#fail(child));
    return child;
  }

  #fail(child: Reading): void {
    if (this.#process === child) this.#process = null;
    this.#chunks = [];
    this.#size = 0;
    const error = new MilepostError(`git stopped reading objects of ${this.#dir}`);
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
