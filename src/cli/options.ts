import { InvalidArgumentError } from "commander";

/** Parses an option's value as a whole number of a range, both ends included. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text);
    if (/^\d{1,9}$/.test(text) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
  };

/** Parses `--repo`: an empty value is a mistake in a script, not this folder. */
export const folder = (text: string): string => {
  if (text !== "") return text;
  throw new InvalidArgumentError("Give a folder.");
};

/** Collects the values of an option that may be given again. */
export const collect = (text: string, before: readonly string[] = []): string[] => [...before, text];

/** Collects lines such as `12` and `30-41`. */
export const lineRanges = (
  text: string,
  before: readonly { line: number; end: number }[] = [],
): { line: number; end: number }[] => [
  ...before,
  ...text.split(",").map((range) => {
    const [, first, last = first] = /^\s*(\d{1,7})(?:\s*[-–]\s*(\d{1,7}))?\s*$/.exec(range) ?? [];
    if (first === undefined || Number(last) < Number(first))
      throw new InvalidArgumentError("Give lines, such as 12 or 30-41.");
    return { line: Number(first), end: Number(last) };
  }),
];
