import { constants } from "node:fs";
import { open } from "node:fs/promises";
import type { z } from "zod";
import { MilepostError } from "../core/error.ts";
import { errorCode } from "../git/files.ts";

const largest = 1024 * 1024;

/**
 * Reads a JSON file that an agent wrote; `null` when there is none.
 *
 * `what` names the file in errors, such as "the reviewer's verdict".
 *
 * @throws {MilepostError} when it is no plain file, over 1 MiB, not UTF-8, not JSON, or not of the schema.
 */
export const readJson = async <T>(file: string, schema: z.ZodType<T>, what: string): Promise<T | null> => {
  const text = await readText(file, what);
  return text === null ? null : parseJson(text, schema, what);
};

/**
 * Reads JSON that an agent gave: JSON and nothing around it, not even a byte order mark, and no key twice.
 *
 * @throws {MilepostError} when it is not JSON, or not of the schema.
 */
export const parseJson = <T>(text: string, schema: z.ZodType<T>, what: string): T => {
  const parsed = schema.safeParse(parse(text, what));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${place(path)}${message}`);
  throw new MilepostError(`${what} is not as agreed: ${problems.slice(0, 10).join("; ")}`, {
    hint: "write exactly the keys that the prompt names",
  });
};

/**
 * Reads a text file that an agent wrote; `null` when there is none. It is opened without following a link and without
 * waiting for the other end of a pipe: the file is not ours.
 *
 * @throws {MilepostError} when it is no plain file, over 1 MiB, or not UTF-8.
 */
export const readText = async (file: string, what: string): Promise<string | null> => {
  try {
    await using handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    if (!(await handle.stat()).isFile()) throw new MilepostError(`${what} is not a plain file`);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(largest + 1), 0, largest + 1, 0);
    if (bytesRead > largest) throw new MilepostError(`${what} is over 1 MiB`, { hint: "shorten it" });
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(buffer.subarray(0, bytesRead));
  } catch (cause) {
    if (errorCode(cause) === "ENOENT") return null;
    if (cause instanceof MilepostError) throw cause;
    throw new MilepostError(`${what} cannot be read`, { hint: "write it as a plain file in UTF-8", cause });
  }
};

const parse = (text: string, what: string): unknown => {
  try {
    const value: unknown = JSON.parse(text);
    const key = repeatedKey(text);
    if (key === null) return value;
    throw new MilepostError(`${what} has the key ${key} twice`, { hint: "write each key once" });
  } catch (cause) {
    if (cause instanceof MilepostError) throw cause;
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new MilepostError(`${what} is not JSON: ${said}`, {
      hint: "write JSON and nothing around it",
      cause,
    });
  }
};

/**
 * A key that one object of a JSON text has twice. JSON.parse keeps the last one, another reader the first: such a text
 * has two meanings.
 */
const repeatedKey = (json: string): string | null => {
  const open: Set<string>[] = [];
  let last = "";
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    const keys = open.at(-1);
    if (token === "{" || token === "[") open.push(new Set());
    else if (token === "}" || token === "]") open.pop();
    else if (token === ":" && keys?.has(last)) return last;
    else if (token === ":") keys?.add(last);
    else last = JSON.stringify(JSON.parse(token));
  }
  return null;
};

/** `findings[0].line: `, or nothing for the whole value. */
const place = (path: readonly PropertyKey[]): string => {
  if (path.length === 0) return "";
  const steps = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`));
  return `${steps.join("").replace(/^\./, "")}: `;
};
