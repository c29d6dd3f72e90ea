import { clip, pad, widthOf } from "./clip.ts";

/** A cell: its text, and how it is coloured once it has been cut and padded. */
export interface Cell {
  readonly text: string;
  readonly paint?: ((text: string) => string) | undefined;
}

export interface Column {
  readonly head: string;
  readonly align?: "left" | "right";
  /** Columns that it may be cut down to when the terminal is narrow; it keeps its width when not given. */
  readonly least?: number;
}

const gap = "  ";

/** Rows as lines under their heads, in at most `columns` columns; `null` is as wide as it takes. */
export const table = (
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  { columns: most, paintHead }: { columns: number | null; paintHead: (text: string) => string },
): string[] => {
  const widths = narrowed(columns, naturalWidths(columns, rows), most ?? Number.POSITIVE_INFINITY);
  const line = (cells: readonly Cell[]): string => {
    const texts = cells.map(({ text }, at) => pad(text, widths[at] ?? 0, columns[at]?.align));
    const whole = texts.join(gap);
    if (most !== null && widthOf(whole) > most) return clip(whole, most);
    return cells
      .map(({ paint = (text) => text }, at) => paint(texts[at] ?? ""))
      .join(gap)
      .trimEnd();
  };
  const heads = columns.map(({ head }) => ({ text: head, paint: paintHead }));
  return [...(columns.some(({ head }) => head !== "") ? [line(heads)] : []), ...rows.map(line)];
};

const naturalWidths = (columns: readonly Column[], rows: readonly (readonly Cell[])[]): number[] =>
  columns.map(({ head }, at) =>
    rows.reduce((widest, row) => Math.max(widest, widthOf(row[at]?.text ?? "")), widthOf(head)),
  );

/** Takes columns away one by one from whichever column has most to spare. */
const narrowed = (columns: readonly Column[], natural: readonly number[], most: number): number[] => {
  const widths = [...natural];
  const total = () => widths.reduce((sum, width) => sum + width, gap.length * (widths.length - 1));
  const spare = (at: number) => (widths[at] ?? 0) - (columns[at]?.least ?? Number.POSITIVE_INFINITY);
  while (total() > most) {
    const widest = widths.reduce((best, _, at) => (spare(at) > spare(best) ? at : best), 0);
    if (spare(widest) <= 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
};
