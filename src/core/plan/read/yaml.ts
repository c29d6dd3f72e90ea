import { Composer, type Document, isMap, Lexer, LineCounter, Parser } from "yaml";
import type { Path, PlanFinding } from "../problem.ts";
import { blocksAround, type SourceBlock, without } from "./blocks.ts";
import { readPlainYaml } from "./plain-yaml.ts";
import { syntaxFindings } from "./syntax.ts";
import { type Places, ValueReader } from "./values.ts";

/** A YAML text as plain values, with the place of each. */
export interface Source {
  /** Plain objects, arrays and scalars; `undefined` when there is nothing to check further. */
  readonly value: unknown;
  readonly findings: readonly PlanFinding[];
  /** Offset from which on the structure is a guess, because the syntax broke there; `null` when it is sound. */
  readonly brokenFrom: number | null;
  /** What was left out because the syntax broke in it, so that the rest could be read. */
  readonly leftOut: readonly SourceBlock[];
  readonly places: Places;
  /** Line and column of an offset, both from 1. */
  readonly lineAt: (offset: number) => { line: number; column: number };
}

/** Collections inside each other: a plan needs nine, and the composer recurses. */
const deepest = 100;

/** Reads YAML without trusting it: depth and aliases are bounded, and nothing throws. */
export const readYaml = (text: string): Source => {
  const plain = readPlainYaml(text);
  return plain
    ? { ...plain, findings: [], brokenFrom: null, leftOut: [], lineAt: lineAtIn(text) }
    : readAnyYaml(text);
};

/** The same by the parser of the whole language. */
export const readAnyYaml = (text: string): Source => {
  const source = readOnce(text);
  const { brokenFrom } = source;
  // Of what a tab means nobody can be sure.
  if (brokenFrom === null || /^ *\t/m.test(text)) return source;
  return readOn(text, { ...source, brokenFrom }, maxBreaks);
};

/** Places at which the syntax breaks and all that follows is read nevertheless. */
const maxBreaks = 20;

/**
 * Reads on where the syntax broke, with the smallest block around it left out that lets the rest be read. Where none
 * does, what follows stays a guess.
 */
const readOn = (text: string, source: Source & { readonly brokenFrom: number }, left: number): Source => {
  if (left === 0) return source;
  for (const block of blocksAround(text, source.brokenFrom)) {
    const mended = without(text, block);
    const next = readOnce(mended);
    const { brokenFrom } = next;
    if (next.value === undefined || (brokenFrom !== null && brokenFrom < block.to)) continue;
    const known = {
      leftOut: [...source.leftOut, block],
      findings: [...source.findings, ...next.findings],
    };
    return brokenFrom === null
      ? { ...next, ...known }
      : readOn(mended, { ...next, ...known, brokenFrom }, left - 1);
  }
  return source;
};

const readOnce = (text: string): Source => {
  const lines = new LineCounter();
  const parsed = parse(text, lines);
  const lineAt = placeIn(lines, text);
  const refuse = (message: string, expected: string, offset = 0): Source => ({
    value: undefined,
    findings: [{ at: { offset }, message, expected }],
    brokenFrom: null,
    leftOut: [],
    places: new Map(),
    lineAt,
  });
  if (!Array.isArray(parsed))
    return refuse(`more than ${deepest} collections inside each other`, "a plan", parsed.tooDeepAt);

  const tabs = tabsIn(parsed[0]);
  if (tabs[0] !== undefined) return withoutTabs(text, tabs[0], tabs.length);
  const [first, second] = parsed;
  if (first === undefined || (isEmpty(first) && first.errors.length === 0))
    return refuse("the file is empty", "a plan: begin with `version: 1`");
  const { findings, brokenFrom } = syntaxFindings(first, text);
  if (findings.length === 0 && !isMap(first.contents))
    return refuse("the file is no mapping", "a plan: begin with `version: 1`", first.contents?.range[0]);
  if (second !== undefined)
    findings.push({
      at: { offset: second.range[0] },
      message: "a second document",
      expected: "one plan in a file",
    });
  return { ...valuesOf(first, findings, brokenFrom), lineAt };
};

/** Looks for the lines of a text when it is asked for the first of them: of most texts nothing is to be said. */
const lineAtIn = (text: string): Source["lineAt"] => {
  let place: Source["lineAt"] | null = null;
  return (offset) => {
    place ??= placeIn(linesOf(text), text);
    return place(offset);
  };
};

const linesOf = (text: string): LineCounter => {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) lines.addNewLine(end + 1);
  return lines;
};

const placeIn =
  (lines: LineCounter, text: string): Source["lineAt"] =>
  (offset) => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { line, column: col };
  };

const valuesOf = (document: Document.Parsed, syntax: readonly PlanFinding[], brokenFrom: number | null) => {
  const reader = new ValueReader();
  const value = reader.read(document.contents);
  const sound = reader.findings.filter(
    ({ at }) => brokenFrom === null || ("offset" in at && at.offset < brokenFrom),
  );
  const findings = [...syntax, ...sound];
  const { places, overflown } = reader;
  return { value: overflown ? undefined : value, findings, brokenFrom, leftOut: [], places };
};

const tabsIn = (document: Document.Parsed | undefined): number[] =>
  (document?.errors ?? []).filter(({ code }) => code === "TAB_AS_INDENT").map(({ pos }) => pos[0]);

/**
 * Reads on with a space for each tab, wherever it stands, so that none is met again. That keeps offsets and mostly
 * the structure too: one message says the tabs, and all that follows is checked unless it was not the tabs alone.
 */
const withoutTabs = (text: string, offset: number, count: number): Source => {
  const mended = readOnce(text.replaceAll("\t", " "));
  const more = count > 1 ? ` (and ${count - 1} more)` : "";
  const tab: PlanFinding = { at: { offset }, message: `a tab in the indentation${more}`, expected: "spaces" };
  if (mended.brokenFrom !== null)
    return { ...mended, findings: [tab], brokenFrom: Math.min(offset, mended.brokenFrom) };
  return { ...mended, findings: [tab, ...mended.findings] };
};

/** The offset of the value (or its key) at a path; of what would hold it when it is not there. */
export const offsetOf = ({ value, places }: Source, path: Path, key = false): number => {
  let here = value;
  let offset = 0;
  for (const [depth, step] of path.entries()) {
    if (typeof here !== "object" || here === null) return offset;
    const held = places.get(here);
    const place = held?.entries.get(step);
    if (place === undefined) return held?.start ?? offset;
    offset = key && depth === path.length - 1 ? place.key : place.value;
    here = Reflect.get(here, step);
  }
  return offset;
};

/** The first two documents, or where the text nests too deeply to be composed. */
const parse = (text: string, lines: LineCounter): Document.Parsed[] | { tooDeepAt: number } => {
  const parser = new Parser(lines.addNewLine);
  const composer = new Composer({ uniqueKeys: false, logLevel: "silent" });
  const documents: Document.Parsed[] = [];
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) documents.push(...composer.next(token));
    if (documents.length > 1) return documents;
    if (parser.stack.length > deepest) return { tooDeepAt: parser.offset };
  }
  for (const token of parser.end()) documents.push(...composer.next(token));
  documents.push(...composer.end());
  return documents;
};

const isEmpty = ({ contents }: Document.Parsed): boolean =>
  contents === null || ("source" in contents && contents.source === "");
