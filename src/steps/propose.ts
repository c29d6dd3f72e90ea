import { join } from "node:path";
import { count } from "../core/count.ts";
import { errorMessage } from "../core/error.ts";
import { allPass, linesIn } from "../core/gate-outcome.ts";
import { assignmentOf, gateRules } from "../core/lane/assignment.ts";

import { checkedAt } from "../core/lane/checked.ts";
import { type Entry, isFirstLane, type Proposal, type Report } from "../core/lane/handoff.ts";
import { pullBody } from "../core/lane/pull-body.ts";
import { isFinding } from "../core/offline.ts";
import type { Rested, TodoRecord } from "../core/todo/record.ts";

import { transition } from "../core/todo/transition.ts";
import type { GateResult } from "../gates/result.ts";
import { judgeTrusted } from "./check-head.ts";
import type { PublisherPort } from "./git-ports.ts";
import { handOffFiles, writeHandOff } from "./hand-off.ts";
import type { OwnIssue } from "./ports.ts";

import { gatesText, setGatesStatus } from "./post-gates.ts";
import { proposeRestack } from "./propose-restack.ts";
import { proposeSplit } from "./propose-split.ts";
import { keep, keepEvidence, type ProposePorts, pushedBefore, refuse } from "./published.ts";
import { gatesComment, readPublished } from "./read-published.ts";
import { readClaimed, writeRecord } from "./record.ts";
import { type Offered, withoutMerges } from "./without-merges.ts";

/** Takes in what the agent left, judges it again on the trusted side, and publishes it as the todo's pull request. */
export const propose = async (
  entry: Entry,
  report: Report,
  ports: ProposePorts,
): Promise<Proposal | null> => {
  if (entry.kind === "restack") {
    const proposal = await proposeRestack(entry, report, ports);
    return proposal && (await handOn(proposal, ports));
  }
  if (entry.kind === "split") {
    const proposal = await proposeSplit(entry, report, ports);
    return proposal && (await handOn(proposal, ports));
  }
  if (report.head === entry.head && !isDone(report)) return null;
  ports.progress("propose");
  const { own, record } = await readClaimed(ports.forge, entry);
  const head = await takeIn(entry, report, ports);
  if (typeof head === "object") return isDone(report) ? await handOn(head, ports) : null;
  if (!isDone(report)) return await keepUnfinished(entry, head, ports);
  if (await isRewound(entry, ports)) {
    await keep(entry, head, ports);
    return await handOn({ kind: "rewound" }, ports);
  }
  const pushed = await pushedBefore(entry, report, ports);
  const wanted = { offered: { start: entry.head, head, pushed }, message: own.issue.title };
  const proposal = await withoutMerges(entry, wanted, ports.publisher, (offered) =>
    judgeAndPublish(entry, { own, record, report, offered }, ports),
  );
  return await handOn(proposal, ports);
};

const judgeAndPublish = async (
  entry: Entry,
  { offered, ...claimed }: Pick<Publication, "own" | "record" | "report"> & { readonly offered: Offered },
  ports: ProposePorts,
): Promise<Proposal> => {
  const coherent = await ports.publisher.makeCoherent({ ...offered, published: [entry.baseSha] });
  if (coherent.signedOff > 0) ports.progress("signing off", signedOffText(coherent));
  const { report } = claimed;
  const gates = await judge(entry, { ...claimed, coherent }, ports);
  return allPass(gates)
    ? await publish(entry, { ...claimed, head: coherent.head, gates }, ports)
    : await refuse(entry, { head: offered.head, work: report.head, gates }, ports);
};

/** What a person is to say something of first is kept, and not proposed. */
const isDone = ({ outcome, unattributed }: Report): boolean => outcome === "done" && !unattributed;

const handOn = async (proposal: Proposal, { handOff }: ProposePorts): Promise<Proposal> => {
  await writeHandOff(handOff, handOffFiles.proposal, proposal);
  return proposal;
};

/** Whether somebody rewound the plan's base to before what a new branch was begun on: that would be the branch's own. */
const isRewound = async (entry: Entry, { plan, forge, publisher }: ProposePorts): Promise<boolean> => {
  if (entry.pull !== null || entry.base !== plan.base) return false;
  const base = await forge.getBranch(entry.base);
  if (base === null || base.sha === entry.baseSha) return false;
  await publisher.fetch([base.sha]);
  return !(await publisher.contains(base.sha, entry.baseSha));
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

const keepUnfinished = async (entry: Entry, head: string, ports: ProposePorts): Promise<null> => {
  await keep(entry, head, ports);
  return null;
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

/** What of its base the head contains, where that is all; else it stays as it was. */
const restedAt = async (
  entry: Entry,
  head: string,
  { publisher }: Pick<ProposePorts, "publisher">,
): Promise<Rested | null> =>
  (await publisher.contains(head, entry.baseSha))
    ? { of: entry.base, commit: entry.baseSha, parts: entry.parts ?? [] }
    : null;

const publish = async (entry: Entry, publication: Publication, ports: ProposePorts): Promise<Proposal> => {
  const { own, record, head, gates, report } = publication;
  const { forge, publisher } = ports;
  await publisher.push(head, entry.branch, { expect: entry.head });
  const [known, commented] = await readPublished(record.pull, forge);
  const { pull, created } = await forge.openPull({
    own: known,
    branch: entry.branch,
    base: entry.base,
    title: own.issue.title,
    body: pullBody(entry, report.summary, ports.plan),
    isNew: isFirstLane(entry),
  });
  // Where the forge does not let that be, the next look asks a person about it.
  if (pull.base !== entry.base) await forge.retarget(pull.number, entry.base);
  const checked = checkedAt(head, gates);
  await keepEvidence(entry, { head, checked }, ports);
  const lines = linesIn(gates) ?? 0;
  const judged = { pull: pull.number, head, gates };
  await setGatesStatus(forge, judged);
  const isKnown = pull.number === known?.number;
  const rested = await restedAt(entry, head, ports);
  const earlier = isKnown ? commented : created ? null : await forge.findComment(pull.number, gatesComment);
  await writeRecord(forge, {
    own,
    record: transition(transition(record, { type: "billed", costs: report.costs }), {
      ...{ type: "proposed", pull: pull.number, head, lines, checked },
      ...(rested ? { rested } : {}),
    }),
    open: true,
    comment: { pull: pull.number, name: gatesComment, text: gatesText(judged), earlier },
  });
  return { kind: "proposed", pull: pull.number, head, lines };
};
