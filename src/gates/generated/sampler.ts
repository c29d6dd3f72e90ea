import { coffeeScore, coffeeStart } from "./rules/coffee-script.ts";
import { holdsFont } from "./rules/post-script.ts";
import type { Sample, SampleNeeds } from "./sample.ts";

/** The most characters that are kept of a line, and of all first lines together. */
const most = 64 * 1024;

/** The most characters of a text that is wanted as a whole. */
const longest = 32_000_000;

/** Gathers a sample from the text of one file, keeping 64 KiB of its start and its last three lines at most. */
export class Sampler {
  readonly #needs: SampleNeeds;
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
  #text: string[] = [];
  #length = 0;

  constructor(needs: SampleNeeds) {
    this.#needs = needs;
  }

  /** Whether enough was read: further text changes nothing. */
  get full(): boolean {
    return !this.#needs.whole && this.#lines >= this.#needs.lines;
  }

  push(text: string): void {
    if (!this.full) this.#read(text);
  }

  /** The sample of all that was pushed; to be called once. */
  end(): Sample {
    if (!this.full && (this.#lines > 0 || this.#characters > 0)) this.#endLine();
    return {
      head: this.#head,
      tail: { secondLast: this.#secondLast, last: this.#last },
      lines: this.#lines,
      characters: this.#characters,
      coffeeScore: this.#coffeeScore,
      font: this.#font,
      text: this.#needs.text === true && this.#length <= longest ? this.#text.join("") : null,
    };
  }

  #read(text: string): void {
    if (this.#needs.text === true) this.#keepText(text);
    let start = 0;
    for (let end = text.indexOf("\n"); end !== -1 && !this.full; end = text.indexOf("\n", start)) {
      this.#extend(text, start, end);
      this.#endLine();
      start = end + 1;
    }
    if (!this.full) this.#extend(text, start, text.length);
  }

  #keepText(text: string): void {
    this.#length += text.length;
    if (this.#length <= longest) this.#text.push(text);
    else this.#text = [];
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
  sampler.push(text);
  return sampler.end();
};
