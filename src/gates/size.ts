import type { FileChange, Gate } from "./gate.ts";
import { matcher } from "./glob.ts";
import { grouped, shown, some } from "./words.ts";

/** Hand-written lines, added and deleted, are at most `limits.lines`. */
export const size: Gate = {
  name: "size",
  check: (facts, rules) => {
    const files = judge(facts.files, rules.generated);
    const counted = files.filter((file) => file.counted);
    const lines = counted.reduce((sum, file) => sum + linesOf(file), 0);
    const limit = rules.limits.lines;
    const ok = lines <= limit;
    const message = (ok ? fits(lines, limit) : tooBig(lines, limit, counted)) + binaries(files);
    return { name: "size", level: "error", ok, message, lines, limit, files };
  },
};

const linesOf = (file: FileChange): number => file.added + file.deleted;

/** A renamed file is generated only if both its paths are: else a move would take its edits out of the count. */
function judge(files: readonly FileChange[], globs: readonly string[]) {
  const matches = matcher(globs);
  return files.map((file) => {
    const generated = matches(file.path) && (file.from === null || matches(file.from));
    const reason = generated ? "generated" : file.binary ? "binary" : null;
    return { ...file, counted: reason === null, reason };
  });
}

const fits = (lines: number, limit: number): string =>
  `${grouped(lines)} hand-written lines, the limit is ${grouped(limit)}`;

function tooBig(lines: number, limit: number, files: readonly FileChange[]): string {
  const largest = files.toSorted((a, b) => linesOf(b) - linesOf(a));
  const named = largest.map((file) => `${shown(file.path)} (${grouped(linesOf(file))})`);
  return (
    `${fits(lines, limit)}: split it, or take ${grouped(lines - limit)} lines out; ` +
    `the largest files are ${some(named, 5)}`
  );
}

function binaries(files: readonly { path: string; reason: string | null }[]): string {
  const paths = files.filter((file) => file.reason === "binary").map((file) => shown(file.path));
  return paths.length === 0 ? "" : `; binary and not counted: ${some(paths, 5)}`;
}
