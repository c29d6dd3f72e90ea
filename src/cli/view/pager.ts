import wrapAnsi from "wrap-ansi";
import { clip, plain } from "../text/clip.ts";
import type { Colors } from "../text/colors.ts";

/** Lines that somebody reads in a window of their own over the live view. */
export interface Pager {
  readonly title: string;
  /** The latest of them, as they came. */
  readonly lines: readonly string[];
  /** The same as rows of this many columns. */
  readonly rows: readonly string[];
  readonly columns: number;
  /** The first row that is shown; `null` follows the end. */
  readonly top: number | null;
}

interface PagerSize {
  readonly columns: number;
  readonly rows: number;
}

/** Lines that are kept; of more the latest. */
const maxLines = 5000;

export const newPager = (title: string, { follows }: { follows: boolean }): Pager => ({
  ...{ title, lines: [], rows: [], columns: 80 },
  top: follows ? null : 0,
});

/** The same with lines that came, as wide as the terminal is now. */
export const withLines = (pager: Pager, lines: readonly string[], columns: number): Pager => {
  const known = columns === pager.columns ? pager.rows : rowsOf(pager.lines, columns);
  const all = [...pager.lines, ...lines];
  const isOver = all.length > maxLines;
  const kept = isOver ? all.slice(-maxLines) : all;
  const rows = isOver ? rowsOf(kept, columns) : [...known, ...rowsOf(lines, columns)];
  return { ...pager, lines: kept, rows, columns };
};

const rowsOf = (lines: readonly string[], columns: number): string[] =>
  lines.flatMap((line) => wrapAnsi(line, columns, { hard: true, trim: false }).split("\n"));

/** Rows of text that a window of so many rows has room for. */
const roomIn = ({ rows }: Pick<PagerSize, "rows">): number => Math.max(1, rows - 2);

/** The same after a key; `null` when it was to close. */
export const pressed = (pager: Pager, key: string, size: PagerSize): Pager | null => {
  const room = roomIn(size);
  const last = Math.max(0, pager.rows.length - room);
  const top = pager.top ?? last;
  const to = (row: number): Pager => ({ ...pager, top: row >= last ? null : Math.max(0, row) });
  switch (key) {
    case "q":
    case "escape":
    case "enter":
      return null;
    case "down":
    case "j":
      return to(top + 1);
    case "up":
    case "k":
      return { ...pager, top: Math.max(0, top - 1) };
    case "pagedown":
    case "space":
    case " ":
      return to(top + room);
    case "pageup":
    case "b":
      return { ...pager, top: Math.max(0, top - room) };
    case "home":
    case "g":
      return { ...pager, top: 0 };
    case "end":
    case "G":
      return { ...pager, top: null };
    default:
      return pager;
  }
};

/** All rows of the window: its title, a part of the lines, and the keys. */
export const pagerRows = (pager: Pager, size: PagerSize, colors: Colors): string[] => {
  const room = roomIn(size);
  const top = pager.top ?? Math.max(0, pager.rows.length - room);
  const shown = pager.rows.slice(top, top + room);
  const end = top + shown.length;
  const place = pager.rows.length === 0 ? "nothing yet" : `${top + 1}–${end} of ${pager.rows.length}`;
  const isAtEnd = pager.top === null && pager.rows.length > 0;
  const follows = isAtEnd ? "the end, as it comes" : place;
  return [
    colors.bold(clip(` ${plain(pager.title)}`, size.columns)),
    ...shown,
    ...Array.from({ length: room - shown.length }, () => ""),
    colors.dim(clip(` ${follows}   ↑↓ space b g G move   q back`, size.columns)),
  ];
};
