import { allPass, isObjection } from "../core/gate-outcome.ts";
import type { GateEvidence, GateResult, SizedFile } from "./result.ts";

/** What the gates said of a change. */
export interface Judged {
  /** The commit from which the change is measured, and what people call the branch that it is to end in. */
  readonly base: { readonly sha: string; readonly name: string };
  readonly head: { readonly sha: string; readonly name: string };
  readonly results: readonly GateResult[];
}

/** The result as programs read it: docs/gates.md describes it. */
export const gateReport = ({ base, head, results }: Judged) => ({
  base: base.sha,
  head: head.sha,
  ok: allPass(results),
  gates: results.map((result) => ({
    name: result.name,
    ok: !isObjection(result),
    level: levelOf(result),
    kind: result.kind,
    message: result.message,
    ...flat(result.evidence),
  })),
});

/** `gaming` warns, and is a warning when it has nothing to say, too. */
const levelOf = ({ evidence }: GateResult): "error" | "warning" =>
  evidence.of === "gaming" ? "warning" : "error";

const flat = (evidence: GateEvidence): object => {
  switch (evidence.of) {
    case "size": {
      const { took, limits, files, parts } = evidence;
      const counts = {
        lines: took.lines,
        limit: limits.lines,
        fileCount: took.files,
        fileLimit: limits.files,
      };
      return { ...counts, files: files.map(fileReport), parts };
    }
    case "coverage": {
      const { percent, limit, files } = evidence;
      return { percent, limit, coverage: files };
    }
    case "paths":
      return { paths: evidence.paths };
    case "commits":
      return { commits: evidence.commits };
    case "commands":
      return { commands: evidence.commands };
    case "secrets":
    case "gaming":
      return { findings: evidence.findings };
    case "nothing":
      return {};
    default:
      return evidence satisfies never;
  }
};

const fileReport = ({ path, from, added, deleted, lines, counted, reason }: SizedFile) => ({
  ...{ path, from, added, deleted, lines, counted, reason },
});
