import { count } from "../../core/count.ts";
import type { GateResult } from "../../gates/gate.ts";
import { annotate, type Place } from "../commands.ts";

/** Marks that GitHub shows of one step and level. */
const most = 10;

interface Mark {
  readonly level: "error" | "warning";
  readonly message: string;
  readonly place: Place | null;
}

/** Marks what does not pass: on the files and lines that it is about, else on the run. */
export const annotateFailures = (results: readonly GateResult[]): void => {
  const marks = results.filter(({ ok }) => !ok).flatMap(marksOf);
  for (const level of ["error", "warning"] as const) {
    for (const { message, place } of marks.filter((mark) => mark.level === level).slice(0, most)) {
      annotate(level, message, place);
    }
  }
};

const marksOf = (result: GateResult): Mark[] => {
  const { name, level, message } = result;
  const mark = (text: string, place: Place | null): Mark => ({ level, message: `${name}: ${text}`, place });
  const placed = [
    ...(result.paths ?? []).map((file) => mark(message, { file })),
    ...(result.findings ?? []).map((finding) =>
      "rule" in finding
        ? mark(finding.rule, { file: finding.path, line: finding.line })
        : mark(finding.what, { file: finding.path }),
    ),
    ...largest(result).map(({ path, lines }) =>
      mark(`${count(lines, "hand-written line is", "hand-written lines are")} in this file`, { file: path }),
    ),
  ];
  return [mark(message, null), ...placed];
};

/** Where most of a change's lines are: what to look at first when it is to be split. */
const largest = ({ files = [] }: GateResult): { path: string; lines: number }[] =>
  files
    .filter(({ counted }) => counted)
    .map(({ path, lines }) => ({ path, lines }))
    .sort((one, other) => other.lines - one.lines)
    .slice(0, 5);
