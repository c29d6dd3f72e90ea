import { z } from "zod";
import type { ValidationProblem } from "../../errors.ts";
import { tooLong } from "../../text-length.ts";

const labelName = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]);

/** Labels as clients send them, names or objects with a name; read as names. */
export const labelNames = z.array(labelName);

/** What the label endpoints of an issue take: `{"labels": […]}`, a bare list, or one name. */
export const labelNamesBody = z.union([
  z.object({ labels: labelNames }).transform(({ labels }) => labels),
  labelNames,
  z.string().transform((name) => [name]),
]);

/** The problems of a label's name: missing when blank, at most 50 characters. */
export const labelNameProblems = (name: string): ValidationProblem[] =>
  name.trim() === ""
    ? [{ resource: "Label", code: "missing_field", field: "name" }]
    : tooLong("Label", "name", { text: name, limit: 50 });

/** The problems of a color: six hex digits without `#`. */
export const colorProblems = (color: string | undefined): ValidationProblem[] =>
  color === undefined || /^[0-9a-f]{6}$/i.test(color)
    ? []
    : [{ resource: "Label", code: "invalid", field: "color" }];

/** The problems of a label's description: at most 100 characters. */
export const descriptionProblems = (description: string | null | undefined): ValidationProblem[] =>
  tooLong("Label", "description", { text: description, limit: 100 });
