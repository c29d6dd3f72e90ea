import type { Facts, Gate, GateRules } from "./gate.ts";
import { atOnce, type InPieces } from "./pieces.ts";
import { passedIf, type ResultWith, type SizedFile } from "./result.ts";
import { fits, measured, overBy, type Room } from "./room.ts";
import { sizeNotes } from "./size-notes.ts";
import { sizedInPieces } from "./sized.ts";
import { splitFilesOf } from "./split/files.ts";
import { type Part, proposeSplit } from "./split/split.ts";
import { count, grouped, shown, some } from "./words.ts";

/** Hand-written lines, added and deleted, are at most `limits.lines`, in at most `limits.files` files. */
export const size = {
  name: "size",
  check: (facts, rules): ResultWith<"size"> => atOnce(judged(facts, rules)),
  inPieces: (facts, rules) => judged(facts, rules),
} satisfies Gate;

function* judged(facts: Facts, { limits, generated }: GateRules): InPieces<ResultWith<"size">> {
  const files = yield* sizedInPieces(facts, generated);
  const took = roomOf(files);
  const ok = fits(took, limits);
  const parts = ok ? [] : split(facts, files, limits);
  yield;
  const advice = ok ? [] : [tooBig(took, { limits, files }), ...(parts.length > 1 ? [inParts(parts)] : [])];
  const notes = yield* sizeNotes(files);
  const message = [`${measured(took, limits)}${ok ? "" : ": "}${advice.join("; ")}`, ...notes].join("; ");
  const { lines, files: most } = limits;
  const evidence = { of: "size", took, limits: { lines, files: most }, files, parts } as const;
  return { name: "size", kind: passedIf(ok), message, evidence };
}

const roomOf = (files: readonly SizedFile[]): Room => ({
  lines: files.reduce((sum, { lines }) => sum + lines, 0),
  files: files.filter(({ handWritten }) => handWritten).length,
});

/** More files than anybody goes through in parts; to propose them would take seconds. */
const maxProposed = 3000;

const split = (facts: Facts, files: readonly SizedFile[], { lines, files: most }: Room): Part[] =>
  files.length > maxProposed ? [] : proposeSplit(splitFilesOf(facts, files), { lines, files: most });

const tooBig = (took: Room, { limits, files }: { limits: Room; files: readonly SizedFile[] }): string => {
  const advice = `split it, or take ${overBy(took, limits)} out`;
  if (took.lines <= limits.lines) return advice;
  const counted = files.filter((file) => file.counted);
  return `${advice}; the largest files are ${some(largestFirst(counted), 5, (file) => `${shown(file.path)} (${grouped(file.lines)})`)}`;
};

/** Of very many, only those that are named and as many as stand beside them are in order. */
const largestFirst = (files: readonly SizedFile[]): SizedFile[] => {
  if (files.length <= maxProposed) return files.toSorted((a, b) => b.lines - a.lines);
  const bound = eleventh(files);
  const large = files.filter(({ lines }) => lines >= bound).toSorted((a, b) => b.lines - a.lines);
  return [...large, ...files.filter(({ lines }) => lines < bound)];
};

/** The lines of the eleventh largest. */
const eleventh = (files: readonly SizedFile[]): number => {
  const largest: number[] = Array.from({ length: 11 }, () => 0);
  for (const { lines } of files) {
    if (lines <= (largest.at(-1) ?? 0)) continue;
    largest.splice(
      largest.findIndex((one) => one < lines),
      0,
      lines,
    );
    largest.pop();
  }
  return largest.at(-1) ?? 0;
};

const inParts = (parts: readonly Part[]): string => {
  const texts = some(parts, 6, ({ title, paths, lines }, at) => {
    const files = paths.length === 1 ? "" : `: ${some(paths, 3, shown)}`;
    return `(${at + 1}) ${title}, ${count(lines, "line")}${files}`;
  });
  return `it could be handed in as ${count(parts.length, "part")}, in this order: ${texts}`;
};
