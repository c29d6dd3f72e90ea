import { ConflictsWithout } from "../core/conflicts-without.ts";
import { MilepostError } from "../core/error.ts";
import { allPass, linesIn } from "../core/gate-outcome.ts";
import { assignmentOf, gateRules } from "../core/lane/assignment.ts";
import { checkedAt } from "../core/lane/checked.ts";
import type { Proposal, Report, RestackEntry } from "../core/lane/handoff.ts";
import { mayCarry } from "../core/lane/judged-under.ts";
import { decisionOn } from "../core/todo/state.ts";
import { transition } from "../core/todo/transition.ts";
import type { GateResult } from "../gates/result.ts";
import { judgeTrusted } from "./check-head.ts";
import type { OwnIssue } from "./ports.ts";
import { postGates } from "./post-gates.ts";
import { keepEvidence, type ProposePorts, pushedBefore, refuse } from "./published.ts";
import { readClaimed, writeRecord } from "./record.ts";
import { commitsOf, mergeOf } from "./restack.ts";
import { asOne, type Offered, oneCommit, withoutMerges } from "./without-merges.ts";

/** Makes the merge again on the trusted side, compares it with the one that was judged, and publishes it. */
export const proposeRestack = async (
  entry: RestackEntry,
  report: Report,
  ports: ProposePorts,
): Promise<Proposal | null> => {
  if (report.unattributed || (report.outcome !== "merged" && report.outcome !== "conflict")) return null;
  ports.progress("propose");
  const { publisher } = ports;
  const { own } = await readClaimed(ports.forge, entry);
  await publisher.fetch(commitsOf(entry));
  const merged = await publisher.merge(mergeOf(entry));
  if (merged.kind === "conflict") {
    const paths = [...merged.paths].slice(0, maxPaths);
    if (entry.dropped !== undefined) throw conflictsWithout(entry, entry.dropped, paths);
    return { kind: "conflict", paths };
  }
  if (merged.tree !== report.tree) throw otherTree(entry);
  const made = { tree: merged.tree, message: own.issue.title };
  const publishAs = (offered: Offered) => judgeAndPublish(entry, { own, report, offered }, ports);
  if (entry.dropped !== undefined) return await publishAs(await oneCommit(entry, made, publisher));
  const one = entry.asOne && (await asOne(entry, made, publisher, publishAs));
  if (one) return one;
  const pushed = await pushedBefore(entry, report, ports);
  const offered = { start: entry.head, head: merged.commit, pushed };
  return await withoutMerges(entry, { offered, message: made.message }, publisher, publishAs);
};

const judgeAndPublish = async (
  entry: RestackEntry,
  { own, report, offered }: { own: OwnIssue; report: Report; offered: Offered },
  ports: ProposePorts,
): Promise<Proposal> => {
  const { publisher, plan } = ports;
  const { head } = await publisher.makeCoherent({ ...offered, published: [entry.baseSha] });
  const { body } = assignmentOf(plan, entry, own.issue);
  const facts = await publisher.facts(entry.baseSha, head);
  const gates = await judgeTrusted(facts, gateRules(plan, body, entry), report.gates);
  return allPass(gates)
    ? await publish(entry, { own, head, gates }, ports)
    : await refuse(entry, { head, work: report.head, gates }, ports);
};

const maxPaths = 50;

const conflictsWithout = (
  { base, branch }: RestackEntry,
  dropped: string,
  paths: readonly string[],
): ConflictsWithout =>
  new ConflictsWithout(
    `${base} no longer has ${dropped.slice(0, 10)}, on which ${branch} was begun, and what is its own conflicts without that in ${paths.join(", ")}`,
    { hint: "rebase the branch without that commit, or put the commit back; then say `retry`" },
  );

const otherTree = ({ base, branch }: RestackEntry): MilepostError =>
  new MilepostError(`${base} merged into ${branch} is not what was judged`, {
    hint: "run it again: where it happens again, the two jobs have different versions of git",
  });

const publish = async (
  entry: RestackEntry,
  { own, head, gates }: { own: OwnIssue; head: string; gates: readonly GateResult[] },
  ports: ProposePorts,
): Promise<Proposal> => {
  const { forge, publisher, plan } = ports;
  const { record } = await readClaimed(forge, entry);
  const pull = record.pull ?? entry.pull;
  if (pull === null) throw new Error(`${entry.todo} is restacked and has no pull request`);
  const before = { base: entry.rested, head: entry.head };
  const carried =
    mayCarry(record, plan, entry) && (await publisher.isSameChange(before, { base: entry.baseSha, head }));
  await publisher.push(head, entry.branch, { expect: entry.head });
  await postGates(forge, { pull, head, gates, isNew: false });
  const lines = linesIn(gates) ?? 0;
  const checked = checkedAt(head, gates);
  await keepEvidence(entry, { head, checked }, ports);
  const restacked = transition(record, {
    ...{ type: "restacked", head, lines, checked },
    rested: {
      ...{ of: entry.base, commit: entry.baseSha, parts: entry.parts ?? [] },
      ...(entry.dropped === undefined ? {} : { dropped: entry.dropped }),
    },
    isReviewed: !carried && !entry.isAsked && decisionOn(record.state) !== null,
  });
  await writeRecord(forge, { own, record: restacked, open: true });
  return { kind: "restacked", pull, head, lines, carried };
};
