import { MilepostError } from "../../core/error.ts";
import { commonDirOf } from "../common-dir.ts";
import { type GitFolder, LongLivedGit } from "../long-lived.ts";

/** What an object is, without its content. */
interface ObjectInfo {
  readonly sha: string;
  readonly type: "blob" | "commit" | "tag" | "tree";
  readonly size: number;
}

export interface GitObject extends Omit<ObjectInfo, "size"> {
  readonly content: Buffer;
}

/** An object as it was asked for: without its content it is `empty`. */
interface Answer extends ObjectInfo {
  readonly content: Buffer;
}

interface Waiting {
  readonly question: Question;
  readonly resolve: (answer: Answer | null) => void;
  readonly reject: (error: Error) => void;
}

type Question = "contents" | "info";

/** How many objects are remembered, and the most bytes of one. */
const known = { most: 500, bytes: 8000 };

/** How often a name is asked for again whose git died. */
const maxAgain = 3;

/** Reads objects of one repository through one long-lived `git cat-file --batch-command`, started at the first read. */
export class ObjectReader {
  readonly #folder: GitFolder;
  #reading: Reading | null = null;
  /** Small objects by their shas, of which each says what is in it. */
  readonly #known = new Map<string, GitObject>();

  constructor(folder: GitFolder) {
    this.#folder = folder;
  }

  /** The repository's folder; of a work tree's that of the repository that it is of. */
  get dir(): string {
    return commonDirOf(this.#folder.dir);
  }

  /**
   * The object of a name such as a sha or `main:README.md`; `null` when there is none.
   * @throws MilepostError when git dies however often it is started.
   */
  async read(name: string): Promise<GitObject | null> {
    const found = this.#known.get(name) ?? (await this.#ask("contents", name));
    if (found?.sha === name && found.content.length <= known.bytes) this.#remember(found);
    return found;
  }

  #remember(object: GitObject): void {
    if (this.#known.size >= known.most) this.#known.clear();
    this.#known.set(object.sha, object);
  }

  /** The same without its content. @throws MilepostError when git dies however often it is started. */
  look(name: string): Promise<ObjectInfo | null> {
    return this.#ask("info", name);
  }

  close(): void {
    this.#reading?.close();
    this.#reading = null;
  }

  async #ask(question: Question, name: string): Promise<Answer | null> {
    if (/[\n\0]/.test(name) || name === "") return null;
    for (let again = maxAgain; ; again -= 1) {
      if (!this.#reading?.isOpen) this.#reading = new Reading(this.#folder);
      try {
        return await this.#reading.ask(question, name);
      } catch (error) {
        // Git may be killed at any time, and to read twice changes nothing.
        if (again === 0) throw error;
      }
    }
  }
}

/** One git, and what waits for its answers. */
class Reading {
  readonly #dir: string;
  readonly #waiting: Waiting[] = [];
  readonly #git: LongLivedGit;
  #chunks: Buffer[] = [];
  #size = 0;

  constructor(folder: GitFolder) {
    this.#dir = folder.dir;
    this.#git = new LongLivedGit(["cat-file", "--batch-command"], folder, {
      onOutput: (chunk) => this.#take(chunk),
      onEnd: () => this.#fail(),
    });
  }

  get isOpen(): boolean {
    return this.#git.isOpen;
  }

  ask(question: Question, name: string): Promise<Answer | null> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ question, resolve, reject });
      this.#git.ask(`${question} ${name}\n`);
    });
  }

  close(): void {
    this.#git.close();
  }

  #fail(): void {
    const error = new MilepostError(`git was killed while it read objects of ${this.#dir}`, {
      hint: "see what kills it, such as too little memory, then run again",
    });
    for (const waiting of this.#waiting.splice(0)) waiting.reject(error);
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    for (let first = this.#waiting[0]; first; first = this.#waiting[0]) {
      const answer = this.#next(first.question);
      if (answer === undefined) return;
      this.#waiting.shift();
      first.resolve(answer);
    }
    this.#git.rest();
  }

  /** The next whole answer in what has arrived; `undefined` until it is whole. */
  #next(question: Question): Answer | null | undefined {
    const header = this.#header();
    if (header === undefined) return undefined;
    // A name that is missing or ambiguous is repeated, whatever it holds, with one word more.
    const [, sha = "", type = "", digits = ""] = /^([0-9a-f]{40,64}) (\w+) (\d+)$/.exec(header.line) ?? [];
    const isThere = isObjectType(type);
    if (!isThere || question === "info") {
      this.#drop(header.end);
      return isThere ? { sha, type, size: Number(digits), content: empty } : null;
    }
    const size = Number(digits);
    const end = header.end + size + 1;
    if (this.#size < end) return undefined;
    const content = Buffer.from(this.#whole().subarray(header.end, end - 1));
    this.#drop(end);
    return { sha, type, size, content };
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

const empty = Buffer.alloc(0);

const isObjectType = (type: string): type is ObjectInfo["type"] =>
  type === "blob" || type === "commit" || type === "tag" || type === "tree";
