import { setImmediate as turn } from "node:timers/promises";
import { lintSource } from "@secretlint/core";
import { secretLintProfiler } from "@secretlint/profiler";
import type { ChangedLines } from "../gates/changed-lines.ts";
import type { SecretFinding } from "../gates/result.ts";
import type { SecretScan } from "../gates/secrets.ts";
import { unescaped } from "./escapes.ts";
import { findingId } from "./finding-id.ts";
import { type Found, formsIn } from "./forms.ts";
import { type Piece, piecesOf } from "./pieces.ts";
import { isPlaceholder } from "./placeholder.ts";

// It would note every rule's start and end on every text, and look for each note among all: 300 files took seconds.
secretLintProfiler.mark = () => undefined;

/** Finds secrets in the lines that a change adds, by secretlint's recommended rules and by forms of our own. */
export const scanSecrets = async (files: readonly ChangedLines[]): Promise<SecretScan> => {
  const rules = await loadRules();
  const findings = new Map<string, SecretFinding>();
  const giveWay = turns();
  for (const file of files) {
    for (const piece of piecesOf(file)) {
      await giveWay();
      for (const finding of await scanBoth(piece, file, rules)) {
        // The secret itself tells findings apart here, so that one which stayed is told of once, and goes no further.
        const { secret, ...rest } = finding;
        const key = JSON.stringify([rest.path, rest.rule, secret]);
        if (!findings.has(key)) findings.set(key, { ...rest, id: findingId(finding) });
      }
    }
  }
  const unscanned = new Set(files.filter(({ cut }) => cut).map(({ path }) => path));
  return { findings: [...findings.values()], unscanned: [...unscanned] };
};

/** What a piece holds as it stands, and what is seen only with its escapes taken for what they stand for. */
const scanBoth = async (piece: Piece, file: ChangedLines, rules: Rules): ReturnType<typeof scanPiece> => {
  const found = await scanPiece(piece, file, rules);
  const plain = unescaped(piece);
  const hidden = plain ? await scanPiece(plain, file, rules) : [];
  return [...found, ...hidden.filter(({ line }) => found.every((one) => one.line !== line))];
};

/** Milliseconds for which a scan may hold up everything else in its process, such as the forge and other lanes. */
const longestHold = 15;

/** Lets what waits have its turn, now and then: a scan never waits for anything itself. */
const turns = (): (() => Promise<void>) => {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < longestHold) return;
    await turn();
    last = performance.now();
  };
};

/** The secrets in a text themselves, the longest first. */
export const secretsIn = async (text: string): Promise<string[]> => {
  const found = await scanPiece({ text, numbers: [] }, { path: "said.txt", commit: null }, await loadRules());
  return found.map(({ secret }) => secret).sort((a, b) => b.length - a.length);
};

type Rules = Parameters<typeof lintSource>[0]["options"]["config"]["rules"];

const prefix = "@secretlint/secretlint-rule-";

/**
 * All rules of the preset but the one that obeys `secretlint-disable` comments: no change excuses itself.
 *
 * They are loaded when they are needed, because they are large.
 */
const loadRules = async (): Promise<Rules> => {
  const { rules } = await import("@secretlint/secretlint-rule-preset-recommend");
  return rules
    .filter(({ meta }) => meta.id !== `${prefix}filter-comments`)
    .map((rule) => ({ id: rule.meta.id, rule }));
};

const scanPiece = async (
  { text, numbers }: Piece,
  { path, commit }: Pick<ChangedLines, "path" | "commit">,
  rules: Rules,
): Promise<(Omit<SecretFinding, "id"> & { secret: string })[]> => {
  const lint = await lintPiece(text, path, rules);
  const known = lint.filter(({ start, end }) => !isPlaceholder(text.slice(start, end)));
  const own = formsIn(text).filter(
    ({ start, end }) =>
      !isPlaceholder(text.slice(start, end)) && !known.some((one) => one.start < end && start < one.end),
  );
  const found = [...known, ...own];
  if (found.length === 0) return [];
  const lineAt = lineCounter(text);
  return found.map(({ rule, start, end }) => ({
    ...{ path, commit, rule },
    line: numbers[lineAt(start)] ?? 1,
    secret: text.slice(start, end),
  }));
};

/** Tells in which line, from 0, a character stands. */
const lineCounter = (text: string): ((at: number) => number) => {
  const ends: number[] = [];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) ends.push(at);
  return (at) => {
    const line = ends.findIndex((end) => end >= at);
    return line === -1 ? ends.length : line;
  };
};

const lintPiece = async (text: string, path: string, rules: Rules): Promise<Found[]> => {
  const { messages } = await lintSource({
    source: { filePath: path, content: text, ext: extensionOf(path), contentType: "text" },
    options: { config: { rules }, noPhysicFilePath: true },
  });
  // A message's text and data quote the secret; its rule and its kind do not.
  return messages.map(({ ruleId, messageId, range: [start, end] }) => ({
    ...{ start, end },
    rule: `${ruleId.replace(prefix, "")}/${messageId}`,
  }));
};

const extensionOf = (path: string): string => /\.[^./]+$/.exec(path)?.[0] ?? "";
