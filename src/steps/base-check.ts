import { isFailure } from "../core/gate-outcome.ts";
import { gateRules } from "../core/lane/assignment.ts";
import type { Plan } from "../core/plan/plan.ts";
import { baseName, type ProofEntry } from "../core/proof/entry.ts";
import { type BaseFault, baseFault } from "../core/proof/fault.ts";
import { type ProofMachine, proofKey } from "../core/proof/key.ts";
import { wantsBaseCheck } from "../core/proof/wanted.ts";
import type { DesiredState } from "../core/todo/desired-state.ts";
import type { ReportState } from "../gates/coverage/state.ts";
import type { VerifyRun } from "../gates/gate.ts";
import { runGates } from "../gates/list.ts";
import { readBase } from "./batch.ts";
import type { Checkout, PublisherPort, Workshop } from "./git-ports.ts";
import type { Forge, ProofStore } from "./ports.ts";
import { CutOff, prepare, type VerifyPorts, verify } from "./verify.ts";

/** How the plan's commands end on its base; `unknown` when they were cut off. */
export type BaseState =
  | { readonly kind: "passed" }
  | { readonly kind: "failed"; readonly fault: BaseFault }
  | { readonly kind: "unknown" };

/** What is known of that: that they passed, to be remembered by their key, or the lane that finds out. */
type KnownBase =
  | Exclude<BaseState, { kind: "passed" }>
  | { readonly kind: "passed"; readonly proven?: string }
  | { readonly kind: "unproven"; readonly entry: ProofEntry };

/** Says of the base as it is now how the plan's commands end on it, before the first lane is started there. */
export type CheckBase = (desired: DesiredState) => Promise<KnownBase>;

interface BaseCheckPorts extends VerifyPorts {
  readonly forge: Pick<Forge, "getBranch">;
  readonly proofs: ProofStore;
  readonly publisher: Pick<PublisherPort, "fetch">;
  readonly workshop: Pick<Workshop, "checkOutForReview" | "treeOf">;
  readonly machine: ProofMachine;
}

/** Runs the plan's commands on the base once for each of its trees, and never again for one that has passed. */
export const baseCheck = (ports: BaseCheckPorts): CheckBase => {
  const known = new Map<string, BaseState>();
  let hasPassed = !wantsBaseCheck(ports.plan);
  return async () => {
    if (hasPassed) return { kind: "passed" };
    const { sha } = await readBase(ports.forge, ports.plan.base);
    const state = known.get(sha) ?? (await provenOrRun(sha, ports));
    if (state.kind !== "unknown") known.set(sha, state);
    hasPassed = state.kind === "passed";
    return state;
  };
};

/** What failed on another day may pass now: only what has passed is believed. */
const provenOrRun = async (sha: string, ports: BaseCheckPorts): Promise<BaseState> => {
  const { plan, proofs, publisher, workshop, machine } = ports;
  await publisher.fetch([sha]);
  const key = proofKey(await workshop.treeOf(sha), plan, { machine });
  if ((await proofs.find(key))?.kind === "passed") return { kind: "passed" };
  const state = await runOnBase(sha, ports);
  if (state.kind === "passed") await proofs.keep(key, { kind: "passed", commit: sha });
  return state;
};

/** Runs the plan's commands in a checkout of their own. */
export const runOnBase = async (
  sha: string,
  ports: VerifyPorts & { readonly workshop: Pick<Workshop, "checkOutForReview"> },
): Promise<BaseState> => {
  const checkout = await ports.workshop.checkOutForReview({ worktree: baseName, head: sha });
  try {
    return await stateOf(checkout, { sha }, ports);
  } finally {
    await checkout.clear();
  }
};

/** How the plan's commands end in a checkout of the base, or of what is made on it; then the change must be covered, too. */
export const stateOf = async (
  checkout: Checkout,
  { sha, base = sha }: { readonly sha: string; readonly base?: string },
  ports: VerifyPorts,
): Promise<BaseState> => {
  try {
    const fault = await faultIn(checkout, { sha, base }, ports);
    return fault === null ? { kind: "passed" } : { kind: "failed", fault };
  } catch (error) {
    if (error instanceof CutOff) return { kind: "unknown" };
    throw error;
  }
};

const faultIn = async (
  checkout: Checkout,
  { sha, base }: { sha: string; base: string },
  ports: VerifyPorts,
): Promise<BaseFault | null> => {
  const { plan } = ports;
  if (plan.verify.length === 0) {
    const { broken } = await prepare(checkout, sha, ports);
    return broken && faultOf(broken, plan);
  }
  const { verified = [], report } = await verify(checkout, sha, ports);
  const failed = verified.find(({ ok }) => !ok);
  if (failed) return faultOf(failed, plan);
  if (!plan.coverage || !report) return null;
  const how =
    report.kind === "read" ? await uncoveredIn(checkout, { sha, base, report }, plan) : report.reason;
  if (how === null) return null;
  return baseFault({ stage: "coverage", command: plan.coverage.reports.join(", "), lack: null, how });
};

/** What the gate says of a change that is not covered as the plan wants; `null` when it is, or nothing is changed. */
const uncoveredIn = async (
  checkout: Checkout,
  { sha, base, report }: { sha: string; base: string; report: ReportState },
  plan: Plan,
): Promise<string | null> => {
  if (sha === base) return null;
  const facts = await checkout.facts(base, sha);
  const results = runGates({ ...facts, report }, gateRules(plan, { owns: null }), ["coverage"]);
  return results.find(isFailure)?.message ?? null;
};

/** A command of the plan's that failed on its base, as the fault of that. */
export const faultOf = ({ command, how, lack = null }: VerifyRun, { setup }: Plan): BaseFault =>
  baseFault({ stage: setup.includes(command) ? "setup" : "verify", command, lack, how });
