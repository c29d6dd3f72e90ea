import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HttpError } from "./errors.ts";

/** The longest body of a request that is read as a whole, in bytes: a blob of GitHub's 100 MB, in Base64. */
const longestBody = 140_000_000;

/** The longest of what holds no file. */
const longestText = 10_000_000;

/** Operations whose bodies hold files. */
const withFiles: ReadonlySet<string> = new Set([
  "git/create-blob",
  "git/create-tree",
  "repos/create-or-update-file-contents",
]);

/** The most bytes that an operation reads. */
export const bodyLimitOf = ({ id }: { readonly id: string }): number =>
  withFiles.has(id) ? longestBody : longestText;

const tooLong = (): HttpError => new HttpError(413, { message: "The request's body is too long" });

const refused = (): Response => Response.json(tooLong().body, { status: 413 });

const counted = bodyLimit({ maxSize: longestBody, onError: refused });

/**
 * Refuses with 413 what is longer, where it is not an operation that reads: those ask first who sends it. A request that
 * tells of no body is not read: there is none.
 */
export const limitBodies: MiddlewareHandler = async (context, next) => {
  if (context.req.header("transfer-encoding") !== undefined) return counted(context, next);
  if (Number(context.req.header("content-length") ?? 0) > longestBody) return refused();
  return await next();
};

/**
 * A request's text, of which no more than so many bytes are ever held.
 * @throws HttpError 413 when it is longer.
 */
const textOf = async (request: Request, limit: number): Promise<string> => {
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw tooLong();
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Each read waits for the one before it.
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > limit) throw tooLong();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
};

/**
 * A body's JSON; an empty one is nothing.
 * @throws HttpError 400 when it is no JSON, or nested too deeply, 413 when it is too long.
 */
export const jsonOf = async (request: Request, limit: number): Promise<unknown> => {
  const text = await textOf(request, limit);
  if (text.trim() === "") return undefined;
  throwOnDepth(text);
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpError(400, { message: "Problems parsing JSON" });
  }
};

/** How deep brackets may stand in each other: what reads them calls itself for each. */
const deepest = 100;

/** @throws HttpError 400 when brackets outside of JSON's or GraphQL's strings are nested too deeply. */
export const throwOnDepth = (text: string): void => {
  let depth = 0;
  for (const [part] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}()]/gs)) {
    if (part.length > 1) continue;
    depth += "[{(".includes(part) ? 1 : -1;
    if (depth > deepest) throw new HttpError(400, { message: "The request is nested too deeply" });
  }
};
