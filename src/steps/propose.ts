import { join } from "node:path";
import { count } from "../core/count.ts";
import { errorMessage } from "../core/error.ts";
import { allPass, linesIn } from "../core/gate-outcome.ts";
import { assignmentOf, gateRules } from "../core/lane/assignment.ts";
import { checkedAt, isChecked } from "../core/lane/checked.ts";
import { handedResults } from "../core/lane/handed-result.ts";
import { type Entry, isFirstLane, type Proposal, type Report } from "../core/lane/handoff.ts";
import { pullBody } from "../core/lane/pull-body.ts";
import { isFinding } from "../core/offline.ts";
import type { Plan } from "../core/plan/plan.ts";
import { type ProofMachine, proofKey } from "../core/proof/key.ts";
import { runsOnLanding } from "../core/proof/landing.ts";
import type { TodoRecord } from "../core/todo/record.ts";
import { transition } from "../core/todo/transition.ts";
import { runGates } from "../gates/list.ts";
import type { GateResult } from "../gates/result.ts";
import { judgeTrusted } from "./check-head.ts";
import { handOffFiles, writeHandOff } from "./hand-off.ts";
import type { Forge, OwnIssue, ProofStore, PublisherPort } from "./ports.ts";
import { postGates } from "./post-gates.ts";
import type { TellProgress } from "./program-ports.ts";
import { readClaimed, writeRecord } from "./record.ts";

export interface ProposePorts {
  readonly plan: Plan;
  readonly forge: Pick<
    Forge,
    "getIssue" | "writeIssue" | "getBranch" | "openPull" | "retarget" | "setStatus" | "upsertComment"
  >;
  readonly publisher: PublisherPort;
  readonly handOff: string;
  readonly progress: TellProgress;
  /** Where it is remembered on which trees the plan's commands passed; nowhere when not given. */
  readonly evidence?: { readonly proofs: Pick<ProofStore, "keep">; readonly machine: ProofMachine };
}

/** Takes in what the agent left, judges it again on the trusted side, and publishes it as the todo's pull request. */
export const propose = async (
  entry: Entry,
  report: Report,
  ports: ProposePorts,
): Promise<Proposal | null> => {
  if (report.head === entry.head && !isDone(report)) return null;
  ports.progress("propose");
  const { own, record } = await readClaimed(ports.forge, entry);
  const head = await takeIn(entry, report, ports);
  if (typeof head === "object") return isDone(report) ? await handOn(head, ports) : null;
  if (!isDone(report)) return await keepUnfinished(entry, head, ports);
  const coherent = await ports.publisher.makeCoherent({
    start: entry.head,
    head,
    published: [entry.baseSha],
    pushed: await pushedBefore(entry, report, ports),
  });
  if (coherent.signedOff > 0) ports.progress("signing off", signedOffText(coherent));
  const gates = await judge(entry, { report, coherent, own }, ports);
  const proposal = allPass(gates)
    ? await publish(entry, { own, record, head: coherent.head, gates, report }, ports)
    : await refuse(entry, { head, work: report.head, gates }, ports);
  return await handOn(proposal, ports);
};

/** What a person is to say something of first is kept, and not proposed. */
const isDone = ({ outcome, unattributed }: Report): boolean => outcome === "done" && !unattributed;

const handOn = async (proposal: Proposal, { handOff }: ProposePorts): Promise<Proposal> => {
  await writeHandOff(handOff, handOffFiles.proposal, proposal);
  return proposal;
};

/** Signatures may differ each time they are made, so what a run pushed before it was cut off is looked for. */
const pushedBefore = async (
  entry: Entry,
  report: Report,
  { plan, forge, publisher }: ProposePorts,
): Promise<{ base: string; head: string } | null> => {
  const branch = plan.signing === "none" ? null : await forge.getBranch(entry.branch);
  if (!branch || branch.sha === report.start) return null;
  await publisher.fetch([branch.sha]);
  return { base: report.start, head: branch.sha };
};

type Coherent = Awaited<ReturnType<PublisherPort["makeCoherent"]>>;

/** The head of what was left. What may not be taken in is refused like what fails a gate: the agent is told why. */
const takeIn = async (
  entry: Entry,
  report: Report,
  { publisher, handOff, progress }: ProposePorts,
): Promise<string | Proposal> => {
  await publisher.fetch([...new Set([entry.head, entry.start, entry.baseSha])]);
  if (report.head === entry.start) return entry.start;
  try {
    await publisher.fetch([report.start]);
    return await publisher.importBundle(join(handOff, handOffFiles.bundle), {
      start: report.start,
      published: [entry.baseSha],
    });
  } catch (error) {
    if (!isFinding(error)) throw error;
    const message = errorMessage(error);
    progress("refused", message);
    const gate = { kind: "failed", name: "hand-off", message, evidence: { of: "nothing" } } as const;
    return { kind: "refused", work: report.head, head: entry.start, gates: [gate] };
  }
};

