import { short } from "./commit.ts";
import { count, shown, some } from "./words.ts";

/** A secret in an added line: where and by which rule it was found, never what it is. */
export interface SecretFinding {
  readonly path: string;
  /** The line, from 1, in `commit`. */
  readonly line: number;
  /** The rule's name, such as `github/GITHUB_TOKEN`. */
  readonly rule: string;
  /** The commit that adds it and is no longer to be seen at the head; `null` when it is in the head. */
  readonly commit: string | null;
}

/** What the scan of a change's added lines came to. */
export interface SecretScan {
  readonly findings: readonly SecretFinding[];
  /** Paths whose added lines are too large to be scanned. */
  readonly unscanned: readonly string[];
}

export interface SecretsResult {
  readonly name: "secrets";
  readonly level: "error";
  readonly ok: boolean;
  readonly message: string;
  readonly findings: readonly SecretFinding[];
}

/** No added line holds a secret. */
export function checkSecrets({ findings, unscanned }: SecretScan): SecretsResult {
  const ok = findings.length === 0 && unscanned.length === 0;
  const message = ok
    ? "no secrets in the added lines"
    : [...found(findings), ...tooLarge(unscanned)].join(" ");
  return { name: "secrets", level: "error", ok, message, findings };
}

function found(findings: readonly SecretFinding[]): string[] {
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
}

const tooLarge = (paths: readonly string[]): string[] =>
  paths.length === 0
    ? []
    : [`Too large to be scanned for secrets: ${some(paths.map(shown), 10)}. Split the change.`];
