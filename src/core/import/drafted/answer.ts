import { z } from "zod";
import { jsonSchema } from "../../plan/json-schema.ts";
import { largestPlan } from "../../plan/read/decode.ts";

/** A line of the source, and words of it as they stand there. */
const namedLine = z.strictObject({ line: z.int().min(1), quote: z.string().max(2000) });

/** What a program answers that drafts a plan. */
export const draftAnswerSchema = z.strictObject({
  /** The plan file, in YAML. */
  plan: z.string().min(1).max(largestPlan),
  /** For each todo the lines that say it. */
  todos: z
    .array(z.strictObject({ todo: z.string().max(100), lines: z.array(namedLine).max(5000) }))
    .max(5000),
  /** Lines of which nothing is made, and why. */
  left: z
    .array(
      z.strictObject({ line: z.int().min(1), end: z.int().min(1), why: z.string().trim().min(1).max(300) }),
    )
    .max(5000),
});
export type DraftAnswer = z.output<typeof draftAnswerSchema>;

/** Keys of a plan that a program may draft: who works, what holds them and who is told is a person's to say. */
export const draftedKeys: readonly string[] = [
  ...["version", "plan", "title", "base", "branches", "parallel", "limits"],
  ...["setup", "verify", "rules", "bodies"],
];

/** The plan's JSON Schema with nothing but these keys. */
export const draftedPlanSchema = (): object => {
  const { properties = {}, required = [], ...schema } = jsonSchema();
  const isDrafted = (key: string) => draftedKeys.includes(key);
  return {
    ...schema,
    properties: Object.fromEntries(Object.entries(properties).filter(([key]) => isDrafted(key))),
    required: required.filter(isDrafted),
  };
};
