import type { ChangedLines, Line } from "../changed-lines.ts";
import { isBesideTheCode } from "../coverage/beside.ts";
import { familyOf } from "../coverage/languages.ts";
import { count } from "../words.ts";
import type { GamingFinding } from "./finding.ts";

/** Words by which lines ask coverage tools to look away. */
const ignoring =
  /\b(?:istanbul|c8|v8|vitest|node:coverage|deno-coverage|karma-coverage)[ -](?:ignore|disable)\b|pragma:?\s*no\s*(?:cover|branch)|\b(?:LCOV|GCOV|GCOVR|KCOV)_EXCL|#!?\[\s*(?:coverage\s*\(\s*off|no_coverage|cfg(?:_attr)?\s*\([^\]]*(?:tarpaulin|coverage))|:nocov:|@codeCoverageIgnore|ExcludeFromCodeCoverage|coverage:ignore|@(?:\w+\.)*Generated\b|coveralls-ignore|NOPMD-COV|uncoverable|ExcludeFromJacoco/i;

/** Go leaves a file out of everything by such a line, or by the end of its name. */
const constrained = /^\/\/(?:go:build|\s*\+build)\s/;

/** Code that coverage tools are asked to pass over, or that is not even built. */
export const lookingAway = (files: readonly ChangedLines[]): GamingFinding[] =>
  files
    .filter(({ path }) => familyOf(path) !== null && !isBesideTheCode(path))
    .flatMap(({ path, added, deleted }): GamingFinding[] => {
      const more = matching(added, ignoring) - matching(deleted, ignoring);
      const ignored =
        more > 0 ? [{ path, what: `asks coverage tools to look away in ${count(more, "place")}` }] : [];
      const left = path.endsWith(".go") && matching(added, constrained) > matching(deleted, constrained);
      return left ? [...ignored, { path, what: "is built under some conditions only" }] : ignored;
    });

const matching = (lines: readonly Line[], pattern: RegExp): number =>
  lines.filter(({ text }) => pattern.test(text.slice(0, 2000))).length;
