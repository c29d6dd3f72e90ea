import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv, type ValidateFunction } from "ajv";
import formatsPlugin from "ajv-formats";

/** A part of GitHub's OpenAPI description, as far as these tests read it. */
interface Description {
  readonly paths: Record<string, Record<string, DescribedOperation>>;
  readonly components: {
    readonly schemas: Record<string, Json>;
    readonly responses: Record<string, DescribedResponse>;
  };
}
interface DescribedOperation {
  readonly operationId?: string;
  readonly responses: Record<string, DescribedResponse>;
}
interface DescribedResponse {
  readonly $ref?: string;
  readonly content?: Record<string, { readonly schema: Json }>;
}
type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const file = createRequire(import.meta.url).resolve("@octokit/openapi/generated/api.github.com.json");
const description: Description = JSON.parse(readFileSync(file, "utf8"));

const described = new Map(
  Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) =>
      operation.operationId === undefined
        ? []
        : [
            [
              operation.operationId,
              { path, method: method.toUpperCase(), responses: operation.responses },
            ] as const,
          ],
    ),
  ),
);

/** GitHub's own word on an operation. */
export const describedOperation = (id: string) => {
  const found = described.get(id);
  if (!found) throw new Error(`GitHub's description has no operation ${id}`);
  return found;
};

const ajv = new Ajv({ strict: false, allErrors: true, logger: false, validateFormats: true });
formatsPlugin.default(ajv);
const compiled = new Map<string, ValidateFunction>();

/** Served by GitHub outside its REST API. */
export const undescribed: ReadonlySet<string> = new Set(["graphql"]);

/** What every operation may answer, described or not. */
const always = new Set([400, 401, 403, 404, 422]);

/** What is wrong with an answer by GitHub's description: the status, or places in the body. */
export const faultsOf = (id: string, status: number, body: unknown): string[] => {
  if (undescribed.has(id)) return [];
  const response = responseOf(id, status);
  if (response === undefined) {
    return always.has(status)
      ? check("generic error", { $ref: schemaRef("basic-error") }, body)
      : [`status ${status}`];
  }
  const schema = response.content?.["application/json"]?.schema;
  if (schema !== undefined) return check(`${id} ${status}`, schema, body);
  if (status >= 400) return check("generic error", { $ref: schemaRef("basic-error") }, body ?? {});
  return body === null ? [] : ["a body where there should be none"];
};

const responseOf = (id: string, status: number): DescribedResponse | undefined => {
  const response = describedOperation(id).responses[String(status)];
  if (response?.$ref === undefined) return response;
  return description.components.responses[response.$ref.split("/").at(-1) ?? ""];
};

const check = (name: string, schema: Json, body: unknown): string[] => {
  const validate = compiled.get(name) ?? compile(name, schema);
  if (validate(body)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || "body"} ${message}`);
};

const compile = (name: string, schema: Json): ValidateFunction => {
  const validate = ajv.compile(asJsonSchema(schema) as object);
  compiled.set(name, validate);
  return validate;
};

const schemaRef = (name: string): string => `#/components/schemas/${name}`;

/**
 * OpenAPI 3.0 as JSON Schema: `nullable` becomes a choice, and what a schema refers to is added to ajv.
 * `oneOf` becomes `anyOf`: GitHub's alternatives overlap, a validation error is a basic error too.
 */
const asJsonSchema = (schema: Json): Json => {
  if (Array.isArray(schema)) return schema.map(asJsonSchema);
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema).filter(([key]) => !annotations.has(key) && !key.startsWith("x-"));
  const plain = Object.fromEntries(
    entries.map(([key, value]) =>
      key === "$ref" ? [key, referTo(String(value))] : [key === "oneOf" ? "anyOf" : key, asJsonSchema(value)],
    ),
  );
  return Reflect.get(schema, "nullable") === true ? { anyOf: [plain, { type: "null" }] } : plain;
};

/** Keywords that say nothing about values; a property may have one of these names, but then its value is no flag. */
const annotations = new Set(["nullable", "example", "examples", "discriminator", "externalDocs"]);

const added = new Set<string>();

const referTo = (ref: string): string => {
  const name = ref.split("/").at(-1) ?? "";
  const key = `github:${name}`;
  if (!added.has(key)) {
    added.add(key);
    ajv.addSchema(asJsonSchema(description.components.schemas[name] ?? {}) as object, key);
  }
  return key;
};
