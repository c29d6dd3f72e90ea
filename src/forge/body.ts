import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HttpError } from "./errors.ts";

/** The longest body of a request that is read as a whole, in bytes: a blob of GitHub's 100 MB, in Base64. */
const longestBody = 140_000_000;

const tooLong = (): Response => Response.json({ message: "The request's body is too long" }, { status: 413 });

const counted = bodyLimit({ maxSize: longestBody, onError: tooLong });

/** Refuses with 413 what is longer: at once where the length is told, else where it gets too long. */
export const limitBodies: MiddlewareHandler = async (context, next) => {
  if (context.req.header("transfer-encoding") !== undefined) return counted(context, next);
  if (Number(context.req.header("content-length") ?? 0) > longestBody) return tooLong();
  return await next();
};

/**
 * A body's JSON; an empty one is nothing.
 * @throws HttpError 400 when it is no JSON.
 */
export const jsonOf = async (request: { readonly text: () => Promise<string> }): Promise<unknown> => {
  const text = await request.text();
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpError(400, { message: "Problems parsing JSON" });
  }
};
