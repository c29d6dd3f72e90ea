import type { ChangedLines, Line } from "../changed-lines.ts";
import { isBesideTheCode } from "../coverage/beside.ts";
import { familyOf } from "../coverage/languages.ts";
import { nameOf } from "../coverage/paths.ts";
import { count } from "../words.ts";
import { type GamingFinding, warning, weighed } from "./finding.ts";

/** Words by which lines ask coverage tools to look away. */
const ignoring =
  /\b(?:istanbul|c8|v8|vitest|node:coverage|deno-coverage|karma-coverage)[ -](?:ignore|disable)\b|pragma:?\s*no\s*(?:cover|branch)|\b(?:LCOV|GCOV|GCOVR|KCOV)_EXCL|#!?\[\s*(?:coverage\s*\(\s*off|no_coverage|cfg(?:_attr)?\s*\([^\]]*(?:tarpaulin|coverage))|:nocov:|@codeCoverageIgnore|ExcludeFromCodeCoverage|coverage:ignore|@(?:\w+\.)*Generated\b|coveralls-ignore|NOPMD-COV|uncoverable|ExcludeFromJacoco/i;

/** Go leaves a file out of everything by such a line, or by the end of its name. */
const constrained = /^\/\/(?:go:build|\s*\+build)\s/;

/** Code that coverage tools are asked to pass over, or that is not even built. */
export const lookingAway = (
  files: readonly ChangedLines[],
  all: readonly ChangedLines[] = files,
): GamingFinding[] =>
  files
    .filter(({ path }) => familyOf(path) !== null && !isBesideTheCode(path))
    .flatMap((file): GamingFinding[] => {
      const { path, added, deleted } = file;
      const more = matching(added, ignoring) - matching(deleted, ignoring);
      const what = `asks coverage tools to look away in ${count(more, "place")}`;
      const ignored = more > 0 ? [weighed(path, what, hidesMuch(added, deleted))] : [];
      const left = path.endsWith(".go") && matching(added, constrained) > matching(deleted, constrained);
      return left && !wasConstrained(file, all)
        ? [...ignored, warning(path, "is built under some conditions only")]
        : ignored;
    });

/** Whether a file of the same name was built under the same conditions in the place that it left. */
const wasConstrained = ({ path, added }: ChangedLines, all: readonly ChangedLines[]): boolean => {
  const constraints = added.filter(({ text }) => constrained.test(text)).map(({ text }) => text);
  return all.some(
    ({ path: other, status, deleted }) =>
      status === "deleted" &&
      nameOf(other) === nameOf(path) &&
      constraints.every((constraint) => deleted.some(({ text }) => text === constraint)),
  );
};

const matching = (lines: readonly Line[], pattern: RegExp): number =>
  lines.filter(({ text }) => pattern.test(text.slice(0, 2000))).length;

/** Lines that may be hidden one by one before coverage could come out otherwise. */
const fewLines = 5;

/** Whether more is hidden than a few lines, or than what never runs in a test. */
const hidesMuch = (added: readonly Line[], deleted: readonly Line[]): boolean => {
  const hidden = added.filter(({ text }) => ignoring.test(text.slice(0, 2000)));
  const before = new Set(deleted.map(({ text }) => text.trim()));
  const short = new Set([...shortBlocks(added), ...(deleted.length === 0 ? shortBranches(added) : [])]);
  const isBlock = (line: Line) =>
    !before.has(line.text.trim()) && !hidesOneLine(line.text) && !idle.test(line.text) && !short.has(line);
  return hidden.some(isBlock) || hidden.filter(({ text }) => !idle.test(text)).length > fewLines;
};

/** Of Python's pragmas: those of a statement that is one line, and those that are of branches alone. */
const hidesOneLine = (text: string): boolean => {
  const [, code] = /^(.*?)#\s*(?:type:[^#]*#\s*)?pragma:?\s*no\s*(?:cover|branch)/i.exec(text) ?? [];
  return code !== undefined && (/no\s*branch/i.test(text) || !/:\s*$/.test(code));
};

/** The marks of Ruby that begin and end no more than two lines, all of them new. */
const shortBlocks = (added: readonly Line[]): ReadonlySet<Line> => {
  const marks = added.flatMap((line, at) => (/:nocov:/.test(line.text) ? [{ line, at }] : []));
  const pairs = marks.flatMap((begin, at) => {
    const end = at % 2 === 0 ? marks[at + 1] : undefined;
    const lines = end ? end.line.number - begin.line.number : Number.POSITIVE_INFINITY;
    return end && lines <= 3 && end.at - begin.at === lines ? [begin.line, end.line] : [];
  });
  return new Set(marks.length % 2 === 0 ? pairs : []);
};

/** Begins what Python runs in some of its versions, on some systems or without some package alone. */
const ofVersions =
  /^\s*(?:(?:el)?if\s+(?:not\s+)?(?:sys\.(?:version_info|platform)|os\.name|platform\.system\(\))|except\s+\(?(?:ImportError|ModuleNotFoundError)\b|else:)/;

/** Such beginnings, and what else there is then, with two lines in them at most, all of them new. */
const shortBranches = (added: readonly Line[]): Line[] => {
  const indent = ({ text }: Line) => text.search(/\S|$/);
  const bodyOf = (line: Line, at: number): number => {
    const end = added.findIndex(
      (one, place) => place > at && (indent(one) <= indent(line) || one.text === ""),
    );
    return (end < 0 ? added.length : end) - at - 1;
  };
  const short = added.filter(
    (line, at) => ofVersions.test(line.text) && bodyOf(line, at) > 0 && bodyOf(line, at) <= 2,
  );
  // An `else` of anything else may be all of the code.
  return short.some(({ text }) => !/^\s*else:/.test(text)) ? short : [];
};

/** What does nothing when it runs, or runs for no importer. */
const idle =
  /^\s*(?:@(?:\w+\.)?(?:overload|abstractmethod)\b|if (?:\w+\.)?TYPE_CHECKING\b|if __name__ ==|class \w+\([^)]*\bProtocol\b)/;
