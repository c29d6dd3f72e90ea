import { type Cell, type Column, table } from "../src/cli/text/table.ts";
import { type Figure, isMet, ratioOf } from "./figure.ts";

const columns: readonly Column[] = [
  { head: "figure" },
  { head: "value", align: "right" },
  { head: "floor", align: "right" },
  { head: "ratio", align: "right" },
  { head: "target", align: "right" },
  { head: "" },
];

/** The figures as a table, a line each under their heads. */
export const figureTable = (figures: readonly Figure[]): string[] =>
  table(columns, figures.map(rowOf), { columns: null, paintHead: (text) => text });

const rowOf = (figure: Figure): Cell[] => {
  const { name, unit, value, floor, target } = figure;
  const ratio = ratioOf(figure);
  const most = target && `≤ ${rounded(target.most)}${target.of === "ratio" ? " × floor" : ` ${unit}`}`;
  const texts = [
    name,
    `${rounded(value)} ${unit}`,
    floor === null ? "" : `${rounded(floor)} ${unit}`,
    ratio === null ? "" : `${rounded(ratio)} ×`,
    most ?? "",
    { true: "ok", false: "missed", null: "" }[`${isMet(figure)}`],
  ];
  return texts.map((text) => ({ text }));
};

/** To a tenth where that says something. */
export const rounded = (value: number): string =>
  value.toFixed(value < 30 && !Number.isInteger(value) ? 1 : 0);
