/** How much of a file must be read to judge its contents. */
export interface SampleNeeds {
  /** The first lines, at most 40. */
  readonly lines: number;
  /** Whether the file must be read to its end: for its last lines, its line count or the length of its lines. */
  readonly whole: boolean;
  /** Whether a font is looked for, in every line. */
  readonly font?: boolean;
  /** Whether all of the text is wanted. */
  readonly text?: boolean;
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
  /** All of it, where that is wanted and no longer than 32 million characters; otherwise `null`. */
  readonly text: string | null;
}
