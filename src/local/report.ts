import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Board } from "../core/board/board.ts";
import { reportMarkdown } from "../core/board/report-markdown.ts";
import { MilepostError } from "../core/error.ts";
import type { Home } from "./home.ts";

/** The report that the end of every run writes. */
export const reportFile = ({ dir }: Pick<Home, "dir">, plan: string): string =>
  join(dir, "reports", `${plan}.html`);

/** Where a report goes, and what links in it lead to. */
interface ReportTarget {
  readonly file: string;
  /** The repository's address on the web; `null` where nobody else can open it. */
  readonly web: string | null;
}

/**
 * Writes the report of a plan: Markdown where the file's name says so, else one HTML file.
 *
 * @throws {MilepostError} when it cannot be written.
 */
export const writeReport = async (board: Board, { file, web }: ReportTarget): Promise<void> => {
  const text = await reportText(board, file.endsWith(".md") ? "markdown" : "html", web);
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  } catch (cause) {
    throw new MilepostError(`could not write the report ${file}`, {
      hint: "name a file in a folder that you may write to, with --output",
      cause,
    });
  }
};

/** The report as it is written; what makes pages is loaded only then. */
export const reportText = async (
  board: Board,
  form: "html" | "markdown",
  web: string | null,
): Promise<string> =>
  form === "markdown"
    ? reportMarkdown(board)
    : (await import("../web/plan/report.tsx")).reportHtml(board, web);
