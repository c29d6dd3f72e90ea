import type { Accounted } from "../../core/import/account.ts";
import { fateText } from "../../core/import/counts.ts";
import { plain } from "../text/clip.ts";
import type { Colors } from "../text/colors.ts";
import { type Cell, table } from "../text/table.ts";

/** The source beside what became of it, line by line; blank lines are left out. */
export const explainLines = (
  lines: readonly string[],
  account: readonly Accounted[],
  { columns, colors }: { columns: number | null; colors: Colors },
): string[] => {
  const fates = new Map<number, Accounted[]>();
  for (const one of account)
    for (let line = one.line; line <= one.end; line += 1) fates.set(line, [...(fates.get(line) ?? []), one]);
  const rows = lines.flatMap((line, at): Cell[][] => {
    const told = fates.get(at + 1) ?? [];
    if (told.length === 0) return [];
    return told.map(({ fate }, index) => [
      { text: index === 0 ? String(at + 1) : "", paint: colors.dim },
      { text: index === 0 ? plain(line) : "" },
      {
        text: fateText(fate),
        paint: fate.to === "left" ? colors.dim : fate.to === "todo" ? colors.green : colors.cyan,
      },
    ]);
  });
  const heads = [
    { head: "line", align: "right" as const },
    { head: "the source", least: 20 },
    { head: "what became of it", least: 24 },
  ];
  const widest = columns ?? 160;
  return table(heads, rows, { columns: widest, paintHead: colors.dim });
};
