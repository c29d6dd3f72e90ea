import type { z } from "zod";
import { jsonSchema } from "./json-schema.ts";
import { maxPrograms } from "./program.ts";

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The plan file's reference as Markdown: a table for each mapping, made of the same schema that checks plans. */
export const planReference = (): string => {
  const sections = merged(sectionsOf("", jsonSchema()));
  return `${[head, ...sections.map(sectionText)].join("\n\n")}\n`;
};

const head = `# The plan file

Generated from the schema by \`npm run schema\`; editors complete plans from \`schema/plan.schema.json\`. Every problem of a
plan is reported at once by \`milepost validate\`, with file, line and column. Unknown keys are problems, too.`;

/** One mapping of the plan, by the paths of keys that lead to it. */
interface Section {
  readonly paths: readonly string[];
  readonly schema: JsonSchema;
}

/** The mapping itself, and those below it, in the order of their keys. */
const sectionsOf = (path: string, schema: JsonSchema): Section[] => [
  { paths: [path], schema },
  ...Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const inner = path === "" ? key : `${path}.${key}`;
    const items = itemOf(value);
    const [one] = oneOrMoreOf(value);
    if (one) return sectionsOf(inner, one);
    if (isMapping(value)) return sectionsOf(inner, value);
    return isMapping(items) ? sectionsOf(`${inner}[]`, items) : [];
  }),
];

/** Mappings of the same keys are described once. */
const merged = (sections: readonly Section[]): Section[] => {
  const byKeys = new Map<string, Section>();
  for (const { paths, schema } of sections) {
    const keys = JSON.stringify(schema.properties);
    byKeys.set(keys, { paths: [...(byKeys.get(keys)?.paths ?? []), ...paths], schema });
  }
  return [...byKeys.values()];
};

const isMapping = (schema: unknown): schema is JsonSchema =>
  typeof schema === "object" && schema !== null && "properties" in schema;

/** The mapping of what may be one of them or a list; nothing else. */
const oneOrMoreOf = (schema: unknown): JsonSchema[] =>
  typeof schema === "object" && schema !== null && "anyOf" in schema && Array.isArray(schema.anyOf)
    ? schema.anyOf.filter(isMapping)
    : [];

const itemOf = (schema: unknown): unknown =>
  typeof schema === "object" && schema !== null && "items" in schema ? schema.items : undefined;

const sectionText = ({ paths, schema }: Section): string => {
  const title = paths[0] === "" ? "## The whole" : `## ${paths.map(code).join(", ")}`;
  const rows = Object.entries(schema.properties ?? {}).map(([key, value]) => {
    const required = schema.required?.includes(key) ?? false;
    return typeof value === "object" ? rowOf(key, value, required) : `| \`${key}\` | | |`;
  });
  return [title, "", "| key | value | what it is |", "|---|---|---|", ...rows].join("\n");
};

const rowOf = (key: string, schema: JsonSchema, required: boolean): string => {
  const facts = [kindOf(schema), required ? "**required**" : defaultOf(schema)].filter((fact) => fact !== "");
  return `| \`${key}\` | ${facts.join("; ")} | ${cell(schema.description ?? "")} |`;
};

const kindOf = (schema: JsonSchema): string => {
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum) return schema.enum.map(code).join(", ");
  if (oneOrMoreOf(schema).length > 0) return `mapping, or list of ${maxPrograms} at most`;
  switch (schema.type) {
    case "array":
      return `list of ${itemsOf(schema)}${between(schema.minItems, schema.maxItems, "")}`;
    case "object":
      return "mapping";
    case "integer":
      return `whole number${between(leastOf(schema), schema.maximum, "")}`;
    case "number":
      return `number${between(leastOf(schema), schema.maximum, "")}`;
    case "boolean":
      return "`true` or `false`";
    default:
      return `text${between(undefined, schema.maxLength, " characters")}`;
  }
};

const itemsOf = ({ items }: JsonSchema): string => {
  if (typeof items === "object" && !Array.isArray(items) && items.enum) return kindOf(items);
  return isMapping(items) ? "mappings" : "texts";
};

const leastOf = ({ minimum, exclusiveMinimum }: JsonSchema): number | string | undefined =>
  minimum ?? (typeof exclusiveMinimum === "number" ? `over ${exclusiveMinimum}` : undefined);

/** JavaScript's own bounds of a whole number are no rule of ours. */
const between = (least: number | string | undefined, most: number | undefined, unit: string): string => {
  const isBound = most !== undefined && most < Number.MAX_SAFE_INTEGER;
  if (least === undefined && !isBound) return "";
  if (least === undefined || least === 0) return isBound ? `, at most ${most}${unit}` : "";
  return isBound
    ? `, ${least} to ${most}${unit}`
    : `, ${typeof least === "number" ? "from " : ""}${least}${unit}`;
};

/** An empty default is what "not given" means anyway. */
const defaultOf = ({ default: value }: JsonSchema): string => {
  const isEmpty =
    value === undefined || value === "" || JSON.stringify(value) === "[]" || JSON.stringify(value) === "{}";
  return isEmpty ? "" : `default ${code(value)}`;
};

const code = (value: unknown): string => `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
