import { stripVTControlCharacters } from "node:util";
import { logSteps } from "../../core/lane/attempt.ts";
import type { Attempt } from "../../local/attempts.ts";
import type { ShownPiece } from "../../web/plan/source.ts";
import { keptRuns } from "../log/kept.ts";
import { logReader } from "../log/reader.ts";

/** Pieces that are shown at once, and letters of one. */
const mostPieces = 4000;
const longestPiece = 20_000;

/** What an attempt's programs printed, from a piece on. */
export const piecesOf = async (
  attempt: Attempt,
  from: number,
): Promise<{ pieces: ShownPiece[]; isOver: boolean }> => {
  const isOver = attempt.ended !== null;
  const pieces: ShownPiece[] = [];
  for (const { lines } of await keptRuns([attempt])) {
    const reader = logReader({ steps: logSteps, raw: false });
    const read = [...lines.flatMap((line) => reader.line(line)), ...reader.end()];
    pieces.push(
      ...read.map(({ step, kind, text }) => ({
        step,
        kind,
        text: shown(kind === "head" || kind === "end" ? `${step}: ${text}` : text),
      })),
    );
  }
  return { pieces: pieces.slice(from, from + mostPieces), isOver };
};

const shown = (text: string): string => stripVTControlCharacters(text).slice(0, longestPiece);
