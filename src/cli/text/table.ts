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
  /** Left out when even that leaves no room, the lowest number first; it stays when not given. */
  readonly dropped?: number;
}

const gap = "  ";

/** Rows as lines under their heads: narrow columns are cut, then left out, to keep to the width. */
export const table = (
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  place: TablePlace,
): string[] => {
  const natural = naturalWidths(columns, rows);
  const kept = keptColumns(columns, natural, place.columns ?? Number.POSITIVE_INFINITY);
  const only = <Item>(items: readonly Item[]): Item[] => items.filter((_, at) => kept.has(at));
  return drawn(only(columns), rows.map(only), { ...place, natural: only(natural) });
};

interface TablePlace {
  /** Width to keep to; `null` is as wide as it takes. */
  readonly columns: number | null;
  readonly paintHead: (text: string) => string;
}

/** Indexes of the columns that there is room for. */
const keptColumns = (columns: readonly Column[], natural: readonly number[], most: number): Set<number> => {
  const kept = new Set(columns.keys());
  const needed = (): number =>
    [...kept].reduce((sum, at) => {
      const width = natural[at] ?? 0;
      return sum + Math.min(width, columns[at]?.least ?? width) + gap.length;
    }, -gap.length);
  const order = columns
    .flatMap(({ dropped }, at) => (dropped === undefined ? [] : [{ dropped, at }]))
    .sort((a, b) => a.dropped - b.dropped);
  for (const { at } of order) if (needed() > most) kept.delete(at);
  return kept;
};

const drawn = (
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  { columns: most, paintHead, natural }: TablePlace & { readonly natural: readonly number[] },
): string[] => {
  const widths = narrowed(columns, natural, most ?? Number.POSITIVE_INFINITY);
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
