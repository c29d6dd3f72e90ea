import { keyOf } from "../key.ts";
import { hostsOfCommands } from "../plan/command-hosts.ts";
import type { Plan } from "../plan/plan.ts";

/** The machine that commands run on: what one has installed another may lack. */
export type ProofMachine = "laptop" | "runner";

type ProvenPlan = Pick<Plan, "setup" | "verify" | "coverage" | "limits" | "sandbox" | "agents" | "bodies">;

/** By what the plan's commands are known, with all that their end depends on but the tree. */
export const commandsKey = (plan: ProvenPlan, machine: ProofMachine): string => {
  const { setup, verify, coverage, limits, sandbox } = plan;
  const hosts = hostsOfCommands(plan).sort();
  const covered = coverage ? [coverage, limits.coverage] : null;
  return keyOf(JSON.stringify([machine, setup, verify, covered, sandbox, hosts]));
};

/** The ref of what passed, and beside it of what passed only as it was run again: both lead to a commit of the tree. */
export const proofRef = (key: string, kind: "passed" | "flaky"): string =>
  `refs/milepost/proof/${key}/${kind}`;

/**
 * By what a proof is known that the plan's commands succeed on a tree: another tree or other commands need another. How
 * much of a change is covered depends on the tree that it was made on as well: of `base` itself nothing is changed.
 */
export const proofKey = (
  tree: string,
  plan: ProvenPlan,
  { machine, base = tree }: { readonly machine: ProofMachine; readonly base?: string | undefined },
): string => `${tree}-${plan.coverage && base !== tree ? `${base}-` : ""}${commandsKey(plan, machine)}`;

/** The keys of all that a tree which passed on a base proves: that its commands pass needs no base. */
export const proofKeys = (
  tree: string,
  plan: ProvenPlan,
  on: { readonly machine: ProofMachine; readonly base: string | undefined },
): readonly string[] => [
  ...new Set([proofKey(tree, plan, on), proofKey(tree, plan, { machine: on.machine })]),
];
