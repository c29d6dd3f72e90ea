import { cut } from "../core/key.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { Facts, VerifyRun } from "../gates/gate.ts";
import type { Checkout } from "./ports.ts";
import type { Progress, RunCommand } from "./program-ports.ts";

/** What it takes to run the plan's own commands in a checkout. */
export interface VerifyPorts {
  readonly plan: Plan;
  readonly command: RunCommand;
  readonly progress: Progress;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** Runs the plan's setup commands in a fresh checkout; answers what failed, `null` when nothing did. */
export const setUp = async (
  checkout: Checkout,
  ports: Omit<VerifyPorts, "clock">,
): Promise<string | null> => {
  const { plan, command, progress } = ports;
  for (const line of plan.setup) {
    progress(`setup: ${line}`);
    const end = await command(line, checkout.path);
    if (!end.ok) return `setup command \`${line}\` failed: ${end.how}`;
  }
  await checkout.setUp();
  return null;
};

/** Runs the plan's verify commands on the head that is checked out, and reads the coverage report that they left. */
export const verify = async (
  checkout: Checkout,
  head: string,
  ports: VerifyPorts,
): Promise<Pick<Facts, "verified" | "report">> => {
  const since = ports.clock();
  const runs = await verifyRuns(checkout, ports);
  const verified = runs.length > 0 ? { verified: runs } : {};
  if (!ports.plan.coverage) return verified;
  const report = await checkout.coverage({ path: ports.plan.coverage.report, head, since });
  // Commands that failed need not have come to their report: what they say is what is to be mended.
  const counts = report.kind === "read" || runs.every(({ ok }) => ok);
  return { ...verified, ...(counts ? { report } : {}) };
};

/** How the commands ended, up to the first that failed. */
const verifyRuns = async (
  checkout: Checkout,
  { plan, command, progress }: VerifyPorts,
): Promise<VerifyRun[]> => {
  const runs: VerifyRun[] = [];
  for (const line of plan.verify) {
    progress(`verify: ${line}`);
    const { ok, how } = await command(line, checkout.path);
    runs.push({ command: line, ok, how: cut(how, 4000) });
    if (!ok) break;
  }
  return runs;
};
