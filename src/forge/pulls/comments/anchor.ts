import { type PatchLine, patchLines } from "./hunks.ts";

export type Side = "LEFT" | "RIGHT";

/** Where a comment wants to stand: at a line of a side, or, in the old way, at a position of the patch. */
export interface WantedAnchor {
  readonly line?: number | undefined;
  readonly side?: Side | undefined;
  readonly start_line?: number | undefined;
  readonly start_side?: Side | undefined;
  readonly position?: number | undefined;
}

/** Where a comment stands in a file's patch. */
export interface Anchor {
  readonly side: Side;
  readonly line: number;
  readonly start_side: Side | null;
  readonly start_line: number | null;
  readonly position: number;
  readonly diff_hunk: string;
}

/** The place in the patch that a comment asks for; `null` when the patch does not show it. */
export const anchorIn = (patch: string, wanted: WantedAnchor): Anchor | null => {
  const lines = patchLines(patch);
  const found =
    wanted.line === undefined
      ? lines.find(({ position }) => position === wanted.position)
      : lines.find((line) => onSide(line, wanted.side ?? "RIGHT") === wanted.line);
  if (!found) return null;
  const side =
    wanted.line === undefined ? (found.right === null ? "LEFT" : "RIGHT") : (wanted.side ?? "RIGHT");
  const start_side = wanted.start_line === undefined ? null : (wanted.start_side ?? side);
  if (start_side !== null && !startsBefore(lines, found, { line: wanted.start_line, side: start_side }))
    return null;
  return {
    side,
    line: onSide(found, side) ?? 0,
    start_side,
    start_line: wanted.start_line ?? null,
    position: found.position,
    diff_hunk: found.hunk(),
  };
};

const onSide = (line: PatchLine, side: Side): number | null => (side === "LEFT" ? line.left : line.right);

const startsBefore = (
  lines: readonly PatchLine[],
  end: PatchLine,
  { line, side }: { line: number | undefined; side: Side },
): boolean =>
  lines.some((candidate) => candidate.position < end.position && onSide(candidate, side) === line);