/**
 * Keeps work that is not ready on the forge, under a ref of its own, so that nothing of it is lost; answers whether
 * it did. Work with a secret in it never leaves this machine.
 */
const keep = async (entry: Entry, head: string, { plan, publisher }: ProposePorts): Promise<boolean> => {
  if (head === entry.start) return true;
  const facts = await publisher.facts(entry.baseSha, head);
  const { body } = assignmentOf(plan, entry, null);
  if (!allPass(runGates(facts, gateRules(plan, body, entry), ["secrets"]))) return false;
  const ref = `refs/milepost/wip/${entry.order}/${entry.claim.slice(0, 12)}`;
  await publisher.push(head, ref, { expect: null });
  return true;
};

const keepUnfinished = async (entry: Entry, head: string, ports: ProposePorts): Promise<null> => {
  await keep(entry, head, ports);
  return null;
};

/** What cannot be kept is begun anew from what was published. */
const refuse = async (
  entry: Entry,
  { head, work, gates }: { head: string; work: string; gates: readonly GateResult[] },
  ports: ProposePorts,
): Promise<Proposal> => {
  const kept = await keep(entry, head, ports);
  return { kind: "refused", work, head: kept ? head : entry.head, gates: handedResults(gates) };
};

const signedOffText = ({ signedOff }: Coherent): string => `${count(signedOff, "missing sign-off")} added`;

/** The gates on what arrived, by the rules of the trusted side; what needs a checkout was judged where it was. */
const judge = async (
  entry: Entry,
  { report, coherent, own }: { report: Report; coherent: Coherent; own: OwnIssue },
  { plan, publisher }: ProposePorts,
): Promise<GateResult[]> => {
  const { body } = assignmentOf(plan, entry, own.issue);
  const { head, signedOff } = coherent;
  const facts = await publisher.facts(entry.baseSha, head);
  const results = await judgeTrusted(facts, gateRules(plan, body, entry), report.gates);
  return [
    ...results.map((result) =>
      result.name === "dco" && signedOff > 0
        ? { ...result, message: `${result.message}; ${signedOffText(coherent)}` }
        : result,
    ),
    ...(await merges(entry, head, publisher)),
  ];
};

/** A branch that is not right on top of its base may conflict with it: better known before anybody is asked. */
const merges = async (
  entry: Entry,
  head: string,
  publisher: Pick<PublisherPort, "conflictsWith">,
): Promise<GateResult[]> => {
  if (entry.head === entry.baseSha) return [];
  const paths = await publisher.conflictsWith(entry.baseSha, head);
  if (paths.length === 0) return [];
  const message = `it conflicts with ${entry.base} in ${paths.slice(0, 10).join(", ")}: merge origin/${entry.base} and resolve`;
  return [{ kind: "failed", name: "conflicts", message, evidence: { of: "paths", paths } }];
};

interface Publication {
  readonly own: OwnIssue;
  readonly record: TodoRecord;
  readonly head: string;
  readonly gates: readonly GateResult[];
  readonly report: Report;
}

const publish = async (entry: Entry, publication: Publication, ports: ProposePorts): Promise<Proposal> => {
  const { own, record, head, gates, report } = publication;
  const { forge, publisher } = ports;
  await publisher.push(head, entry.branch, { expect: entry.head });
  const { pull, created } = await forge.openPull({
    number: record.pull,
    branch: entry.branch,
    base: entry.base,
    title: own.issue.title,
    body: pullBody(entry, report.summary),
    isNew: isFirstLane(entry),
  });
  if (pull.base !== entry.base) await forge.retarget(pull.number, entry.base);
  const checked = checkedAt(head, gates);
  if (runsOnLanding(ports.plan) && isChecked({ checked }, head, ports.plan)) await keepEvidence(head, ports);
  const lines = linesIn(gates) ?? 0;
  await postGates(forge, { pull: pull.number, head, gates, isNew: created });
  await writeRecord(forge, {
    own,
    record: transition(transition(record, { type: "billed", costs: report.costs }), {
      ...{ type: "proposed", pull: pull.number, head, lines, checked },
    }),
    open: true,
  });
  return { kind: "proposed", pull: pull.number, head, lines };
};

/** What lands may have the same tree, and is then not run again. */
const keepEvidence = async (head: string, { plan, publisher, evidence }: ProposePorts): Promise<void> => {
  if (!evidence) return;
  const { prefixes } = await publisher.mergeInOrder(head, []);
  const key = proofKey(prefixes[0]?.tree ?? "", plan, evidence.machine);
  await evidence.proofs.keep(key, { kind: "passed", commit: head });
};
