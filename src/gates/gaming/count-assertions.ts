import type { Line } from "../changed-lines.ts";
import { withoutComments } from "../coverage/comments.ts";
import { familyOf } from "../coverage/languages.ts";
import { testWordsOf } from "./languages.ts";

/** What a test claims, in whatever language has it. */
const assertion =
  /\bpytest\.(?:raises|warns|deprecated_call)\s*\(|\bexpect\w*\s*[(!]|\bassert\w*(?:\.\w+)*\s*[(!]|^\s*assert\s|\b(?:t|tap)\.(?:is|not|ok|notOk|same|equals?|deepEqual|like|true|false|truthy|falsy|throws\w*|notThrows\w*|regex|match|rejects|snapshot)\s*\(|\b(?:t|tb|b|require|suite)\.(?:Error|Errorf|Fatal|Fatalf|Equal|NotNil|Nil|NoError|True|False|Fail|FailNow|Len|Contains)\w*\s*\(|\bself\.assert\w+\s*\(|\.should\b|\bverify\s*\(|\bEXPECT_\w+|\bASSERT_\w+|\bpanic!\s*\(/g;

/** How many assertions lines have. */
export const assertionsIn = (path: string, lines: readonly Line[]): number =>
  claimsIn(path, withoutTexts(path, codeOf(path, lines)));

/** How many assertions code without texts has, in the words of all languages and of its own. */
export const claimsIn = (path: string, code: readonly string[]): number => {
  const own = testWordsOf(path).claims;
  return times(code, assertion) + (own ? times(code, own) : 0);
};

/** The lines as what runs of them: without comments. */
export const codeOf = (path: string, changed: readonly Line[]): string[] => {
  const family = familyOf(path);
  const texts = textsOf(changed);
  return (family ? withoutComments(family, texts) : texts).map(({ text }) => text);
};

export const textsOf = (changed: readonly Line[]) =>
  changed.map(({ number, text }) => ({ line: number, text: text.slice(0, 2000) }));

/** An assertion in a text asserts nothing; a single quote is no text's in every language. */
export const withoutTexts = (path: string, code: readonly string[]): string[] => {
  const text = quotedOnly.has(familyOf(path) ?? "") ? /"(?:\\.|[^"\\])*"/g : /(["'`])(?:\\.|(?!\1)[^\\])*\1/g;
  return code.map((line) => line.replace(text, '""'));
};

/** Languages in which other quotes are lifetimes, names or operators. */
const quotedOnly: ReadonlySet<string> = new Set(["rust", "haskell", "ocaml"]);

/** How often a pattern stands in code. */
export const times = (code: readonly string[], pattern: RegExp): number =>
  code.reduce((sum, text) => sum + (text.match(pattern)?.length ?? 0), 0);
