import type { ValidationProblem } from "../errors.ts";
import { tooLong } from "../text-length.ts";

/** The most characters of a body of an issue, pull request, comment or review. */
const bodyLimit = 65_536;

/** The problems of a title: missing when blank, at most 256 characters. */
export const titleProblems = (resource: string, title: string): ValidationProblem[] =>
  title.trim() === ""
    ? [{ resource, code: "missing_field", field: "title" }]
    : tooLong(resource, "title", { text: title, limit: 256 });

/** The problems of a body: at most 65,536 characters. */
export const bodyProblems = (resource: string, body: string | null | undefined): ValidationProblem[] =>
  tooLong(resource, "body", { text: body, limit: bodyLimit });
