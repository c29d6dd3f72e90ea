import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { MilepostError } from "../core/error.ts";
import { plainText } from "../core/plain-text.ts";

/** What is kept of all that a lane's programs print: each run below the ones before, with a line of ours above and below. */
export const transcripts = {
  agent: "transcript.log",
  reviewer: "review.log",
  command: "command.log",
} as const;

/** Bytes of output that are kept from the start of a run, and from its end. */
const keptAtStart = 10 * 1024 * 1024;
const keptAtEnd = 64 * 1024;
const newline = 10;

/**
 * The file with a run's output, however much it is: its beginning, a note of what was cut, and its end. With a heading it
 * stands below what the file has already, else in its place.
 */
export class Transcript implements Disposable {
  readonly #file: string;
  readonly #descriptor: number;
  #bytes = 0;
  #end: Buffer = Buffer.alloc(0);
  #failure: unknown = null;

  constructor(file: string, heading?: string) {
    mkdirSync(dirname(file), { recursive: true });
    this.#file = file;
    this.#descriptor = openSync(file, heading === undefined ? "w" : "a");
    if (heading !== undefined) this.#write(Buffer.from(`${heading}\n`));
  }

  /** Writing at once keeps the order of both streams, and what was said when Milepost itself is killed. */
  add(chunk: Buffer): void {
    const room = keptAtStart - this.#bytes;
    if (room > 0) this.#write(chunk.subarray(0, room));
    this.#bytes += chunk.length;
    this.#end = Buffer.concat([this.#end, chunk]).subarray(-keptAtEnd);
  }

  /** The last lines, as plain text without colours; at most 8,000 characters. */
  get tail(): string {
    return plainText(stripVTControlCharacters(this.#end.toString("utf8"))).slice(-8000);
  }

  /**
   * Writes what is left, and lines of our own below it.
   *
   * @throws {MilepostError} when the output could not be written.
   */
  finish(lines: readonly string[] = []): void {
    const cut = this.#bytes - keptAtStart - this.#end.length;
    const rest = Math.max(0, Math.min(this.#end.length, this.#bytes - keptAtStart));
    if (cut > 0) this.#write(Buffer.from(`\n[${cut.toLocaleString("en-US")} bytes were cut here]\n`));
    if (rest > 0) this.#write(this.#end.subarray(-rest));
    const isOpen = this.#end.length > 0 && this.#end.at(-1) !== newline;
    if (lines.length > 0) this.#write(Buffer.from(`${isOpen ? "\n" : ""}${lines.join("\n")}\n`));
    if (this.#failure !== null) {
      throw new MilepostError(`could not write the transcript ${this.#file}`, {
        hint: "free some disk space",
        cause: this.#failure,
      });
    }
  }

  [Symbol.dispose](): void {
    closeSync(this.#descriptor);
  }

  #write(bytes: Buffer): void {
    try {
      writeSync(this.#descriptor, bytes);
    } catch (error) {
      this.#failure = error;
    }
  }
}
