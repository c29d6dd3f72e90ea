import { allPass } from "../../core/gate-outcome.ts";
import { cell } from "../../core/publish/line.ts";
import { gateTable } from "../list.ts";
import type { Judged } from "../report.ts";
import type { GateResult, SizedFile } from "../result.ts";
import { measured, overBy } from "../room.ts";
import { moved } from "../size-notes.ts";
import type { Part } from "../split/split.ts";
import { count, grouped, shown, some } from "../words.ts";

/** Rows of a table: a comment holds 65,536 characters, and nobody reads that many. */
const most = 40;

/** The result as a comment for a pull request. */
export const gateMarkdown = ({ base, head, results }: Judged): string =>
  [
    `**The gates ${allPass(results) ? "pass" : "do not pass"}** at ${head.sha}, measured from ${base.sha}.`,
    gateTable(results.map(brief)),
    ...results.flatMap(({ evidence }) => (evidence.of === "size" ? sizeTables(evidence) : [])),
  ].join("\n\n");

/** What a table below says is not said in the row, too. */
const brief = (result: GateResult): GateResult => {
  const { evidence } = result;
  if (evidence.of !== "size" || evidence.parts.length < 2) return result;
  const { took, limits } = evidence;
  const message = `${measured(took, limits)}: hand it in as the parts below, or take ${overBy(took, limits)} out`;
  return { ...result, message };
};

const sizeTables = ({ parts, files }: SizeTables): string[] => [
  ...(parts.length > 1 ? [partTable(parts)] : []),
  ...(files.length > 0 ? [fileList(files)] : []),
];

interface SizeTables {
  readonly parts: readonly Part[];
  readonly files: readonly SizedFile[];
}

const partTable = (parts: readonly Part[]): string =>
  [
    "| part | lines | what | files |",
    "|--:|--:|---|---|",
    ...parts
      .slice(0, most)
      .map(
        ({ title, lines, paths }, at) =>
          `| ${at + 1} | ${grouped(lines)} | ${cell(title)} | ${cell(some(paths, 5, shown))} |`,
      ),
    ...moreRow(parts.length, 4),
  ].join("\n");

const fileList = (files: readonly SizedFile[]): string => {
  const sorted = files.toSorted((a, b) => b.added + b.deleted - (a.added + a.deleted));
  const rows = sorted
    .slice(0, most)
    .map(
      ({ path, from, added, deleted, reason }) =>
        `| ${cell(moved(from, path))} | ${grouped(added)} | ${grouped(deleted)} | ${reason === null ? "yes" : cell(reason)} |`,
    );
  return [
    `<details><summary>${count(files.length, "file")}</summary>`,
    ["| file | added | deleted | counted |", "|---|--:|--:|---|", ...rows, ...moreRow(files.length, 4)].join(
      "\n",
    ),
    "</details>",
  ].join("\n\n");
};

const moreRow = (length: number, columns: number): string[] =>
  length > most ? [`| and ${grouped(length - most)} more ${"| ".repeat(columns - 1)}|`] : [];
