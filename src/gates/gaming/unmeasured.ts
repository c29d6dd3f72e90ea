import type { ChangedLines } from "../changed-lines.ts";
import { isBesideTheCode } from "../coverage/beside.ts";
import { familyOf } from "../coverage/languages.ts";
import { shown } from "../words.ts";
import type { GamingFinding } from "./finding.ts";

/** A module that a line takes in. */
const importing = /\b(?:from|import|require|include|use|mod)\b\s*\(?\s*['"<]?([\w@./:\\-]+)/g;

/** Production code that takes in files of a place that coverage does not measure, among those that the change brings. */
export const unmeasuredCode = (files: readonly ChangedLines[]): GamingFinding[] => {
  const beside = files.filter(
    ({ path, status }) => status === "added" && familyOf(path) !== null && isBesideTheCode(path),
  );
  if (beside.length === 0) return [];
  const taken = new Set(
    files
      .filter(({ path }) => familyOf(path) !== null && !isBesideTheCode(path))
      .flatMap(({ added }) => added.flatMap(({ text }) => modulesIn(text))),
  );
  return beside
    .filter(({ path }) => taken.has(endOf(path)))
    .map(({ path }) => ({
      path,
      what: `is used by production code, and coverage does not measure ${shown(path)}`,
    }));
};

const modulesIn = (text: string): string[] =>
  [...text.slice(0, 2000).matchAll(importing)].map(([, module = ""]) =>
    endOf(module.replaceAll(/::|\\|(?<=\w)\.(?=\w+\.)/g, "/")),
  );

/** The last two names of a path, without endings: as imports of every kind end. */
const endOf = (path: string): string =>
  path
    .replace(/^[./@]+/, "")
    .replace(/\.(?:[cm]?[jt]sx?|py|go|rs|java|kt|rb|php)$/, "")
    .split(/[/.]/)
    .slice(-2)
    .join("/");
