import type { ChangedLines, Line } from "../changed-lines.ts";
import { areWeaker } from "./commands.ts";

/** Whether a setting stood in some file before the change, or stands in one after it: it may have moved. */
export interface MovedSettings {
  readonly wasThere: (text: string) => boolean;
  readonly isThere: (text: string) => boolean;
}

/** What a change takes away and brings in files of settings, however each writes a value. */
export const movedIn = (files: readonly ChangedLines[]): MovedSettings => {
  const settings = files.filter(({ path }) => /\.(?:toml|cfg|ini|json|ya?ml|[cm]?js)$|rc$/.test(path));
  const all = (side: "added" | "deleted") =>
    new Set(settings.flatMap((file) => file[side].map(plainSetting)));
  const [before, after] = [all("deleted"), all("added")];
  const plainOf = (text: string) => plainSetting({ text });
  const words = new Set(settings.flatMap(({ added }) => strictIn(added)));
  return {
    wasThere: (text) => before.has(plainOf(text)),
    isThere: (text) => after.has(plainOf(text)) || words.has(plainOf(text)),
  };
};

const plainSetting = ({ text }: Pick<Line, "text">): string =>
  text
    .slice(0, 2000)
    .replace(/["'[\]{},;\s]/g, "")
    .replace(/^tool\.|^tool:/, "");

/** What has fewer tests found or run, or less of them counted. */
const weaker =
  /--(?:ignore[\s=]|ignore-glob|deselect|collect-only|co\b|no-cov|passWithNoTests)|["'\s=]-[km][\s"',=]|collect_ignore|norecursedirs|python_(?:files|classes|functions)|\b(?:testpaths|omit|exclude_lines|exclude_also|testMatch|testRegex|testPathIgnorePatterns|roots|coveragePathIgnorePatterns|passWithNoTests|spec|grep)\b\s*[=:]|^\s*commands(?:_\w+)?\s*=\s*(?:true|:|echo\b.*)\s*$|["']ignore(?:::|["'])|^\s*ignore:/;

/** What is lost when it goes. */
const strict =
  /xfail_strict|fail_under|filterwarnings|--strict[\w-]*|--cov-fail[\w-]*|^\s*["']?error["']?,?\s*$/g;

const strictIn = (lines: readonly Line[]): string[] =>
  lines.flatMap(({ text }) =>
    (text.slice(0, 2000).match(strict) ?? []).map((word) => plainSetting({ text: word })),
  );

/** Whether settings of tests have fewer of them run, or take less of them seriously, than before. */
export const weakensTests = (
  { added, deleted }: ChangedLines,
  { wasThere, isThere }: MovedSettings,
): boolean => {
  const kept = new Set(strictIn(added));
  return (
    added.some(({ text }) => weaker.test(text) && !wasThere(text)) ||
    strictIn(deleted).some((word) => !kept.has(word) && !isThere(word)) ||
    areWeaker(commandsIn(deleted), [...commandsIn(added), ...added.map(({ text }) => text.trim())]) ||
    environmentsIn(deleted).some((name) => !environmentsIn(added).includes(name))
  );
};

/** Commands of tox: those of a key, and lines below it that are no requirement. */
const commandsIn = (lines: readonly Line[]): string[] =>
  lines.flatMap(({ text }) => {
    const [, command] = /^\s*commands(?:_\w+)?\s*=\s*(\S.*)$/.exec(text) ?? [];
    if (command !== undefined) return [command.replace(/^["'[]+|["'\],]+$/g, "")];
    return /^\s+(?!-|#)[\w./-]+ (?![<>=~!;])[^=;<>]*$/.test(text) ? [text.trim()] : [];
  });

/** Environments that tox tries by itself, whatever version of a language each is of. */
const environmentsIn = (lines: readonly Line[]): string[] =>
  lines
    .map(({ text }) => text.slice(0, 2000).replace(/\{[\d,]*\}/g, ""))
    .flatMap((text) => {
      const [, listed] = /^\s*env_?list\s*=\s*(.*)$/.exec(text) ?? [];
      if (listed === undefined && !environment.test(text)) return [];
      return (listed ?? text).split(/[,\s"'[\]]+/);
    })
    .map((name) => name.replace(/\d[\d.]*/g, ""))
    .filter((name) => name !== "");

const environment = /^\s+(?:py|pypy|style|typ|lint|test|cov|check|mypy)[\w,.-]*$/;
