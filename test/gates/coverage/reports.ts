import { readFileSync } from "node:fs";
import type { CoverageReport } from "../../../src/gates/coverage/report.ts";

/** The text of a report in `reports/`; most were written by the tools themselves. */
export const report = (name: string): string =>
  readFileSync(new URL(`reports/${name}`, import.meta.url), "utf8");

/** A report in a form that a person can compare: `3:1 4:0` is line 3, which ran once, and line 4, which never ran. */
export const readable = (files: CoverageReport): Record<string, string> =>
  Object.fromEntries(
    [...files].map(([path, { hits }]) => [
      path,
      [...hits]
        .toSorted(([a], [b]) => a - b)
        .map(([line, times]) => `${line}:${times}`)
        .join(" "),
    ]),
  );
