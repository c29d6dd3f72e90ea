import type { ChangedLines } from "../changed-lines.ts";
import { isBesideTheCode } from "../coverage/beside.ts";
import { familyOf } from "../coverage/languages.ts";
import { type InPieces, piecewise } from "../pieces.ts";
import { importsAmong } from "../split/imports.ts";
import { type GamingFinding, warning } from "./finding.ts";

/** Production code that takes in files of a place that coverage does not measure, among those that the change brings. */
export function* unmeasuredCode(files: readonly ChangedLines[]): InPieces<GamingFinding[]> {
  const code = yield* piecewise(files, (some) =>
    some.filter(({ path, status }) => familyOf(path) !== null && status !== "deleted"),
  );
  const besides = yield* piecewise(code, (some) => some.filter(({ path }) => isBesideTheCode(path)));
  const beside = new Set(besides.map(({ path }) => path));
  if (beside.size === 0 || beside.size === code.length) return [];
  const imports = importsAmong(
    code.map(({ path, added }) => ({ path, lines: added.map(({ text }) => text) })),
  );
  const taken = [...imports].filter(([path]) => !beside.has(path)).flatMap(([, needs]) => needs);
  return [...new Set(taken)]
    .filter((path) => beside.has(path))
    .map((path) => warning(path, "is used by production code, and is where coverage does not measure"));
}
