import { isFailure } from "../../core/gate-outcome.ts";
import { atOnce } from "../../gates/pieces.ts";
import type { Judged } from "../../gates/report.ts";
import type { GateResult, SizedFile } from "../../gates/result.ts";
import { measured, overBy } from "../../gates/room.ts";
import { moved, sizeNotes } from "../../gates/size-notes.ts";
import type { Part } from "../../gates/split/split.ts";
import { count, grouped, shown, some } from "../../gates/words.ts";
import { plain } from "../text/clip.ts";
import type { Colors } from "../text/colors.ts";
import { type Column, table } from "../text/table.ts";

/** How wide it may be, `null` for as wide as it takes, and what to paint with. */
interface Place {
  readonly columns: number | null;
  readonly colors: Colors;
}

/** The result as people read it: a line a gate, then how a change over the limit is made up and could be split. */
export const gateLines = ({ base, head, results }: Judged, place: Place): string[] => {
  const { colors } = place;
  const from = `${plain(base.name)}..${plain(head.name)}`;
  return [
    `${colors.bold(from)} ${colors.dim(`${base.sha.slice(0, 10)}..${head.sha.slice(0, 10)}`)}`,
    "",
    ...results.map((result) => resultLine(result, colors)),
    ...results.flatMap((result) => sizeLines(result, place)),
  ];
};

/** Messages are never cut: their end is what to do. */
const resultLine = (result: GateResult, colors: Colors): string => {
  const { mark, paint } = markOf(result, colors);
  const { name, message, evidence } = result;
  const said = evidence.of === "size" ? measured(evidence.took, evidence.limits) : message;
  return `${paint(mark)} ${paint(name.padEnd(10))} ${plain(said)}`;
};

const markOf = ({ kind }: GateResult, { green, red, yellow, dim }: Colors) => {
  switch (kind) {
    case "passed":
      return { mark: "✓", paint: green };
    case "failed":
    case "unjudged":
      return { mark: "✗", paint: red };
    case "skipped":
      return { mark: "-", paint: dim };
    case "warned":
      return { mark: "!", paint: yellow };
    default:
      return kind satisfies never;
  }
};

const sizeLines = (result: GateResult, place: Place): string[] => {
  const { evidence } = result;
  if (evidence.of !== "size") return [];
  const { took, limits, files, parts } = evidence;
  const uncounted = uncountedLines(files, place);
  if (!isFailure(result)) return uncounted;
  return [
    "",
    ...fileTable(files, place),
    ...uncounted,
    "",
    `Split it, or take ${overBy(took, limits)} out.`,
    ...(parts.length > 1 ? splitLines(parts, place) : []),
  ];
};

/** Rows of a table; who wants all asks for JSON. */
const maxRows = 20;

const fileTable = (files: readonly SizedFile[], { columns, colors }: Place): string[] => {
  const counted = files.filter((file) => file.counted).toSorted((a, b) => b.lines - a.lines);
  const heads: Column[] = [
    { head: "added", align: "right" },
    { head: "deleted", align: "right" },
    { head: "file", least: 20 },
  ];
  const rows = counted
    .slice(0, maxRows)
    .map(({ path, from, added, deleted }) => [
      { text: grouped(added) },
      { text: grouped(deleted) },
      { text: plain(moved(from, path)) },
    ]);
  return [...table(heads, rows, { columns, paintHead: colors.dim }), ...more(counted.length, "file")];
};

const uncountedLines = (files: readonly SizedFile[], { colors }: Place): string[] => {
  const left = files.filter(({ handWritten }) => !handWritten);
  const named = some(left, 3, ({ path, reason }) => `${shown(path)} (${reason ?? ""})`);
  return [...(left.length === 0 ? [] : [`not counted: ${named}`]), ...atOnce(sizeNotes(files))].map((line) =>
    colors.dim(plain(line)),
  );
};

const splitLines = (parts: readonly Part[], { columns, colors }: Place): string[] => {
  const heads: Column[] = [
    { head: "part", align: "right" },
    { head: "lines", align: "right" },
    { head: "what", least: 16 },
    { head: "files", least: 16, dropped: 1 },
  ];
  const rows = parts
    .slice(0, maxRows)
    .map(({ title, lines, paths }, at) => [
      { text: String(at + 1) },
      { text: grouped(lines) },
      { text: plain(title), paint: colors.bold },
      { text: plain(some(paths, 3, shown)), paint: colors.dim },
    ]);
  return [
    `It could be handed in as ${count(parts.length, "part")}, in this order:`,
    "",
    ...table(heads, rows, { columns, paintHead: colors.dim }),
    ...more(parts.length, "part"),
  ];
};

const more = (length: number, noun: string): string[] =>
  length > maxRows ? [`and ${count(length - maxRows, `more ${noun}`)}; --json lists all`] : [];
