import { keyOf } from "../key.ts";
import { hostsOfCommands } from "../plan/command-hosts.ts";
import type { Plan } from "../plan/plan.ts";

/** The machine that commands run on: what one has installed another may lack. */
export type ProofMachine = "laptop" | "runner";

type ProvenPlan = Pick<Plan, "setup" | "verify" | "coverage" | "sandbox" | "agents" | "bodies">;

/** By what the plan's commands are known, with all that their end depends on but the tree. */
export const commandsKey = (plan: ProvenPlan, machine: ProofMachine): string => {
  const { setup, verify, coverage, sandbox } = plan;
  const hosts = hostsOfCommands(plan).sort();
  return keyOf(JSON.stringify([machine, setup, verify, coverage?.reports, sandbox, hosts]));
};

/** The ref of what passed, and beside it of what passed only as it was run again: both lead to a commit of the tree. */
export const proofRef = (key: string, kind: "passed" | "flaky"): string =>
  `refs/milepost/proof/${key}/${kind}`;

/** By what a proof is known that the plan's commands succeed on a tree: another tree or other commands need another. */
export const proofKey = (tree: string, plan: ProvenPlan, machine: ProofMachine): string =>
  `${tree}-${commandsKey(plan, machine)}`;
