import type { ZodError, ZodType } from "zod";
import { HttpError } from "./errors.ts";

/**
 * A request body as the operation wants it; keys that it does not name are ignored, as GitHub does.
 * @throws HttpError 422 that names every field of a wrong type.
 */
export const parseBody = <Body>(schema: ZodType<Body>, value: unknown): Body => {
  const result = schema.safeParse(value ?? {});
  if (result.success) return result.data;
  throw new HttpError(422, { message: `Invalid request.\n\n${explain(result.error, value).join("\n")}` });
};

/** @throws HttpError 422 that names every parameter that is wrong. */
export const parseQuery = <Query>(schema: ZodType<Query>, value: unknown): Query => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new HttpError(422, {
    message: "Validation Failed",
    errors: result.error.issues.map((issue) => ({
      resource: "Search",
      code: "invalid",
      field: issue.path.join("."),
      message: issue.message,
    })),
  });
};

const explain = (error: ZodError, body: unknown): string[] =>
  error.issues.map((issue) => {
    const value = valueAt(body, issue.path);
    if (value === undefined) return `"${issue.path.join(".")}" wasn't supplied.`;
    return `For 'properties/${issue.path.join("/")}', ${JSON.stringify(value)} is wrong: ${issue.message}.`;
  });

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
    value,
  );
