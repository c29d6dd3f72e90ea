import { allPass } from "../core/gate-outcome.ts";
import { assignmentOf, gateRules } from "../core/lane/assignment.ts";
import { isChecked } from "../core/lane/checked.ts";
import { handedResults } from "../core/lane/handed-result.ts";
import type { Entry, Proposal, Report } from "../core/lane/handoff.ts";
import type { Plan } from "../core/plan/plan.ts";
import { type ProofMachine, proofKeys } from "../core/proof/key.ts";
import { runsOnLanding } from "../core/proof/landing.ts";
import { PushRefused } from "../core/push-refused.ts";
import type { TodoRecord } from "../core/todo/record.ts";
import { runGates } from "../gates/list.ts";
import type { GateResult } from "../gates/result.ts";
import type { PublisherPort } from "./git-ports.ts";
import type { Forge, ProofStore } from "./ports.ts";
import type { TellProgress } from "./program-ports.ts";

/*
 * What is on the forge of a lane's work besides its proposal: what an earlier run pushed, and what is kept of work that
 * is not ready.
 */

export interface ProposePorts {
  readonly plan: Plan;
  readonly forge: Pick<
    Forge,
    | "getIssue"
    | "findIssue"
    | "createIssue"
    | "writeIssue"
    | "getBranch"
    | "getPull"
    | "findComment"
    | "openPull"
    | "retarget"
    | "setStatus"
    | "upsertComment"
  >;
  readonly publisher: PublisherPort;
  readonly handOff: string;
  readonly progress: TellProgress;
  /** Where it is remembered on which trees the plan's commands passed; nowhere when not given. */
  readonly evidence?: { readonly proofs: Pick<ProofStore, "keep">; readonly machine: ProofMachine };
}

/** Signatures may differ each time they are made, so what a run pushed before it was cut off is looked for. */
export const pushedBefore = async (
  entry: Entry,
  report: Report,
  { plan, forge, publisher }: ProposePorts,
): Promise<{ base: string; head: string } | null> => {
  const branch = plan.signing === "none" ? null : await forge.getBranch(entry.branch);
  if (!branch || branch.sha === report.start) return null;
  await publisher.fetch([branch.sha]);
  return { base: report.start, head: branch.sha };
};

/** Why work could not be kept; `secrets`: a gate of its own tells of them. */
type Unkept =
  | { readonly kind: "kept" }
  | { readonly kind: "secrets" }
  | { readonly kind: "refused"; readonly why: string };

/**
 * Keeps work that is not ready on the forge, under a ref of its own, so that nothing of it is lost. Work with a secret
 * in it never leaves this machine; and a forge that takes no change of workflows from a job takes it nowhere: what was
 * learned of the work goes on all the same.
 */
export const keep = async (
  entry: Entry,
  head: string,
  { plan, publisher, progress }: ProposePorts,
): Promise<Unkept> => {
  if (head === entry.start) return { kind: "kept" };
  const facts = await publisher.facts(entry.baseSha, head);
  const { body } = assignmentOf(plan, entry, null);
  if (!allPass(runGates(facts, gateRules(plan, body, entry), ["secrets"]))) return { kind: "secrets" };
  const ref = `refs/milepost/wip/${entry.order}/${entry.claim.slice(0, 12)}`;
  try {
    await publisher.push(head, ref, { expect: null });
    return { kind: "kept" };
  } catch (error) {
    if (!(error instanceof PushRefused)) throw error;
    progress("not kept", error.message);
    return { kind: "refused", why: error.message };
  }
};

/** What cannot be kept is begun anew from what was published. */
export const refuse = async (
  entry: Entry,
  { head, work, gates }: { head: string; work: string; gates: readonly GateResult[] },
  ports: ProposePorts,
): Promise<Proposal> => {
  const kept = await keep(entry, head, ports);
  const start = kept.kind === "kept" ? head : entry.head;
  const learned = kept.kind === "refused" ? [...gates, notTaken(kept.why)] : gates;
  return { kind: "refused", work, head: start, gates: handedResults(learned) };
};

export interface KeepingPorts extends Pick<ProposePorts, "plan" | "evidence"> {
  readonly publisher: Pick<PublisherPort, "mergeInOrder">;
}
const notTaken = (why: string): GateResult => ({
  ...{ kind: "failed", name: "hand-off", evidence: { of: "nothing" } },
  message: `the work was not kept, and begins anew without these changes: ${why}`,
});

/** Remembers that the plan's commands passed at a head: what lands may have the same tree, and is then not run again. */
export const keepEvidence = async (
  { baseSha }: Pick<Entry, "baseSha">,
  { head, checked }: { readonly head: string; readonly checked: TodoRecord["checked"] },
  { plan, publisher, evidence }: KeepingPorts,
): Promise<void> => {
  if (!evidence || !runsOnLanding(plan) || !isChecked({ checked }, head, plan)) return;
  const treeOf = async (commit: string): Promise<string> =>
    (await publisher.mergeInOrder(commit, [])).prefixes[0]?.tree ?? "";
  const { machine, proofs } = evidence;
  const base = plan.coverage ? await treeOf(baseSha) : undefined;
  for (const key of proofKeys(await treeOf(head), plan, { machine, base }))
    await proofs.keep(key, { kind: "passed", commit: head });
};
