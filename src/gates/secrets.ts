import { short } from "./commit.ts";
import { passedIf, type ResultWith, type SecretFinding } from "./result.ts";
import { count, shown, some } from "./words.ts";

/** Where a repository names findings, and paths, that are no secrets: read at the base alone. */
export const allowFile = ".milepost-allow";

/** What the scan of a change's added lines came to. */
export interface SecretScan {
  readonly findings: readonly SecretFinding[];
  /** Paths whose added lines are too large to be scanned. */
  readonly unscanned: readonly string[];
  /** How many more there are that the base's own list lets pass; none when it is not told. */
  readonly ignored?: number;
}

/** No added line holds a secret that no person has let pass. */
export const checkSecrets = (
  { findings: all, unscanned, ignored = 0 }: SecretScan,
  allowed: readonly string[] = [],
): ResultWith<"secrets"> => {
  const findings = all.filter(({ id }) => !allowed.includes(id));
  const ok = findings.length === 0 && unscanned.length === 0;
  const passed = all.length - findings.length + ignored;
  const message = [
    ...(ok ? ["no secrets in the added lines"] : [...found(findings), ...tooLarge(unscanned)]),
    ...(passed === 0 ? [] : [`${count(passed, "finding")} let pass by people`]),
  ].join(ok ? "; " : " ");
  const told = { name: "secrets", message, evidence: { of: "secrets", findings } } as const;
  return findings.length === 0 && !ok
    ? { ...told, kind: "unjudged", lacks: "secrets" }
    : { ...told, kind: passedIf(ok) };
};

const found = (findings: readonly SecretFinding[]): string[] => {
  if (findings.length === 0) return [];
  const named = findings.map(
    ({ id, path, line, rule, commit }) =>
      `${shown(path)}:${line} (${rule}, finding ${id}${commit === null ? "" : `, in commit ${short(commit)}`})`,
  );
  return [
    `${count(findings.length, "secret")} in added lines: ${some(named, 10)}. Read each from the environment instead; ` +
      "rewrite the commits that add it, because history keeps what a later commit removes; " +
      "and revoke it if it was ever real. What is none, a person lets pass: `/milepost allow <finding>`, or a line in `" +
      `${allowFile}\` on the base.`,
  ];
};

const tooLarge = (paths: readonly string[]): string[] =>
  paths.length === 0
    ? []
    : [`Too large to be scanned for secrets: ${some(paths.map(shown), 10)}. Split the change.`];
