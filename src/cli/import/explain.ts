import type { Accounted, Fate } from "../../core/import/account.ts";
import { fateText } from "../../core/import/counts.ts";
import { plain } from "../text/clip.ts";
import type { Colors } from "../text/colors.ts";
import { type Cell, table } from "../text/table.ts";

/** One reading of a source: what it is called, and what it made of each line. */
export interface SourceReading {
  readonly head: string;
  readonly account: readonly Accounted[];
}

interface Shown {
  readonly columns: number | null;
  readonly colors: Colors;
  /** Only lines of which the readings make different things, or that a program left out. */
  readonly doubtful?: boolean;
}

/** The source beside what each reading made of it, line by line; blank lines are left out. */
export const explainLines = (
  lines: readonly string[],
  readings: readonly SourceReading[],
  { columns, colors, doubtful = false }: Shown,
): string[] => {
  const all = readings.map(({ account }) => fatesOf(account));
  const rows = lines.flatMap((line, at): Cell[][] => {
    const told = all.map((fates) => fates.get(at + 1) ?? []);
    if (doubtful && !differ(told) && !told.some(isJudged)) return [];
    const most = Math.max(...told.map((fates) => fates.length));
    return Array.from({ length: most }, (_, index) => [
      { text: index === 0 ? String(at + 1) : "", paint: colors.dim },
      { text: index === 0 ? plain(line) : "" },
      ...told.map((fates) => cellOf(fates[index], colors)),
    ]);
  });
  if (rows.length === 0) return [];
  const heads = [
    { head: "line", align: "right" as const },
    { head: "the source", least: 20 },
    ...readings.map(({ head }) => ({ head, least: 24 })),
  ];
  return table(heads, rows, { columns: columns ?? 160, paintHead: colors.dim });
};

const fatesOf = (account: readonly Accounted[]): Map<number, Fate[]> => {
  const fates = new Map<number, Fate[]>();
  for (const { line, end, fate } of account)
    for (let at = line; at <= end; at += 1) fates.set(at, [...(fates.get(at) ?? []), fate]);
  return fates;
};

/** What a todo is made of in one reading is something else, or nothing, in another. */
const differ = (told: readonly (readonly Fate[])[]): boolean =>
  new Set(told.map((fates) => fates.map(kindOf).sort().join())).size > 1;

const isJudged = (fates: readonly Fate[]): boolean =>
  fates.some((fate) => fate.to === "left" && (fate.why === "judged" || fate.why === "unnamed"));

const kindOf = ({ to }: Fate): string => (to === "todo" || to === "text" ? to : "nothing");

const cellOf = (fate: Fate | undefined, colors: Colors): Cell =>
  fate === undefined
    ? { text: "" }
    : {
        text: fateText(fate),
        paint: fate.to === "left" ? colors.dim : fate.to === "todo" ? colors.green : colors.cyan,
      };
