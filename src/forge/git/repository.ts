import { type Git, type GitAnswer, type GitOptions, gitAt } from "../../git/git.ts";
import type { GitObject } from "../../git/objects/object-reader.ts";
import { Background } from "./background.ts";
import { type RefMove, RefWriter } from "./ref-writer.ts";
import { readRef } from "./refs.ts";

/** What a command is given besides its arguments. */
type Asked = Partial<Pick<GitOptions, "env" | "input" | "cwd">>;

/** GitHub's diffs quote names beyond ASCII, as git does by itself. */
const settings = { "core.quotePath": "true" };

/** A bare repository on disk. */
export class GitRepository {
  readonly dir: string;
  readonly background = new Background();
  /** Times that a branch was moved or deleted: who has followed so many has nothing to follow. */
  moves = 1;
  followed = 0;
  readonly #git: Git;
  readonly #refs: RefWriter;

  constructor(dir: string) {
    this.dir = dir;
    this.#git = gitAt(dir, { config: settings });
    this.#refs = new RefWriter(dir);
  }

  /**
   * Standard output of a git command.
   * @throws MilepostError when git exits with anything but 0.
   */
  async run(args: readonly string[], options: Asked = {}): Promise<string> {
    return (await this.#git(args, options)).stdout;
  }

  /** A git command whose failure is an answer too. */
  attempt(args: readonly string[], options: Asked = {}): Promise<GitAnswer> {
    return this.#git(args, { ...options, ok: "any" });
  }

  /** What git says of how two trees differ, in a format of git-diff-tree(1); `null` when it cannot. Starts no process. */
  async compare(format: readonly string[], from: string, to: string): Promise<string | null> {
    const chunks: Uint8Array[] = [];
    const onOutput = (chunk: Uint8Array) => void chunks.push(chunk);
    const isWhole = await this.#git.diffs.pass({ format, from, to, onOutput });
    return isWhole ? Buffer.concat(chunks).toString() : null;
  }

  /** The sha of a full ref name; `null` when there is none. Starts no process. */
  readRef(name: string): Promise<string | null> {
    return readRef(this.dir, name);
  }

  /** Whether a ref was moved: not when it was elsewhere than `from`, or git refused. */
  async moveRef(move: RefMove): Promise<boolean> {
    const moved = await this.#refs.move(move);
    if (/[^0]/.test(move.from)) this.moves += 1;
    return moved;
  }

  /** The object of a sha or another name of git's; `null` when there is none. */
  readObject(name: string): Promise<GitObject | null> {
    return this.#git.objects.read(name);
  }

  /** The sha of the commit that a branch, tag, full ref or (short) sha names; `null` when there is none. */
  async resolveCommit(name: string): Promise<string | null> {
    if (name.startsWith("-") || /\s/.test(name)) return null;
    const branch = await this.readRef(`refs/heads/${name.replace(/^(refs\/)?heads\//, "")}`);
    if (branch !== null) return branch;
    return (await this.readObject(`${name}^{commit}`))?.sha ?? null;
  }

  async close(): Promise<void> {
    await this.background.settled();
    this.#git.close();
    await this.#refs.close();
  }
}
