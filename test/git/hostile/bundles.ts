import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { type Linked, sh } from "../scene.ts";

/** An entry of a tree made by hand: git's own commands would refuse many of them. */
export interface RawEntry {
  readonly mode: string;
  readonly name: string | Buffer;
  readonly sha: string;
}

/** Writes objects that no honest git would. */
export class Forger {
  readonly at: Linked;
  readonly #made = new Map<string, { type: "blob" | "tree" | "commit"; content: Buffer }>();

  constructor(at: Linked) {
    this.at = at;
  }

  object(type: "blob" | "tree" | "commit", content: Buffer | string): string {
    const args = ["hash-object", "-t", type, "-w", "--literally", "--stdin"];
    const sha = execFileSync("git", args, { cwd: this.at.repo, input: content, encoding: "utf8" }).trim();
    this.#made.set(sha, { type, content: Buffer.from(content) });
    return sha;
  }

  tree(...entries: RawEntry[]): string {
    const raw = entries.flatMap(({ mode, name, sha }) => [
      Buffer.from(`${mode} `),
      Buffer.from(name),
      Buffer.from([0]),
      Buffer.from(sha, "hex"),
    ]);
    return this.object("tree", Buffer.concat(raw));
  }

  file(name: string | Buffer, text = "x\n"): RawEntry {
    return { mode: "100644", name, sha: this.object("blob", text) };
  }

  link(name: string, target: string): RawEntry {
    return { mode: "120000", name, sha: this.object("blob", target) };
  }

  folder(name: string, ...entries: RawEntry[]): RawEntry {
    return { mode: "40000", name, sha: this.tree(...entries) };
  }

  /** A commit of these entries on top of `parent`, which is where the work began. */
  async commit(entries: readonly RawEntry[], parent = this.at.main): Promise<string> {
    return await sh(this.at.repo, "commit-tree", "-p", parent, "-m", "Work", this.tree(...entries));
  }

  /** A bundle of one ref at the commit. */
  async bundle(head: string): Promise<string> {
    const file = join(this.at.dir, "hostile.bundle");
    await sh(this.at.repo, "update-ref", "refs/heads/work", head);
    await sh(this.at.repo, "bundle", "create", "--quiet", file, `^${this.at.main}`, "work");
    return file;
  }

  /** A commit without the help of `git commit-tree`, which checks what it is given. */
  rawCommit(tree: string, author = "author A <a@example.com> 1 +0000\n"): string {
    const committer = "committer A <a@example.com> 1 +0000\n";
    return this.object("commit", `tree ${tree}\nparent ${this.at.main}\n${author}${committer}\nWork\n`);
  }

  /** A bundle of all that was made, but for `without`, packed by hand: `git bundle` would refuse to. */
  async rawBundle(head: string, without: readonly string[] = []): Promise<string> {
    const objects = [...this.#made].filter(([sha]) => !without.includes(sha)).map(([, object]) => object);
    const header = Buffer.alloc(12);
    header.write("PACK");
    header.writeUInt32BE(2, 4);
    header.writeUInt32BE(objects.length, 8);
    const body = Buffer.concat([header, ...objects.map(packed)]);
    const file = join(this.at.dir, "raw.bundle");
    const text = `# v2 git bundle\n-${this.at.main} \n${head} HEAD\n\n`;
    await writeFile(file, Buffer.concat([Buffer.from(text), body, createHash("sha1").update(body).digest()]));
    return file;
  }
}

/** One object as gitformat-pack(5) says: its type and size in a number of variable length, and its deflated bytes. */
const packed = ({ type, content }: { type: "blob" | "tree" | "commit"; content: Buffer }): Buffer => {
  const bytes: number[] = [];
  let byte = ({ commit: 1, tree: 2, blob: 3 }[type] << 4) | (content.length & 15);
  for (let size = content.length >> 4; size > 0; size >>= 7) {
    bytes.push(byte | 0x80);
    byte = size & 0x7f;
  }
  return Buffer.concat([Buffer.from([...bytes, byte]), deflateSync(content)]);
};
