import type { ChangedLines } from "../changed-lines.ts";
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
export const checkGaming = (
  changed: readonly ChangedLines[],
  { claims = [], ...rules }: GamingRules & { readonly claims?: readonly GamingFinding[] },
): ResultWith<"gaming"> => {
  const files = changed.map(plainLines);
  const findings = [
    ...[...deletedTests(files), ...weakenedTests(files), ...loweredThresholds(files)],
    ...[...editedRules(files, rules), ...lookingAway(files), ...unmeasuredCode(files)],
    ...claims,
  ];
  const named = findings.map(({ path, what }) => `${shown(path)}: ${what}`);
  const message =
    findings.length === 0
      ? "no test, threshold or rule was weakened"
      : `for the reviewer to confirm: ${some(named, 20)}`;
  const kind = findings.length === 0 ? "passed" : "warned";
  return { name: "gaming", kind, message, evidence: { of: "gaming", findings } };
};
