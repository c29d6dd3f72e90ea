import type { Lines } from "../source.ts";

export type JsonObject = { readonly [name: string]: JsonPart };
export type JsonPart = string | number | boolean | null | readonly JsonPart[] | JsonObject;

/** JSON with the lines that each object and list of it stands in. */
export interface PlacedJson {
  readonly value: JsonPart;
  readonly linesOf: (part: object) => Lines;
}

const deepest = 100;

/** Reads JSON, and where its parts stand; `null` when it is none, or nested deeper than anybody writes. */
export const placedJson = (text: string, first = 1): PlacedJson | null => {
  if (!/^\s*[[{]/.test(text) || !isJson(text)) return null;
  const places = new Map<object, Lines>();
  let at = 0;
  let line = first;
  const skip = () => {
    for (; at < text.length && /[\s,:]/.test(text.charAt(at)); at += 1) if (text[at] === "\n") line += 1;
  };
  const literal = (): JsonPart => {
    const found =
      text[at] === '"' ? stringAt(text, at) : (/[^\s,\]}]+/.exec(text.slice(at, at + 400))?.[0] ?? "0");
    at += found.length;
    const value: unknown = JSON.parse(found);
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
      ? value
      : null;
  };
  const read = (depth: number): JsonPart => {
    skip();
    const open = text[at];
    if (open !== "{" && open !== "[") return literal();
    if (depth > deepest) throw new TooDeep();
    const from = line;
    at += 1;
    const items: JsonPart[] = [];
    const fields = new Map<string, JsonPart>();
    for (skip(); text[at] !== "}" && text[at] !== "]"; skip()) {
      if (open === "[") items.push(read(depth + 1));
      else {
        const name = String(literal());
        fields.set(name, read(depth + 1));
      }
    }
    at += 1;
    const value = open === "[" ? items : Object.fromEntries(fields);
    places.set(value, { line: from, end: line });
    return value;
  };
  try {
    const value = read(0);
    return { value, linesOf: (part) => places.get(part) ?? { line: first, end: first } };
  } catch (error) {
    if (error instanceof TooDeep) return null;
    throw error;
  }
};

class TooDeep extends Error {}

const stringAt = (text: string, at: number): string => {
  let end = at + 1;
  while (text[end] !== '"') end += text[end] === "\\" ? 2 : 1;
  return text.slice(at, end + 1);
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

export const isObject = (value: JsonPart | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A list's objects. */
export const objectsIn = (value: JsonPart | undefined): JsonObject[] =>
  Array.isArray(value) ? value.filter((one): one is JsonObject => isObject(one)) : [];

/** A field's text: of several names the first that is there, numbers among them; empty when none is. */
export const textIn = (object: JsonObject, ...names: readonly string[]): string => {
  for (const name of names) {
    const value = object[name];
    if (typeof value === "string" && value.trim() !== "") return value.trim();
    if (typeof value === "number") return String(value);
  }
  return "";
};

/** A field's list of texts; a single text is one of them. */
export const textsIn = (object: JsonObject, name: string): string[] => {
  const value = object[name];
  const all: readonly JsonPart[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return all.flatMap((one) => (typeof one === "string" || typeof one === "number" ? [String(one)] : []));
};
