import { MilepostError } from "../core/error.ts";
import { isObjection } from "../core/gate-outcome.ts";
import { cell } from "../core/publish/line.ts";
import type { ChangedLines } from "./changed-lines.ts";
import type { CommitFacts } from "./commit.ts";
import { type CoverageFacts, coverage as checkCoverage } from "./coverage.ts";
import { checkDco } from "./dco.ts";
import { claimsIn, claimsInPieces } from "./gaming/claims.ts";
import { checkGaming, gamingInPieces } from "./gaming/gaming.ts";
import type { Facts, Gate, GateRules } from "./gate.ts";
import { judgeGenerated } from "./generated/judge.ts";
import { matcher } from "./glob.ts";
import type { InPieces } from "./pieces.ts";
import { type GateResult, skipped, unjudged } from "./result.ts";
import { protectedPaths, scope } from "./scope.ts";
import { checkSecrets } from "./secrets.ts";
import { checkSignatures } from "./signature.ts";
import { size } from "./size.ts";
import { verify } from "./verify.ts";

const dco: Gate = {
  name: "dco",
  reads: ["commits"],
  check: ({ commits, remediation, base = "<base>" }, { appAuthor }) =>
    commits
      ? checkDco(
          commits.map((commit) => (commit.author.email === appAuthor ? { ...commit, isBot: true } : commit)),
          { base, ...(remediation ? { remediation } : {}) },
        )
      : unjudged("dco", "commits"),
};

const signature: Gate = {
  name: "signature",
  reads: ["commits", "signatures"],
  check: ({ signatures, commits, base }, rules) => {
    if (!isAsked("signature", rules)) return skipped("signature", "the plan asks for no signatures");
    if (!signatures) return unjudged("signature", "signatures");
    const exempt = new Set(commits?.filter(isBy(rules.unsignedAuthor)).map(({ sha }) => sha));
    return checkSignatures(
      signatures.filter(({ sha }) => !exempt.has(sha)),
      { keys: null, ...(base === undefined ? {} : { base }) },
    );
  },
};

const isBy =
  (email: string | null | undefined) =>
  ({ author, committer }: CommitFacts): boolean =>
    typeof email === "string" && author.email === email && committer.email === email;

const coverage: Gate = {
  name: "coverage",
  reads: ["lines", "checkout"],
  check: ({ report, changed, attributes, files, verified }, { limits, generated, coverage: asked }) => {
    if (!report) return unreported(verified?.some(({ ok }) => !ok) === true);
    if (!changed) return unjudged("coverage", "lines");
    const judge = judgeGenerated(attributes, generated);
    const notCounted = files.filter((file) => judge(file) !== null).map(({ path }) => path);
    const facts = {
      added: addedIn(changed),
      generated: new Set(notCounted),
      report,
      isCode: matcher(asked?.code ?? []),
    };
    return checkCoverage(facts, limits.coverage);
  },
};

/** Commands that failed need not have come to their report: what they say is what is to be mended. */
export const unreported = (verifyFailed: boolean): GateResult =>
  verifyFailed
    ? skipped("coverage", "`verify` failed before there was a report")
    : unjudged("coverage", "checkout");

const addedIn = (changed: readonly ChangedLines[]): CoverageFacts["added"] =>
  new Map(
    changed
      .filter(({ binary, added }) => !binary && added.length > 0)
      .map(({ path, added }) => [path, added.map(({ number, text }) => ({ line: number, text }))]),
  );

const secrets: Gate = {
  name: "secrets",
  reads: ["commits", "lines", "secrets"],
  check: (facts, { allowed }) =>
    facts.secrets ? checkSecrets(facts.secrets, allowed) : unjudged("secrets", "secrets"),
};

const gaming: Gate = {
  name: "gaming",
  reads: ["lines"],
  check: (facts, rules) =>
    facts.changed
      ? checkGaming(facts.changed, { ...rules, claims: claimsIn(facts, rules) })
      : unjudged("gaming", "lines"),
  inPieces: judgedGaming,
};

function* judgedGaming(facts: Facts, rules: GateRules): InPieces<GateResult> {
  if (!facts.changed) return unjudged("gaming", "lines");
  const claims = yield* claimsInPieces(facts, rules);
  return yield* gamingInPieces(facts.changed, { ...rules, claims });
}

/** All gates, in the order in which they are shown. */
export const gates: readonly Gate[] = [
  size,
  scope,
  protectedPaths,
  dco,
  signature,
  verify,
  coverage,
  secrets,
  gaming,
];

/** Gates whose facts come from a checkout, not from git alone. */
export const needsCheckout: ReadonlySet<string> = new Set(
  gates.filter(({ reads }) => reads?.includes("checkout")).map(({ name }) => name),
);

/** Whether the rules leave a gate something to judge: commands, a report, signatures. */
export const isAsked = (name: string, { verify, coverage, signing, unsignedAuthor }: GateRules): boolean => {
  if (name === "verify") return verify.length > 0;
  if (name === "coverage") return coverage !== null;
  return name !== "signature" || signing !== "none" || unsignedAuthor !== undefined;
};

/** Judges a change by all gates that the rules ask for, or by the named ones; each of them answers. */
export const runGates = (facts: Facts, rules: GateRules, only?: readonly string[]): GateResult[] =>
  gatesFor(rules, only).map((gate) => gate.check(facts, rules));

/** The gates that the rules ask for, or the named ones. */
export const gatesFor = (rules: GateRules, only?: readonly string[]): readonly Gate[] =>
  only ? namedGates(only) : gates.filter(({ name }) => isAsked(name, rules));

/**
 * The gates of these names, in the order in which they are shown.
 *
 * @throws {MilepostError} when a name is no gate's.
 */
export const namedGates = (names: readonly string[]): Gate[] => {
  const known = gates.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new MilepostError(`there is no gate ${unknown.join(", ")}`, {
      hint: `the gates are ${known.join(", ")}`,
    });
  }
  return gates.filter(({ name }) => names.includes(name));
};

/** The results as a Markdown table, for a comment. */
export const gateTable = (results: readonly GateResult[]): string => {
  const rows = results.map((result) => `| ${result.name} | ${mark(result)} | ${cell(result.message)} |`);
  return ["| gate | result | what it says |", "|---|---|---|", ...rows].join("\n");
};

/** The gates that did not pass, as text for an agent; empty when all did. */
export const gateText = (results: readonly GateResult[]): string =>
  results
    .filter(isObjection)
    .map((result) => `- ${result.name} ${mark(result)}: ${result.message}`)
    .join("\n");

const mark = ({ kind }: GateResult): string => {
  switch (kind) {
    case "passed":
    case "failed":
    case "skipped":
      return kind;
    case "unjudged":
      return "failed, not judged";
    case "warned":
      return "warning";
    default:
      return kind satisfies never;
  }
};
