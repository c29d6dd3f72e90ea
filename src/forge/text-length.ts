import type { ValidationProblem } from "./errors.ts";

/** The problem of a text that is longer than `limit` characters, as GitHub words it; none when it fits. */
export const tooLong = (
  resource: string,
  field: string,
  { text, limit }: { text: string | null | undefined; limit: number },
): ValidationProblem[] =>
  charactersIn(text ?? "") <= limit
    ? []
    : [{ resource, code: "custom", field, message: `${field} is too long (maximum is ${limit} characters)` }];

/** Counts characters, not UTF-16 units: an emoji is one. */
const charactersIn = (text: string): number => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};
