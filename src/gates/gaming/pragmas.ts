import type { ChangedLines, Line } from "../changed-lines.ts";
import { isBesideTheCode } from "../coverage/beside.ts";
import { familyOf } from "../coverage/languages.ts";
import { count } from "../words.ts";
import { type GamingFinding, warning, weighed } from "./finding.ts";

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
      const what = `asks coverage tools to look away in ${count(more, "place")}`;
      const ignored = more > 0 ? [weighed(path, what, hidesMuch(added, deleted))] : [];
      const left = path.endsWith(".go") && matching(added, constrained) > matching(deleted, constrained);
      return left ? [...ignored, warning(path, "is built under some conditions only")] : ignored;
    });

const matching = (lines: readonly Line[], pattern: RegExp): number =>
  lines.filter(({ text }) => pattern.test(text.slice(0, 2000))).length;

/** Lines that may be hidden one by one before coverage could come out otherwise. */
const fewLines = 5;

/** Whether more is hidden than a few lines, or than what never runs in a test. */
const hidesMuch = (added: readonly Line[], deleted: readonly Line[]): boolean => {
  const hidden = added.filter(({ text }) => ignoring.test(text.slice(0, 2000)));
  const before = new Set(deleted.map(({ text }) => text.trim()));
  const isBlock = ({ text }: Line) => !before.has(text.trim()) && !hidesOneLine(text) && !idle.test(text);
  return hidden.some(isBlock) || hidden.filter(({ text }) => !idle.test(text)).length > fewLines;
};

/** Of Python's pragmas: those of a statement that is one line, and those that are of branches alone. */
const hidesOneLine = (text: string): boolean => {
  const [, code] = /^(.*?)#\s*(?:type:[^#]*#\s*)?pragma:?\s*no\s*(?:cover|branch)/i.exec(text) ?? [];
  return code !== undefined && (/no\s*branch/i.test(text) || !/:\s*$/.test(code));
};

/** What does nothing when it runs, or runs for no importer. */
const idle =
  /^\s*(?:@(?:\w+\.)?(?:overload|abstractmethod)\b|if (?:\w+\.)?TYPE_CHECKING\b|if __name__ ==|class \w+\([^)]*\bProtocol\b)/;
