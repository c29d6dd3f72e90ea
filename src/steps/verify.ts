import { cut } from "../core/key.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { Facts, VerifyRun } from "../gates/gate.ts";
import type { Checkout } from "./git-ports.ts";
import type { RunCommand, TellProgress } from "./program-ports.ts";

/** What it takes to run the plan's own commands in a checkout. */
export interface VerifyPorts {
  readonly plan: Plan;
  readonly command: RunCommand;
  readonly progress: TellProgress;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** Runs the plan's setup commands as in a new checkout of `head`; answers the one that failed, `null` when none did. */
export const setUp = async (
  checkout: Checkout,
  at: { readonly head: string; readonly ofBase: boolean; readonly why?: string },
  ports: Omit<VerifyPorts, "clock">,
): Promise<VerifyRun | null> => {
  await checkout.clear();
  const runs = await runAll(ports.plan.setup, { stage: "setup", detail: at.why, checkout }, ports);
  const failed = runs.find(({ ok }) => !ok);
  if (failed) return failed;
  await checkout.provisioned(at);
  return null;
};

/** Leaves beside `head`, which is checked out, nothing but what `setup` makes of it; `broken` is its command that failed. */
export const prepare = async (
  checkout: Checkout,
  head: string,
  ports: Omit<VerifyPorts, "clock">,
): Promise<{ broken: VerifyRun | null; removed: readonly string[] }> => {
  const { lacks, removed } = await checkout.sweep(head);
  const broken = lacks === null ? null : await setUp(checkout, { head, ofBase: false, why: lacks }, ports);
  return { broken, removed };
};

/** A command was cut off with its run: what it would have said is not known. */
export class CutOff extends Error {
  override name = "CutOff";
}

type Verified = Pick<Facts, "verified" | "removed" | "report">;

/**
 * Runs the plan's verify commands on the head that is checked out, beside nothing but what `setup` makes of it, and
 * reads the coverage report that they left.
 */
export const verify = async (checkout: Checkout, head: string, ports: VerifyPorts): Promise<Verified> => {
  if (ports.plan.verify.length === 0) return {};
  const { broken, removed } = await prepare(checkout, head, ports);
  if (broken) return { verified: [broken], removed };
  const since = ports.clock();
  const verified = await runAll(ports.plan.verify, { stage: "verify", checkout }, ports);
  if (!ports.plan.coverage) return { verified, removed };
  const report = await checkout.coverage({ paths: ports.plan.coverage.reports, head, since });
  // Commands that failed need not have come to their report: what they say is what is to be mended.
  const counts = report.kind === "read" || verified.every(({ ok }) => ok);
  return { verified, removed, ...(counts ? { report } : {}) };
};

/** How the commands ended, up to the first that failed. */
const runAll = async (
  commands: readonly string[],
  { stage, detail, checkout }: { stage: "setup" | "verify"; detail?: string | undefined; checkout: Checkout },
  { command, progress }: Pick<VerifyPorts, "command" | "progress">,
): Promise<VerifyRun[]> => {
  const runs: VerifyRun[] = [];
  for (const line of commands) {
    progress(`${stage}: ${line}`, detail);
    const { ok, how, interrupted, lack = null } = await command(line, checkout, stage);
    if (interrupted) throw new CutOff(`${stage}: ${line} was ${how}`);
    runs.push({ command: line, ok, how: cut(how, 4000), ...(lack === null ? {} : { lack }) });
    if (!ok) break;
  }
  return runs;
};
