import { z } from "zod";
import { type Verdict, verdictSchema } from "../core/verdict/verdict.ts";
import { parseJson } from "./read-json.ts";

/** The JSON Schema of a verdict. */
export const answerSchema = (): object => strictSchema(verdictSchema);

/**
 * The JSON Schema of an answer for programs that can hold their last message to one.
 *
 * It keeps to what OpenAI's structured outputs take: every key is required, and what may be missing may be null.
 */
export const strictSchema = (answer: z.ZodType): object =>
  strict(draftSchema.parse(z.toJSONSchema(answer, { io: "input" })));

/**
 * The verdict in a program's last message, which must be JSON and nothing else.
 *
 * @throws {MilepostError} when it is not, or not a verdict.
 */
export const verdictIn = (said: string): Verdict =>
  parseJson(said, z.preprocess(withoutNulls, verdictSchema), "the reviewer's last message");

interface Draft {
  readonly type: string;
  readonly enum?: readonly string[] | undefined;
  readonly properties: Readonly<Record<string, Draft>>;
  readonly required: readonly string[];
  readonly items?: Draft | undefined;
  readonly default?: unknown;
}

const draftSchema: z.ZodType<Draft> = z.object({
  type: z.string(),
  enum: z.array(z.string()).optional(),
  properties: z
    .record(
      z.string(),
      z.lazy(() => draftSchema),
    )
    .default({}),
  required: z.array(z.string()).default([]),
  items: z.lazy(() => draftSchema).optional(),
  default: z.unknown().optional(),
});

const strict = ({ type, properties, required, items, ...draft }: Draft): object => {
  if (items) return { type, items: strict(items) };
  if (type !== "object") return { type, ...(draft.enum ? { enum: draft.enum } : {}) };
  const needed = Object.entries(properties).map(([key, value]) => {
    const may = required.includes(key) || value.default !== undefined;
    return [key, may ? strict(value) : { anyOf: [strict(value), { type: "null" }] }] as const;
  });
  return {
    type,
    properties: Object.fromEntries(needed),
    required: needed.map(([key]) => key),
    additionalProperties: false,
  };
};

const withoutNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  const given = Object.entries(value).filter(([, each]) => each !== null);
  return Object.fromEntries(given.map(([key, each]) => [key, withoutNulls(each)]));
};
