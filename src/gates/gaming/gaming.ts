import type { ChangedLines } from "../changed-lines.ts";
import { atOnce, type InPieces, piecewise } from "../pieces.ts";
import type { ResultWith } from "../result.ts";
import { shown, some } from "../words.ts";
import { weakenedTests } from "./assertions.ts";
import type { GamingFinding } from "./finding.ts";
import { plainLines } from "./plain.ts";
import { lookingAway } from "./pragmas.ts";
import { editedRules, type GamingRules } from "./rule-files.ts";
import { deletedTests } from "./tests.ts";
import { loweredThresholds } from "./thresholds.ts";
import { unmeasuredCode } from "./unmeasured.ts";

/**
 * Names what may be right, and is for the reviewer to judge: tests that go, thresholds that fall, and edits of what
 * the gates read. It never fails a change.
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
  const findings = [
    ...(yield* deletedTests(files)),
    ...(yield* weakenedTests(files)),
    ...(yield* piecewise(files, loweredThresholds)),
    ...(yield* piecewise(files, (some) => editedRules(some, rules))),
    ...(yield* piecewise(files, lookingAway)),
    ...(yield* unmeasuredCode(files)),
    ...claims,
  ];
  const named = findings.map(({ path, what }) => `${shown(path)}: ${what}`);
  const message =
    findings.length === 0
      ? "no test, threshold or rule was weakened"
      : `for the reviewer to confirm: ${some(named, 20)}`;
  const kind = findings.length === 0 ? "passed" : "warned";
  return { name: "gaming", kind, message, evidence: { of: "gaming", findings } };
}
