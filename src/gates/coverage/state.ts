import { MilepostError } from "../../core/error.ts";
import { grouped } from "../words.ts";
import { type MappedReport, mapReport } from "./map.ts";
import { parseReport } from "./parse.ts";
import type { CoveredRepository } from "./repository.ts";

/** A configured report as it was found, and what must be true of it. */
export interface FoundReport {
  /** The report's path in the repository, as the plan names it. */
  readonly path: string;
  /** Its text and when it was written, in milliseconds since 1970; `null` when there is no such file. */
  readonly file: { readonly text: string; readonly writtenAt: number } | null;
  /** The commit whose files the report was made from; `null` when nobody knows. */
  readonly commit: string | null;
  readonly head: string;
  /** What the report must not be older than, in milliseconds since 1970; `null` when it may be of any age. */
  readonly notBefore: { readonly at: number; readonly event: "verify" | "commit" } | null;
}

/** A report that can be judged by, or why there is none and what to do about it. */
export type ReportState =
  | { readonly kind: "read"; readonly report: MappedReport }
  | { readonly kind: "missing" | "stale" | "unreadable"; readonly reason: string; readonly fix: string };

/** Reports over this many characters are refused: no project writes them. */
export const maxCharacters = 256 * 1024 * 1024;

/** Reads a report that is there, of this head and new enough. */
export const readReport = (found: FoundReport, repository: CoveredRepository): ReportState => {
  const { path, file } = found;
  if (file === null) return missing(path);
  const reason = staleness(found, file.writtenAt);
  if (reason !== null) return { kind: "stale", reason: `${path} is stale: ${reason}`, fix: rerun };
  try {
    if (file.text.length > maxCharacters) throw tooLarge(file.text.length);
    return { kind: "read", report: mapReport(parseReport(path, file.text), path, repository) };
  } catch (error) {
    if (error instanceof MilepostError) return unreadable(path, error);
    throw error;
  }
};

const rerun = "run the plan's `verify` commands again on this head, and see that they write the report";

const missing = (path: string): ReportState => ({
  kind: "missing",
  reason: `there is no report at ${path}`,
  fix: "let a `verify` command write it there, or correct `coverage.report` in the plan",
});

/** A report that is there and cannot be read, or not as a coverage report. */
export const unreadable = (path: string, { message, hint }: MilepostError): ReportState => ({
  kind: "unreadable",
  reason: `${path} cannot be read: ${message}`,
  fix: hint ?? rerun,
});

/** File systems and commits may know whole seconds only, so parts of a second make nothing stale. */
const staleness = ({ commit, head, notBefore }: FoundReport, writtenAt: number): string | null => {
  if (commit !== null && commit !== head) {
    return `it was made for commit ${commit.slice(0, 12)}, and the head is ${head.slice(0, 12)}`;
  }
  if (notBefore === null) return null;
  const seconds = Math.floor(notBefore.at / 1000) - Math.floor(writtenAt / 1000);
  return seconds > 0 ? `it was written ${grouped(seconds)} s before ${events[notBefore.event]}` : null;
};

const events = { verify: "the verify commands started", commit: "the head commit was made" } as const;

const tooLarge = (characters: number): MilepostError =>
  new MilepostError(`it has ${grouped(characters)} characters, and ${grouped(maxCharacters)} are the limit`, {
    hint: "let the report hold the project's own files only",
  });
