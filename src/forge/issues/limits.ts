import type { Problem } from "../errors.ts";

/** The most characters of a body of an issue, pull request, comment or review. */
export const bodyLimit = 65_536;

/** The problem of a text that is longer than `limit` characters, as GitHub words it; none when it fits. */
export const tooLong = (
  resource: string,
  field: string,
  { text, limit }: { text: string | null | undefined; limit: number },
): Problem[] =>
  charactersIn(text ?? "") <= limit
    ? []
    : [{ resource, code: "custom", field, message: `${field} is too long (maximum is ${limit} characters)` }];

/** Counts characters, not UTF-16 units: an emoji is one. */
const charactersIn = (text: string): number => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};

/** The problems of a title: missing when blank, at most 256 characters. */
export const titleProblems = (resource: string, title: string): Problem[] =>
  title.trim() === ""
    ? [{ resource, code: "missing_field", field: "title" }]
    : tooLong(resource, "title", { text: title, limit: 256 });

/** The problems of a body: at most 65,536 characters. */
export const bodyProblems = (resource: string, body: string | null | undefined): Problem[] =>
  tooLong(resource, "body", { text: body, limit: bodyLimit });
