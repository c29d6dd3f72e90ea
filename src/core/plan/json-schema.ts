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
  Object.keys(schemaAt(path)?.properties ?? {});

/** Made at the first problem: that takes longer than reading most plans, and most have none. */
const shape = (): JsonSchema => {
  made ??= jsonSchema();
  return made;
};
let made: JsonSchema | undefined;

const inside = (schema: JsonSchema | undefined, step: PropertyKey): JsonSchema | undefined => {
  const next = typeof step === "number" ? schema?.items : schema?.properties?.[String(step)];
  return typeof next === "object" && !Array.isArray(next) ? next : undefined;
};
