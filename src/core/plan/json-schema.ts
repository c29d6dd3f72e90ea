import { z } from "zod";
import { planFileSchema } from "./schema.ts";

/** JSON Schema (draft 7, which editors know best) of the plan file as a person writes it. */
export const jsonSchema = (): JsonSchema => ({
  ...z.toJSONSchema(planFileSchema, { io: "input", target: "draft-7" }),
  title: "Milepost plan",
  description: "Desired state of one milestone: work bodies, their todos, and the rules they are held to.",
});

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The part of the schema that a place in the plan is held to. */
export const schemaAt = (path: readonly PropertyKey[]): JsonSchema | undefined =>
  path.reduce<JsonSchema | undefined>(inside, shape());

/** The keys that a mapping at this place may have; none when no mapping belongs there. */
export const knownKeys = (path: readonly PropertyKey[]): string[] =>
  formsOf(schemaAt(path)).flatMap(({ properties }) => Object.keys(properties ?? {}));

/** Made at the first problem: that takes longer than reading most plans, and most have none. */
const shape = (): JsonSchema => {
  made ??= jsonSchema();
  return made;
};
let made: JsonSchema | undefined;

const inside = (schema: JsonSchema | undefined, step: PropertyKey): JsonSchema | undefined =>
  formsOf(schema)
    .map((form) => (typeof step === "number" ? form.items : form.properties?.[String(step)]))
    .flatMap((next) => (typeof next === "object" && !Array.isArray(next) ? [next] : []))[0];

/** The forms that a value may have: of those that may be one thing or a list of them, both. */
const formsOf = (schema: JsonSchema | undefined): JsonSchema[] => {
  if (schema === undefined) return [];
  const forms = (schema.anyOf ?? []).filter((form) => typeof form === "object");
  return [schema, ...forms];
};
