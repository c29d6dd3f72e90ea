import type { End, Facts, FileChange, Gate, SizedFile } from "./gate.ts";
import { judgeGenerated } from "./generated/judge.ts";
import { type Part, proposeSplit } from "./split/split.ts";
import { count, grouped, shown, some } from "./words.ts";

/** Hand-written lines, added and deleted, are at most `limits.lines`. */
export const size = {
  name: "size",
  check: (facts, { limits, generated }) => {
    const files = sized(facts, generated);
    const lines = files.reduce((sum, file) => sum + linesOf(file), 0);
    const limit = limits.lines;
    const ok = lines <= limit;
    const parts = ok ? [] : split(facts, files, limit);
    const advice = ok ? [] : [tooBig(lines - limit, files), ...(parts.length > 1 ? [inParts(parts)] : [])];
    const message = [`${fits(lines, limit)}${ok ? "" : ": "}${advice.join("; ")}`, ...named(files)].join(
      "; ",
    );
    return { name: "size", level: "error", ok, message, lines, limit, files, parts };
  },
} satisfies Gate;

/** The lines of a file that count. */
const linesOf = ({ counted, added, deleted }: SizedFile): number => (counted ? added + deleted : 0);

function sized(facts: Facts, globs: readonly string[]): SizedFile[] {
  const judge = judgeGenerated(facts.attributes, globs);
  return facts.files.map((file) => {
    const { path, from, added, deleted, binary } = file;
    const reason = judge(file) ?? (binary ? "binary" : null);
    return { path, from, added, deleted, binary, counted: reason === null, reason, kind: kindOf(file) };
  });
}

/** What a file is or became, if it is no plain file that stayed one. */
function kindOf({ before, after }: FileChange): string | null {
  const [old, young] = [before, after].map((end) => (end ? kindOfMode(end) : null));
  if (old && young && old !== young) return `${old} to ${young}`;
  const kind = young ?? old ?? "file";
  return kind === "symlink" || kind === "submodule" ? kind : null;
}

function kindOfMode({ mode }: End): string {
  if (mode === "120000") return "symlink";
  if (mode === "160000") return "submodule";
  return mode === "100755" ? "executable" : "file";
}

function split({ files: changes }: Facts, files: readonly SizedFile[], limit: number): Part[] {
  const withLines = files.map((file, at) => ({
    path: file.path,
    lines: linesOf(file),
    deleted: changes[at]?.after === null,
  }));
  return proposeSplit(withLines, limit);
}

const fits = (lines: number, limit: number): string =>
  `${count(lines, "hand-written line")}, the limit is ${grouped(limit)}`;

function tooBig(over: number, files: readonly SizedFile[]): string {
  const largest = files.filter(({ counted }) => counted).toSorted((a, b) => linesOf(b) - linesOf(a));
  const names = some(largest, 5, (file) => `${shown(file.path)} (${grouped(linesOf(file))})`);
  return `split it, or take ${grouped(over)} lines out; the largest files are ${names}`;
}

function inParts(parts: readonly Part[]): string {
  const texts = some(parts, 6, ({ title, paths, lines }, at) => {
    const files = paths.length === 1 ? "" : `: ${some(paths, 3, shown)}`;
    return `(${at + 1}) ${title}, ${count(lines, "line")}${files}`;
  });
  return `it could be handed in as ${count(parts.length, "part")}, in this order: ${texts}`;
}

/** What a reader should know of although its lines do not tell. */
function named(files: readonly SizedFile[]): string[] {
  const binaries = files.filter(({ reason }) => reason === "binary");
  const odd = files.filter(({ kind }) => kind !== null);
  return [
    ...(binaries.length > 0
      ? [`binary and not counted: ${some(binaries, 5, ({ path }) => shown(path))}`]
      : []),
    ...(odd.length > 0
      ? [
          `not plain files, or of another mode than before: ${some(odd, 5, ({ path, kind }) => `${shown(path)} (${kind})`)}`,
        ]
      : []),
  ];
}
