/** A value, and the offset behind it. */
export interface PlainRead {
  readonly value: unknown;
  readonly end: number;
}

/** The text is more than is read without the parser of the whole language. */
export class Unusual extends Error {}

export const afterSpaces = (text: string, from: number): number => {
  let at = from;
  while (text[at] === " ") at += 1;
  return at;
};

/* How scalars and keys are written on one line and without anchors and tags: YAML 1.2, 7.3. */

const plainKey = /(?!(?:true|false|null)\b)[A-Za-z_][\w-]{0,99}:(?=[ \n]|$)/iy;
const quotedKey = /"[^"\\\n]{0,100}":|'[^'\n]{0,100}':/y;
const double = /"(?:[^"\\\n]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"/y;
const single = /'(?:[^'\n]|'')*'/y;
/** In a mapping or a list by indentation, and in brackets. */
const plain = {
  block: /[^\s\-?:,[\]{}#&*!|>'"%@`](?:[^\s:]|:(?=\S)| +(?=[^\s#:]))*/y,
  flow: /[^\s\-?:,[\]{}#&*!|>'"%@`](?:[^\s:,[\]{}]|:(?=[^\s,[\]{}])| +(?=[^\s#:,[\]{}]))*/y,
} as const;

/** A key and its colon; `null` where none is. In quotes it may stand at its value, as in JSON. */
export const keyAt = (text: string, at: number): { value: string; end: number } | null => {
  const quote = isQuote(text[at]) ? 1 : 0;
  const end = endOf(quote === 1 ? quotedKey : plainKey, text, at);
  return end === null ? null : { value: text.slice(at + quote, end - quote - 1), end };
};

/** @throws {Unusual} where none is that is read here. */
export const scalarAt = (text: string, at: number, kind: keyof typeof plain): PlainRead => {
  const first = text[at];
  const pattern = first === '"' ? double : first === "'" ? single : plain[kind];
  const end = endOf(pattern, text, at);
  if (end === null) throw new Unusual();
  const source = text.slice(at, end);
  if (first === "'") return { value: source.slice(1, -1).replaceAll("''", "'"), end };
  if (first !== '"') return { value: plainValue(source), end };
  return { value: source.includes("\\") ? JSON.parse(source) : source.slice(1, -1), end };
};

const isQuote = (character: string | undefined): boolean => character === '"' || character === "'";

/** Where the text ends that a sticky pattern finds at an offset; `null` when it finds none. */
const endOf = (pattern: RegExp, text: string, at: number): number | null => {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
};

const plainValue = (text: string): unknown => {
  if (!/^[\d.+~tTfFnN]/.test(text)) return text;
  const constant = constants.get(text);
  if (constant !== undefined) return constant;
  if (/^(?:0|[1-9]\d{0,14})(?:\.\d{1,9})?$/.test(text)) return Number(text);
  if (perhapsNumber.test(text)) throw new Unusual();
  return text;
};

const constants = new Map<string, true | false | null>([
  ...["true", "True", "TRUE"].map((name): [string, true] => [name, true]),
  ...["false", "False", "FALSE"].map((name): [string, false] => [name, false]),
  ...["null", "Null", "NULL"].map((name): [string, null] => [name, null]),
]);

/** Other numbers, and the empty value, of YAML's core schema, and a little more. */
const perhapsNumber =
  /^(?:~|[-+]?\d+|0o[0-7]+|0x[\da-f]+|[-+]?(?:\.\d+|\d+\.?\d*)(?:e[-+]?\d+)?|[-+]?\.(?:inf|nan))$/i;
