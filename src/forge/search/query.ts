import { invalid, type ValidationProblem } from "../errors.ts";

/** A search as people type it: words, `name:value`, `-`, `AND`, `OR`, `NOT` and parentheses. */
export type SearchQuery =
  | { readonly kind: "all" | "any"; readonly parts: readonly SearchQuery[] }
  | { readonly kind: "not"; readonly part: SearchQuery }
  | { readonly kind: "qualifier"; readonly name: string; readonly values: readonly string[] }
  | { readonly kind: "word"; readonly text: string };

/** The most terms of a search, whose parts are read and asked by functions that call themselves. */
const mostTerms = 200;
const tooLong: ValidationProblem = {
  resource: "Search",
  code: "invalid",
  field: "q",
  message: `The search has more than ${mostTerms} terms.`,
};

/** How deep parentheses may stand in each other: SQLite's parser has a stack of 100, and each takes some of it. */
const deepest = 6;
const tooDeep: ValidationProblem = {
  resource: "Search",
  code: "invalid",
  field: "q",
  message: `The search has parentheses in more than ${deepest} others.`,
};

/** Reads a search; what makes no sense, such as a parenthesis too many, is passed over, as GitHub does. */
export const parseSearch = (text: string): SearchQuery => {
  const tokens = [...text.matchAll(token)].map(([whole]) => whole);
  const values = tokens.reduce((sum, one) => sum + one.split(",").length, 0);
  if (values > mostTerms) throw invalid([tooLong]);
  const parts: SearchQuery[] = [];
  while (tokens.length > 0) {
    parts.push(alternatives(tokens, 0));
    tokens.shift();
  }
  return { kind: "all", parts };
};

const token = /-?\(|\)|(?:"(?:[^"\\]|\\.)*"|[^\s()"])+/g;

const alternatives = (tokens: string[], depth: number): SearchQuery => {
  if (depth > deepest) throw invalid([tooDeep]);
  const parts = [sequence(tokens, depth)];
  while (tokens[0] === "OR") {
    tokens.shift();
    parts.push(sequence(tokens, depth));
  }
  return { kind: "any", parts };
};

const sequence = (tokens: string[], depth: number): SearchQuery => {
  const parts: SearchQuery[] = [];
  for (let next = tokens[0]; next !== undefined && next !== ")" && next !== "OR"; next = tokens[0]) {
    tokens.shift();
    if (next !== "AND") parts.push(term(next, tokens, depth));
  }
  return { kind: "all", parts };
};

const term = (next: string, tokens: string[], depth: number): SearchQuery => {
  if (next === "NOT") {
    const negated = tokens.shift();
    return negated === undefined ? { kind: "all", parts: [] } : not(term(negated, tokens, depth));
  }
  const [, dashes = "", rest = ""] = /^(-+)(.+)$/.exec(next) ?? [];
  if (rest !== "") {
    const part = term(rest, tokens, depth);
    return dashes.length % 2 === 1 ? not(part) : part;
  }
  if (next === "(") {
    const inner = alternatives(tokens, depth + 1);
    if (tokens[0] === ")") tokens.shift();
    return inner;
  }
  return leaf(next);
};

/** What is denied twice stands as it is, however often that is done. */
const not = (part: SearchQuery): SearchQuery => (part.kind === "not" ? part.part : { kind: "not", part });

const leaf = (text: string): SearchQuery => {
  const [, name, value] = /^([a-z][a-z-]*):(.+)$/is.exec(text) ?? [];
  if (name === undefined || value === undefined) return { kind: "word", text: unquoted(text) };
  const values = [...value.matchAll(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g)].map(([one]) => unquoted(one));
  return { kind: "qualifier", name: name.toLowerCase(), values };
};

const unquoted = (text: string): string =>
  text.replace(/"((?:[^"\\]|\\.)*)"/g, (_, inside: string) => inside.replace(/\\(.)/g, "$1"));

/** The values of a qualifier, wherever it stands. */
export const valuesOf = (query: SearchQuery, name: string): string[] => {
  switch (query.kind) {
    case "all":
    case "any":
      return query.parts.flatMap((part) => valuesOf(part, name));
    case "not":
      return [];
    case "qualifier":
      return query.name === name ? [...query.values] : [];
    case "word":
      return [];
    default:
      return query satisfies never;
  }
};
