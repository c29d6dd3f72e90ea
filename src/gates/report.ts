import type { GateResult, SizedFile } from "./gate.ts";
import { allPass } from "./list.ts";

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
  gates: results.map(({ name, ok, level, message, files, ...more }) => ({
    ...{ name, ok, level, message, ...more },
    ...(files ? { files: files.map(fileReport) } : {}),
  })),
});

const fileReport = ({ path, from, added, deleted, lines, counted, reason }: SizedFile) => ({
  ...{ path, from, added, deleted, lines, counted, reason },
});
