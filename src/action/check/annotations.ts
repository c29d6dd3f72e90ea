import { count } from "../../core/count.ts";
import { isFailure, isObjection } from "../../core/gate-outcome.ts";
import { isWarning } from "../../gates/gaming/finding.ts";
import type { GateEvidence, GateResult, SizedFile } from "../../gates/result.ts";
import { annotate, type Place } from "../commands.ts";

/** Marks that GitHub shows of one step and level. */
const maxMarks = 10;

interface Mark {
  readonly level: "error" | "warning";
  readonly message: string;
  readonly place: Place | null;
}

/** Marks what does not pass: on the files and lines that it is about, else on the run. */
export const annotateFailures = (results: readonly GateResult[]): void => {
  const marks = results.filter(isObjection).flatMap(marksOf);
  for (const level of ["error", "warning"] as const) {
    for (const { message, place } of marks.filter((mark) => mark.level === level).slice(0, maxMarks)) {
      annotate(level, message, place);
    }
  }
};

const marksOf = (result: GateResult): Mark[] => {
  const { name, message, evidence } = result;
  const level = isFailure(result) ? "error" : "warning";
  return [{ text: message, place: null }, ...placesOf(evidence, message)].map(({ text, place }) => ({
    ...{ level, message: `${name}: ${text}`, place },
  }));
};

interface Placed {
  readonly text: string;
  readonly place: Place;
}

const placesOf = (evidence: GateEvidence, message: string): Placed[] => {
  switch (evidence.of) {
    case "paths":
      return evidence.paths.map((file) => ({ text: message, place: { file } }));
    case "secrets":
      return evidence.findings.map(({ path, line, rule }) => ({ text: rule, place: { file: path, line } }));
    case "gaming":
      return evidence.findings
        .filter(isWarning)
        .map(({ path, what }) => ({ text: what, place: { file: path } }));
    case "size":
      return largest(evidence.files).map(({ path, lines }) => ({
        text: `${count(lines, "hand-written line is", "hand-written lines are")} in this file`,
        place: { file: path },
      }));
    case "commits":
    case "commands":
    case "coverage":
    case "nothing":
      return [];
    default:
      return evidence satisfies never;
  }
};

/** Where most of a change's lines are: what to look at first when it is to be split. */
const largest = (files: readonly SizedFile[]): SizedFile[] =>
  files
    .filter(({ counted }) => counted)
    .toSorted((one, other) => other.lines - one.lines)
    .slice(0, 5);
