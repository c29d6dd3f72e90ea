import { coffeeScore, coffeeStart } from "./rules/coffee-script.ts";
import { holdsFont } from "./rules/post-script.ts";

/** The most characters that are kept of a line, and of all first lines together. */
const most = 64 * 1024;

/** How much of a file must be read to judge its contents. */
export interface SampleNeeds {
  /** The first lines, at most 40. */
  readonly lines: number;
  /** Whether the file must be read to its end: for its last lines, its line count or the length of its lines. */
  readonly whole: boolean;
  /** Whether a font is looked for, in every line. */
  readonly font?: boolean;
}

/** What the rules look at, gathered while a file streams by. */
export interface Sample {
  /** The first lines. */
  readonly head: readonly string[];
  /** The last two lines; the very last is empty when the file ends with a line break. */
  readonly tail: { readonly secondLast: string; readonly last: string };
  /** The pieces between line breaks, so 2 for `a\n` and 0 for an empty file; of what was read only. */
  readonly lines: number;
  /** All characters but line feeds; of what was read only. */
  readonly characters: number;
  /** How much the file looks as CoffeeScript compiles: the sum over its lines. */
  readonly coffeeScore: number;
  /** Whether a PostScript font in hexadecimal stands in it, where one is looked for. */
  readonly font: boolean;
}

/** Gathers a sample from the bytes of one file, keeping 64 KiB of its start and its last three lines at most. */
export class Sampler {
  readonly #needs: SampleNeeds;
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #head: string[] = [];
  #kept = 0;
  #line = "";
  #thirdLast = "";
  #secondLast = "";
  #last = "";
  #lines = 0;
  #characters = 0;
  #coffeeScore = 0;
  #font = false;

  constructor(needs: SampleNeeds) {
    this.#needs = needs;
  }

  /** Whether enough was read: further bytes change nothing. */
  get full(): boolean {
    return !this.#needs.whole && this.#lines >= this.#needs.lines;
  }

  push(chunk: Uint8Array): void {
    if (!this.full) this.#read(this.#decoder.decode(chunk, { stream: true }));
  }

  /** The sample of all that was pushed; to be called once. */
  end(): Sample {
    if (!this.full) {
      this.#read(this.#decoder.decode());
      if (this.#lines > 0 || this.#characters > 0) this.#endLine();
    }
    return {
      head: this.#head,
      tail: { secondLast: this.#secondLast, last: this.#last },
      lines: this.#lines,
      characters: this.#characters,
      coffeeScore: this.#coffeeScore,
      font: this.#font,
    };
  }

  #read(text: string): void {
    let start = 0;
    for (let end = text.indexOf("\n"); end !== -1 && !this.full; end = text.indexOf("\n", start)) {
      this.#extend(text, start, end);
      this.#endLine();
      start = end + 1;
    }
    if (!this.full) this.#extend(text, start, text.length);
  }

  #extend(text: string, start: number, end: number): void {
    this.#characters += end - start;
    this.#line += text.slice(start, Math.min(end, start + most - this.#line.length));
  }

  #endLine(): void {
    this.#lines += 1;
    this.#thirdLast = this.#secondLast;
    this.#secondLast = this.#last;
    this.#last = this.#line;
    this.#line = "";
    if (this.#head.length < this.#needs.lines) this.#keep(this.#last);
    if (this.#needs.whole) this.#weigh();
  }

  #keep(line: string): void {
    this.#head.push(line.slice(0, most - this.#kept));
    this.#kept = Math.min(most, this.#kept + line.length);
  }

  #weigh(): void {
    if (this.#head[0] === coffeeStart) this.#coffeeScore += coffeeScore(this.#last);
    if (this.#needs.font) this.#font ||= holdsFont([this.#thirdLast, this.#secondLast, this.#last]);
  }
}

/** The sample of a text at hand. */
export const sampleOf = (text: string, needs: SampleNeeds): Sample => {
  const sampler = new Sampler(needs);
  sampler.push(new TextEncoder().encode(text));
  return sampler.end();
};
