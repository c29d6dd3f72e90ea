import { readableOf } from "../../agents/readable/list.ts";
import type { Readable, Spoken } from "../../agents/readable/spoken.ts";
import { type LogHead, type LogStep, readLogEnd, readLogHead } from "../../core/lane/attempt.ts";

/** A piece of a log as it is shown: `head` and `end` stand around what one program printed. */
export interface LogPiece {
  readonly step: LogStep;
  readonly kind: Spoken["kind"] | "head" | "end";
  readonly text: string;
  /** When its program began, ISO 8601. */
  readonly at: string;
}

/** Reads logs line by line into pieces. */
export interface LogReader {
  readonly line: (text: string) => readonly LogPiece[];
  readonly end: () => readonly LogPiece[];
}

/** Reads the logs of some steps; what programs tell in their own formats is made readable, unless it is wanted raw. */
export const logReader = ({ steps, raw }: { steps: readonly LogStep[]; raw: boolean }): LogReader => {
  let head: LogHead | null = null;
  let readable: Readable = readableOf("");
  const piece = (kind: LogPiece["kind"], text: string): LogPiece[] =>
    head && steps.includes(head.step) ? [{ step: head.step, kind, text, at: head.at }] : [];
  const all = (given: readonly Spoken[]) => given.flatMap(({ kind, text }) => piece(kind, text));
  const end = () => all(readable.end());
  const begin = (next: LogHead, line: string): LogPiece[] => {
    const rest = end();
    head = next;
    readable = readableOf(raw ? "" : next.what);
    return [...rest, ...piece(raw ? "other" : "head", raw ? line : next.what)];
  };
  return {
    line: (text) => {
      const next = readLogHead(text);
      if (next) return begin(next, text);
      const how = raw ? null : readLogEnd(text);
      return how === null ? all(readable.line(text)) : [...end(), ...piece("end", how)];
    },
    end,
  };
};
