import type { Facts, Gate, GateRules } from "./gate.ts";
import { atOnce, type InPieces, piecewise } from "./pieces.ts";
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
  const took = yield* roomOf(files);
  const ok = fits(took, limits);
  const parts = ok ? [] : split(facts, files, limits);
  yield;
  const advice = ok
    ? []
    : [yield* tooBig(took, { limits, files }), ...(parts.length > 1 ? [inParts(parts)] : [])];
  const notes = yield* sizeNotes(files);
  const message = [`${measured(took, limits)}${ok ? "" : ": "}${advice.join("; ")}`, ...notes].join("; ");
  const { lines, files: most } = limits;
  const evidence = { of: "size", took, limits: { lines, files: most }, files, parts } as const;
  return { name: "size", kind: passedIf(ok), message, evidence };
}

function* roomOf(files: readonly SizedFile[]): InPieces<Room> {
  const took = yield* piecewise(files, (some) => [
    {
      lines: some.reduce((sum, { lines }) => sum + lines, 0),
      files: some.filter(({ handWritten }) => handWritten).length,
    },
  ]);
  return {
    lines: took.reduce((sum, { lines }) => sum + lines, 0),
    files: took.reduce((sum, { files: count }) => sum + count, 0),
  };
}

/** More files than anybody goes through in parts; to propose them would take seconds. */
const maxProposed = 3000;

const split = (facts: Facts, files: readonly SizedFile[], { lines, files: most }: Room): Part[] =>
  files.length > maxProposed ? [] : proposeSplit(splitFilesOf(facts, files), { lines, files: most });

function* tooBig(
  took: Room,
  { limits, files }: { limits: Room; files: readonly SizedFile[] },
): InPieces<string> {
  const advice = `split it, or take ${overBy(took, limits)} out`;
  if (took.lines <= limits.lines) return advice;
  const largest = yield* largestFirst(files);
  return `${advice}; the largest files are ${some(largest, named, (file) => `${shown(file.path)} (${grouped(file.lines)})`)}`;
}

/** How many of the largest files are named. */
const named = 5;

/** All files that count, of which those that are named are in order. */
function* largestFirst(files: readonly SizedFile[]): InPieces<SizedFile[]> {
  let largest: SizedFile[] = [];
  const others = yield* piecewise(files, (piece) => {
    const inOrder = [...largest, ...piece.filter(({ counted }) => counted)].sort((a, b) => b.lines - a.lines);
    largest = inOrder.slice(0, named);
    return inOrder.slice(named);
  });
  return [...largest, ...others];
}

const inParts = (parts: readonly Part[]): string => {
  const texts = some(parts, 6, ({ title, paths, lines }, at) => {
    const files = paths.length === 1 ? "" : `: ${some(paths, 3, shown)}`;
    return `(${at + 1}) ${title}, ${count(lines, "line")}${files}`;
  });
  return `it could be handed in as ${count(parts.length, "part")}, in this order: ${texts}`;
};
