import { realpathSync } from "node:fs";
import { join } from "node:path";
import { hostsOfCommands } from "../../core/plan/command-hosts.ts";
import type { Plan } from "../../core/plan/plan.ts";
import type { Needs } from "../needs.ts";
import type { RunLimits, SandboxPolicy } from "./policy.ts";
import type { Confinement, Network, Sandbox } from "./sandbox.ts";
import { programsIn, secretsOf } from "./secrets.ts";

/** What all runs of a plan have in common on a machine. */
export interface SandboxContext {
  readonly plan: Plan;
  /** Without one, programs run free within the plan's limits. */
  readonly sandbox: Sandbox | null;
  /** The user's home folder, whose secrets are hidden. */
  readonly home: string;
  /** What is Milepost's own and the user's git folder. */
  readonly hidden: readonly string[];
  /** What git must read of the hidden: objects. */
  readonly readable: readonly string[];
  /** Hosts that nobody reaches, whatever the plan says: the local forge. */
  readonly refused: readonly string[];
}

/** What holds a program, whether it is a plan's or not. */
type ConfineContext = Omit<SandboxContext, "plan"> & {
  readonly plan: Pick<Plan, "agents" | "bodies" | "limits">;
};

/** Answers, for what a run needs, what holds it there. */
export const confineOn =
  (context: ConfineContext) =>
  (needs: Needs): { readonly sandbox: Confinement | null; readonly limits: RunLimits } => {
    const { plan, sandbox } = context;
    return { sandbox: sandbox && { sandbox, policy: policyFor(needs, context) }, limits: plan.limits };
  };

/** Starts ahead what the plan's programs will need, so that no lane waits for it. */
export const prepareOn = (context: SandboxContext, programs: readonly Pick<Needs, "hosts">[]): void => {
  const { plan, sandbox, refused } = context;
  const commands = plan.setup.length + plan.verify.length > 0 ? [hostsOfCommands(plan)] : [];
  for (const hosts of [...programs.map((program) => program.hosts), ...commands])
    sandbox?.prepare(networkOf(hosts, refused));
};

/** Agents and commands write their checkout, reviewers only their answer; each has a home of its own. */
const policyFor = (
  needs: Needs,
  { plan, home, hidden, readable, refused }: ConfineContext,
): SandboxPolicy => {
  const { role, cwd, dir, reads, config } = needs;
  const hosts = role === "command" ? hostsOfCommands(plan) : needs.hosts;
  const isReviewer = role === "reviewer";
  return {
    writable: (isReviewer ? [dir] : [cwd, dir]).map(real),
    readOnly: [],
    hidden: [...secretsOf(home), ...hidden].map(real),
    // On a runner the checkout is within what is hidden.
    readable: [...programsIn(home), ...readable, ...reads, ...(isReviewer ? [cwd] : [])].map(real),
    ...networkOf(hosts, refused),
    // What it runs of the change must not answer for it; agents and commands give no answer that is believed.
    untraceable: isReviewer,
    home: join(real(dir), "home"),
    temp: join(real(dir), "tmp"),
    brought: config,
  };
};

/** A list that lets nothing through needs no exceptions, and then all such runs share one proxy. */
const networkOf = (hosts: readonly string[], refused: readonly string[]): Network => ({
  hosts,
  refused: hosts.length === 0 ? [] : refused,
});

/** The sandbox names places, not links to them; what does not exist cannot be a link. */
const real = (path: string): string => {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
};
