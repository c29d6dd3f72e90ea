import { short } from "./commit.ts";
import { passedIf, type ResultWith, type SecretFinding } from "./result.ts";
import { count, shown, some } from "./words.ts";

/** What the scan of a change's added lines came to. */
export interface SecretScan {
  readonly findings: readonly SecretFinding[];
  /** Paths whose added lines are too large to be scanned. */
  readonly unscanned: readonly string[];
}

/** No added line holds a secret. */
export const checkSecrets = ({ findings, unscanned }: SecretScan): ResultWith<"secrets"> => {
  const ok = findings.length === 0 && unscanned.length === 0;
  const message = ok
    ? "no secrets in the added lines"
    : [...found(findings), ...tooLarge(unscanned)].join(" ");
  const told = { name: "secrets", message, evidence: { of: "secrets", findings } } as const;
  return findings.length === 0 && !ok
    ? { ...told, kind: "unjudged", lacks: "secrets" }
    : { ...told, kind: passedIf(ok) };
};

const found = (findings: readonly SecretFinding[]): string[] => {
  if (findings.length === 0) return [];
  const named = findings.map(
    ({ path, line, rule, commit }) =>
      `${shown(path)}:${line} (${rule}${commit === null ? "" : `, in commit ${short(commit)}`})`,
  );
  return [
    `${count(findings.length, "secret")} in added lines: ${some(named, 10)}. Read each from the environment instead; ` +
      "rewrite the commits that add it, because history keeps what a later commit removes; " +
      "and revoke it if it was ever real.",
  ];
};

const tooLarge = (paths: readonly string[]): string[] =>
  paths.length === 0
    ? []
    : [`Too large to be scanned for secrets: ${some(paths.map(shown), 10)}. Split the change.`];
