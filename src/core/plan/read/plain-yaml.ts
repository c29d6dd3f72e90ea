import { FlowReader } from "./plain-flow.ts";
import { type Located, PlaceNotes } from "./plain-notes.ts";
import { afterSpaces, keyAt, scalarAt, Unusual } from "./plain-scalars.ts";
import type { Places } from "./values.ts";

/** What is read of a text, with the place of each value. */
interface PlainValue {
  readonly value: unknown;
  readonly places: Places;
}

/**
 * Reads the YAML that most plans are written in: mappings and lists by indentation, flow collections on one line, text
 * on one line or after `|`; and JSON. `null` for whatever is more than that, or wrong: it is left to the parser of the
 * whole language, which takes twenty times as long.
 */
export const readPlainYaml = (text: string): PlainValue | null => {
  if (unusual.test(text)) return null;
  try {
    return new PlainReader(text).document();
  } catch (error) {
    if (error instanceof Unusual) return null;
    throw error;
  }
};

/** White space that YAML takes for something else than we would, other control characters, and marks of documents. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are looked for.
const unusual = /[^\S \n]|[\0-\x09\x0b-\x1f\x7f-\x9f\ufeff]|^(?:---|\.\.\.|%)/m;

/** Reads one text, from its beginning to its end. */
class PlainReader {
  readonly #text: string;
  readonly #notes = new PlaceNotes();
  readonly #flow: FlowReader;
  /** The line that is read next: where it begins, its first character that is no space, and its end. */
  #lineStart = 0;
  #start = 0;
  #end = 0;

  constructor(text: string) {
    this.#text = text;
    this.#flow = new FlowReader(text, this.#notes);
  }

  document(): PlainValue {
    this.#toLine(0);
    if (this.#isOver || this.#indent > 0) throw new Unusual();
    const value = this.#text[this.#start] === "{" ? this.#json() : this.#map(0);
    if (!this.#isOver) throw new Unusual();
    return { value, places: this.#notes.places };
  }

  get #isOver(): boolean {
    return this.#start >= this.#text.length;
  }

  get #indent(): number {
    return this.#start - this.#lineStart;
  }

  /** Goes to the first line from an offset on that is neither empty nor a comment. */
  #toLine(from: number): void {
    const text = this.#text;
    for (let at = from; ; ) {
      this.#lineStart = at;
      while (text[at] === " ") at += 1;
      this.#start = at;
      const next = text.indexOf("\n", at);
      this.#end = next === -1 ? text.length : next;
      if (at >= text.length || (text[at] !== "\n" && text[at] !== "#")) return;
      at = this.#end + 1;
    }
  }

  #json(): unknown {
    const { value, end } = this.#flow.read(this.#start, true);
    this.#endLine(end);
    return value;
  }

  #map(indent: number): Record<string, unknown> {
    const value: Record<string, unknown> = Object.create(null);
    const entries = this.#notes.open(value, this.#start);
    while (!this.#isOver && this.#indent === indent) {
      const at = this.#start;
      const key = keyAt(this.#text, at);
      // In brackets alone a value may stand at its key.
      if (key === null || !/^[ \n]?$/.test(this.#text.charAt(key.end))) throw new Unusual();
      const read = this.#valueAfter(key.end, indent);
      this.#notes.add(value, entries, { key: key.value, at, read });
    }
    return this.#close(value, indent);
  }

  #list(indent: number): unknown[] {
    const value: unknown[] = [];
    const entries = this.#notes.open(value, this.#start);
    while (this.#isAtDash(indent)) {
      const at = afterSpaces(this.#text, this.#start + 1);
      entries.set(value.length, { key: at, value: at });
      value.push(this.#item(at, indent));
    }
    return this.#close(value, indent);
  }

  #close<Collection>(value: Collection, indent: number): Collection {
    this.#notes.close();
    if (!this.#isOver && this.#indent > indent) throw new Unusual();
    return value;
  }

  #isAtDash(indent: number): boolean {
    return this.#indent === indent && this.#text.startsWith("- ", this.#start);
  }

  /** One entry of a list: a mapping that begins on its line, or a value on that line. */
  #item(at: number, indent: number): unknown {
    if (keyAt(this.#text, at) === null) return this.#valueOnLine(at, indent).value;
    const column = at - this.#lineStart;
    this.#start = at;
    return this.#map(column);
  }

  #valueAfter(end: number, indent: number): Located {
    const at = afterSpaces(this.#text, end);
    if (at < this.#end && this.#text[at] !== "#") return this.#valueOnLine(at, indent);
    this.#toLine(this.#end + 1);
    const start = this.#start;
    if (this.#isAtDash(Math.max(this.#indent, indent))) return { at: start, value: this.#list(this.#indent) };
    if (this.#isOver || this.#indent <= indent) return { at: end, value: null };
    return { at: start, value: this.#map(this.#indent) };
  }

  #valueOnLine(at: number, indent: number): Located {
    const first = this.#text[at];
    if (first === "|") return { at, value: this.#literal(at, indent) };
    const { value, end } =
      first === "{" || first === "[" ? this.#flow.read(at, false) : scalarAt(this.#text, at, "block");
    this.#endLine(end);
    // It would go on there.
    if (!this.#isOver && this.#indent > indent) throw new Unusual();
    return { at, value };
  }

  /** Text after `|` or `|-`, up to the first line that is not indented as far as its own first. */
  #literal(at: number, indent: number): string {
    const isStripped = this.#text[at + 1] === "-";
    let from = at + (isStripped ? 2 : 1);
    if (this.#text[from] !== "\n") throw new Unusual();
    const lines: string[] = [];
    let own = -1;
    for (from += 1; from < this.#text.length; from = this.#end + 1) {
      this.#end = this.#text.indexOf("\n", from);
      if (this.#end === -1) throw new Unusual();
      const line = this.#text.slice(from, this.#end);
      const spaces = line.search(/\S/);
      if (own === -1 && spaces !== -1) own = spaces;
      if (spaces === -1 && line.length > Math.max(own, 0)) throw new Unusual();
      if (spaces !== -1 && (spaces < own || own <= indent)) break;
      lines.push(line.slice(Math.max(own, 0)));
    }
    if (own <= indent) throw new Unusual();
    while (lines.at(-1) === "") lines.pop();
    this.#toLine(from);
    if (!this.#isOver && this.#indent > indent) throw new Unusual();
    return `${lines.join("\n")}${isStripped ? "" : "\n"}`;
  }

  /** Goes on to the next line; on this one nothing but a comment may be left. */
  #endLine(from: number): void {
    const at = afterSpaces(this.#text, from);
    const isComment = this.#text[at] === "#" && at > from;
    if (at < this.#text.length && this.#text[at] !== "\n" && !isComment) throw new Unusual();
    const next = this.#text.indexOf("\n", at);
    this.#toLine(next === -1 ? this.#text.length : next + 1);
  }
}
