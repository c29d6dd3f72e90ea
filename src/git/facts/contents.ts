import type { Facts } from "../../gates/gate.ts";
import { generatedByContent } from "../../gates/generated/content.ts";
import { type Read, type Reading, readingsFor, withReadings } from "../../gates/generated/judge.ts";
import { Sampler } from "../../gates/generated/sampler.ts";
import type { Git } from "../git.ts";

/** The facts with why the contents of files count as generated, read where nothing else decides it. */
export const withContents = async (git: Git, facts: Facts, globs: readonly string[]): Promise<Facts> => {
  let filled = facts;
  for (let wanted = readingsFor(filled, globs); wanted.length > 0; wanted = readingsFor(filled, globs)) {
    filled = withReadings(filled, await readContents(git, wanted));
  }
  return filled;
};

const readContents = async (git: Git, wanted: readonly Reading[]): Promise<Read[]> => {
  const read: Read[] = [];
  const blobs = new BlobReader((at, sampler) => {
    const { path, blob } = at;
    read.push({ path, blob, contents: generatedByContent(path, sampler.end()) });
  }, wanted);
  await git(["cat-file", "--batch", "--buffer"], {
    input: wanted.map(({ blob }) => `${blob}\n`).join(""),
    onOutput: (chunk) => blobs.push(chunk),
  });
  return read;
};

/** Cuts the stream of `git cat-file --batch` into blobs without keeping any of them: git-cat-file(1), "Batch Output". */
class BlobReader {
  readonly #wanted: Iterator<Reading>;
  readonly #done: (reading: Reading, sampler: Sampler) => void;
  #header = "";
  #left = 0;
  #current: { reading: Reading; sampler: Sampler } | null = null;

  constructor(done: (reading: Reading, sampler: Sampler) => void, wanted: Iterable<Reading>) {
    this.#done = done;
    this.#wanted = wanted[Symbol.iterator]();
  }

  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) {
      at = this.#current ? this.#takeContent(chunk, at) : this.#takeHeader(chunk, at);
    }
  }

  #takeHeader(chunk: Uint8Array, from: number): number {
    const end = chunk.indexOf(10, from);
    const to = end === -1 ? chunk.length : end;
    this.#header += new TextDecoder().decode(chunk.subarray(from, to));
    if (end === -1) return chunk.length;
    this.#begin(Number(/ (\d+)$/.exec(this.#header)?.[1] ?? -1));
    this.#header = "";
    return end + 1;
  }

  /** A missing object has a header alone; every other is followed by its content and a line break. */
  #begin(size: number): void {
    const { value } = this.#wanted.next();
    if (!value) return;
    const sampler = new Sampler(value.needs);
    if (size < 0) this.#done(value, sampler);
    else {
      this.#left = size + 1;
      this.#current = { reading: value, sampler };
    }
  }

  #takeContent(chunk: Uint8Array, from: number): number {
    if (!this.#current) return from;
    const { reading, sampler } = this.#current;
    const to = Math.min(chunk.length, from + this.#left);
    const content = Math.min(to, from + this.#left - 1);
    sampler.push(chunk.subarray(from, content));
    this.#left -= to - from;
    if (this.#left === 0) {
      this.#current = null;
      this.#done(reading, sampler);
    }
    return to;
  }
}
