import { stripVTControlCharacters } from "node:util";
import { logSteps } from "../../core/lane/attempt.ts";
import type { Attempt } from "../../local/attempts.ts";
import type { ShownLog, ShownPiece } from "../../web/plan/source.ts";
import { newLines } from "../log/kept.ts";
import { type LogPiece, type LogReader, logReader } from "../log/reader.ts";

/** Pieces that are shown at once, and letters of one. */
const maxPieces = 4000;
const longestPiece = 20_000;

/** What is kept in memory of one log, the latest of it. */
const keptPieces = 20_000;
const keptLetters = 8_000_000;

/** What an attempt's programs printed, of which each look reads only what is new. */
interface LogTail {
  /** From a piece on, or from the first that is still kept. */
  readonly from: (piece: number, isOver: boolean) => Promise<ShownLog>;
}

const openLogTail = (attempt: Attempt): LogTail => {
  const readers: LogReader[] = [];
  const pieces: ShownPiece[] = [];
  let first = 0;
  let letters = 0;
  let isRead = false;
  const add = (read: readonly LogPiece[]): void => {
    for (const piece of read) {
      const one = shown(piece);
      pieces.push(one);
      letters += one.text.length;
    }
    let over = 0;
    while (pieces.length - over > keptPieces || (letters > keptLetters && over < pieces.length - 1))
      letters -= pieces[over++]?.text.length ?? 0;
    pieces.splice(0, over);
    first += over;
  };
  const look = newLines(attempt, () => {
    const reader = logReader({ steps: logSteps, raw: false });
    readers.push(reader);
    return (line) => add(reader.line(line));
  });
  return {
    from: async (piece, isOver) => {
      if (!isRead) await look();
      if (isOver && !isRead) {
        isRead = true;
        for (const { end } of readers) add(end());
      }
      const start = Math.max(piece, first);
      const read = pieces.slice(start - first, start - first + maxPieces);
      const next = start + read.length;
      return { pieces: read, next, isOver: isOver && next === first + pieces.length };
    },
  };
};

const shown = ({ step, kind, text }: LogPiece): ShownPiece => {
  const told = kind === "head" || kind === "end" ? `${step}: ${text}` : text;
  return { step, kind, text: stripVTControlCharacters(told).slice(0, longestPiece) };
};

/** Logs that are read on, those that somebody looked at last. */
const maxTails = 16;

/** The tails of logs, by the folders of their attempts: many pages may look at one. */
export const openLogTails = () => {
  const tails = new Map<string, { tail: LogTail; turn: Promise<unknown> }>();
  const tailOf = (attempt: Attempt) => {
    const known = tails.get(attempt.dir) ?? { tail: openLogTail(attempt), turn: Promise.resolve() };
    tails.delete(attempt.dir);
    tails.set(attempt.dir, known);
    for (const oldest of [...tails.keys()].slice(0, -maxTails)) tails.delete(oldest);
    return known;
  };
  return (attempt: Attempt, from: number): Promise<ShownLog> => {
    const one = tailOf(attempt);
    // One look after the other: two at once would read the same lines twice.
    const read = one.turn.then(() => one.tail.from(from, attempt.ended !== null));
    one.turn = read.catch(() => undefined);
    return read;
  };
};
