import { type Document, isCollection, isScalar, Scalar, visit, type YAMLError } from "yaml";
import type { PlanFinding } from "../problem.ts";

type ErrorCode = YAMLError["code"];
type Wording = { message: string; expected: string };

/** Errors after which the rest of the document still means what it says. */
const harmless: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "BAD_DIRECTIVE",
  "BAD_DQ_ESCAPE",
  "BAD_SCALAR_START",
  "MULTIPLE_ANCHORS",
  "MULTIPLE_TAGS",
  "TAG_RESOLVE_FAILED",
]);

const wordings: Partial<Record<ErrorCode, Wording>> = {
  BAD_ALIAS: { message: "a bare `&` or `*`", expected: "quotes around text that begins with it" },
  BAD_DQ_ESCAPE: { message: "an unknown escape in double quotes", expected: "single quotes, or `\\\\`" },
  BAD_INDENT: { message: "wrong indentation", expected: "the same column as the lines that it belongs to" },
  BAD_SCALAR_START: {
    message: "a value begins with a character that YAML reserves",
    expected: "quotes around the value",
  },
  BLOCK_AS_IMPLICIT_KEY: {
    message: "a second `: ` on the line",
    expected: "quotes around text that holds `: `",
  },
  MULTILINE_IMPLICIT_KEY: { message: "a line without a key", expected: "`key: value`" },
  MULTIPLE_ANCHORS: { message: "two anchors on one value", expected: "at most one" },
  MULTIPLE_TAGS: { message: "two tags on one value", expected: "none" },
  TAG_RESOLVE_FAILED: { message: "a YAML tag", expected: "quotes around text that begins with `!`" },
  UNEXPECTED_TOKEN: {
    message: "text after the end of a value",
    expected: "quotes around the whole value, or a new line",
  },
};

/** What is wrong with a document's syntax, once a line, and from where on its structure is a guess. */
export const syntaxFindings = (
  document: Document.Parsed,
  text: string,
): { findings: PlanFinding[]; brokenFrom: number | null } => {
  const findings: PlanFinding[] = [];
  let brokenFrom: number | null = null;
  let lineEnd = -1;
  for (const error of byOffset([...document.errors, ...document.warnings])) {
    if (brokenFrom !== null) break;
    if (error.pos[0] < lineEnd) continue;
    const offset = beginningOf(document, error) ?? error.pos[0];
    if (!harmless.has(error.code)) brokenFrom = offset;
    findings.push({ at: { offset }, ...worded(error, offset !== error.pos[0]) });
    const next = text.indexOf("\n", error.pos[0]);
    lineEnd = next === -1 ? text.length + 1 : next;
  }
  return { findings, brokenFrom };
};

const byOffset = (errors: YAMLError[]) => errors.toSorted((a, b) => a.pos[0] - b.pos[0]);

const worded = ({ code, message }: YAMLError, unclosed: boolean): Wording | { message: string } => {
  if (unclosed) return { message: "a quote or bracket that is never closed", expected: "its end" };
  if (/- indicator/.test(message)) return wordings.BAD_INDENT ?? { message };
  if (/followed by map values/.test(message)) return wordings.MULTILINE_IMPLICIT_KEY ?? { message };
  return wordings[code] ?? { message: `broken YAML: ${message}` };
};

/** An unclosed quote or bracket is found missing at the end, but is mended where it opened. */
const beginningOf = (document: Document.Parsed, { code, message, pos }: YAMLError): number | null => {
  if (!/closing|end with a/.test(message) || (code !== "MISSING_CHAR" && code !== "BAD_INDENT")) return null;
  let found: number | null = null;
  visit(document, {
    Node(_, node) {
      const range = "range" in node ? node.range : null;
      const closes = isScalar(node)
        ? node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE
        : isCollection(node) && node.flow === true;
      if (closes && range && range[0] < pos[0] && pos[0] <= Math.max(range[1], range[2]) + 1)
        found = range[0];
    },
  });
  return found;
};
