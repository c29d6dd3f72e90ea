import type { ChangedLines } from "../changed-lines.ts";
import { atOnce, type InPieces, piecewise } from "../pieces.ts";
import type { ResultWith } from "../result.ts";
import { shown, some } from "../words.ts";
import { weakenedTests } from "./assertions.ts";
import { type GamingFinding, isWarning } from "./finding.ts";
import { plainLines } from "./plain.ts";
import { pointersIn } from "./pointers.ts";
import { lookingAway } from "./pragmas.ts";
import { editedRules, type GamingRules } from "./rule-files.ts";
import { movedIn } from "./settings.ts";
import { deletedTests } from "./tests.ts";
import { loweredThresholds } from "./thresholds.ts";
import { unmeasuredCode } from "./unmeasured.ts";

/**
 * Names what may be right, and is for the reviewer to judge: tests that go, thresholds that fall, and edits of what
 * the gates read. It never fails a change, and warns only of what weakens or redirects what judges it.
 */
export const checkGaming = (changed: readonly ChangedLines[], rules: Asked): ResultWith<"gaming"> =>
  atOnce(gamingInPieces(changed, rules));

type Asked = GamingRules & { readonly claims?: readonly GamingFinding[] };

/** The same in pieces. */
export function* gamingInPieces(
  changed: readonly ChangedLines[],
  { claims = [], ...rules }: Asked,
): InPieces<ResultWith<"gaming">> {
  const files = yield* piecewise(changed, (some) => some.map(plainLines));
  const moved = movedIn(files);
  const findings = [
    ...(yield* deletedTests(files)),
    ...(yield* weakenedTests(files)),
    ...(yield* piecewise(files, loweredThresholds)),
    ...(yield* piecewise(files, (some) => editedRules(some, { ...rules, moved, files }))),
    ...(yield* piecewise(files, (some) => lookingAway(some, files))),
    ...(yield* unmeasuredCode(files)),
    ...(yield* piecewise(changed, pointersIn)),
    ...claims,
  ];
  const kind = findings.some(isWarning) ? "warned" : "passed";
  return { name: "gaming", kind, message: messageOf(findings), evidence: { of: "gaming", findings } };
}

const messageOf = (findings: readonly GamingFinding[]): string => {
  const warnings = findings.filter(isWarning);
  const notes = findings.filter((one) => !isWarning(one));
  const said =
    warnings.length === 0
      ? "no test, threshold or rule was weakened"
      : `for the reviewer to confirm: ${some(warnings, 20, named)}`;
  return notes.length === 0 ? said : `${said}; to know of: ${some(notes, 20, named)}`;
};

const named = ({ path, what }: GamingFinding): string => `${shown(path)}: ${what}`;
