import type { PlaceNotes } from "./plain-notes.ts";
import { afterSpaces, keyAt, type PlainRead, scalarAt, Unusual } from "./plain-scalars.ts";

/** Reads collections in brackets, as JSON has them. */
export class FlowReader {
  readonly #text: string;
  readonly #notes: PlaceNotes;

  constructor(text: string, notes: PlaceNotes) {
    this.#text = text;
    this.#notes = notes;
  }

  /** One of them; only the text as a whole may have it on several lines. */
  read(at: number, isWide: boolean): PlainRead {
    return this.#text[at] === "{" ? this.#flowMap(at, isWide) : this.#flowList(at, isWide);
  }

  #flowMap(at: number, isWide: boolean): PlainRead {
    const value: Record<string, unknown> = Object.create(null);
    const entries = this.#notes.open(value, at);
    let next = this.#inFlow(at + 1, isWide);
    if (this.#text[next] !== "}")
      for (;;) {
        const key = keyAt(this.#text, next);
        if (key === null) throw new Unusual();
        const start = this.#inFlow(key.end, isWide);
        const read = this.#flowValue(start, isWide);
        this.#notes.add(value, entries, { key: key.value, at: next, read: { at: start, value: read.value } });
        next = this.#inFlow(read.end, isWide);
        if (this.#text[next] === "}") break;
        next = this.#afterComma(next, isWide);
      }
    this.#notes.close();
    return { value, end: next + 1 };
  }

  #flowList(at: number, isWide: boolean): PlainRead {
    const value: unknown[] = [];
    const entries = this.#notes.open(value, at);
    let next = this.#inFlow(at + 1, isWide);
    if (this.#text[next] !== "]")
      for (;;) {
        entries.set(value.length, { key: next, value: next });
        const read = this.#flowValue(next, isWide);
        value.push(read.value);
        next = this.#inFlow(read.end, isWide);
        if (this.#text[next] === "]") break;
        next = this.#afterComma(next, isWide);
      }
    this.#notes.close();
    return { value, end: next + 1 };
  }

  #flowValue(at: number, isWide: boolean): PlainRead {
    const first = this.#text[at];
    return first === "{" || first === "[" ? this.read(at, isWide) : scalarAt(this.#text, at, "flow");
  }

  #afterComma(at: number, isWide: boolean): number {
    if (this.#text[at] !== ",") throw new Unusual();
    return this.#inFlow(at + 1, isWide);
  }

  #inFlow(from: number, isWide: boolean): number {
    let at = afterSpaces(this.#text, from);
    while (isWide && this.#text[at] === "\n") at = afterSpaces(this.#text, at + 1);
    return at;
  }
}
