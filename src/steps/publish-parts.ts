import { MilepostError } from "../core/error.ts";
import { checkedAt } from "../core/lane/checked.ts";
import type { Proposal, SplitEntry } from "../core/lane/handoff.ts";
import { partId, partKey, partText, partTitle } from "../core/lane/part-text.ts";
import { pullBody } from "../core/lane/pull-body.ts";
import { branchName } from "../core/plan/branch.ts";
import { partOrders } from "../core/plan/order.ts";
import { type Plan, todosOf } from "../core/plan/plan.ts";
import { newRecord, type TodoRecord } from "../core/todo/record.ts";
import { transition } from "../core/todo/transition.ts";
import type { GateResult } from "../gates/result.ts";
import { labelsOf } from "./batch.ts";
import type { PublisherPort } from "./git-ports.ts";
import type { OwnIssue } from "./ports.ts";
import { postGates } from "./post-gates.ts";
import { type KeepingPorts, keepEvidence, type ProposePorts } from "./published.ts";
import { readClaimed, writeRecord } from "./record.ts";

interface PartPorts extends Omit<KeepingPorts, "publisher"> {
  readonly forge: ProposePorts["forge"];
  readonly publisher: Pick<PublisherPort, "fetch" | "push" | "contains" | "mergeInOrder">;
}

/** A part that was made and judged. */
export interface MadePart {
  readonly head: string;
  /** What it was judged on: the part before it, or the base of the todo. */
  readonly base: string;
  readonly title: string;
  readonly gates: readonly GateResult[];
  readonly lines: number;
}

interface Parts {
  readonly own: OwnIssue;
  readonly parts: readonly MadePart[];
}

/** A part with the issue that it is of, and where its pull request leads. */
interface Placed extends MadePart {
  readonly own: OwnIssue;
  readonly record: TodoRecord;
  readonly into: string;
  readonly at: number;
}

/**
 * Publishes each part as a pull request on the one before, those of further parts before the todo's own record says
 * that it was cut: until then everything is looked for and made again, so that a crash anywhere makes nothing twice.
 */
export const publishParts = async (entry: SplitEntry, given: Parts, ports: PartPorts): Promise<Proposal> => {
  const { record } = await readClaimed(ports.forge, entry);
  const [first, ...others] = given.parts;
  if (!first) throw new Error(`${entry.todo} was cut into nothing`);
  const own = { own: given.own, record, into: entry.base, at: 1 };
  const placed: Placed[] = [{ ...first, ...own }];
  for (const part of others) placed.push(await placePart(entry, { given, placed, part }, ports));
  for (const part of placed) await pushPart(entry, part, ports);
  const pulls: number[] = [];
  for (const part of placed) pulls.push(await openPart(entry, { part, given }, ports));
  for (const [at, part] of placed.entries())
    if (at > 0)
      await writePart(
        entry,
        { part, before: placed[at - 1], pull: pulls[at] ?? 0, of: placed.length },
        ports,
      );
  const pull = pulls[0] ?? 0;
  await writeFirst(entry, { part: placed[0] ?? { ...first, ...own }, pull, of: placed.length }, ports);
  return { kind: "proposed", pull, head: first.head, lines: first.lines };
};

/** The issue of a further part: found, or made to wait for the part before it. */
const placePart = async (
  entry: SplitEntry,
  { given, placed, part }: { given: Parts; placed: readonly Placed[]; part: MadePart },
  { plan, forge }: PartPorts,
): Promise<Placed> => {
  const at = placed.length + 1;
  const before = placed.at(-1);
  const todo = partId(entry, at);
  const order = partOrders(entry.order, given.parts.length - 1, entry)[at - 2] ?? entry.order;
  const branch = branchName(plan.branches, { plan: plan.id, order, slug: todo, body: entry.body });
  const record = newRecord({
    ...{ plan: plan.id, todo, body: entry.body, order, branch, phase: before?.record.phase ?? 0 },
    needs: [before?.record.todo ?? entry.todo],
    from: { todo: entry.todo, key: partKey(entry, at) },
  });
  const about = { title: given.own.issue.title, about: part.title, at, of: given.parts.length };
  const text = partText({ ...about, issue: entry.issue, text: askedIn(given.own, plan) });
  const content = { title: partTitle(about), text, record, labels: labelsOf(record) };
  const own =
    (await forge.findIssue(entry.milestone, record)) ?? (await forge.createIssue(entry.milestone, content));
  if (own.record.kind !== "todo") throw new Error(`#${own.issue.number} is no todo's`);
  return { ...part, own, record: own.record, into: before?.record.branch ?? entry.base, at };
};

/** What is asked for, without what stands below it of the todo itself; of an adopted issue, what the plan says. */
const askedIn = ({ issue, record }: OwnIssue, plan: Plan): string => {
  if (record.kind === "todo" && record.adopted)
    return todosOf(plan).find(({ id }) => id === record.todo)?.text ?? "";
  return issue.text.split("\n---\n")[0] ?? "";
};

/** Its branch is where it was left; a lane that was cut off may have pushed the part already. */
const pushPart = async (
  entry: SplitEntry,
  { head, record, at }: Placed,
  { forge, publisher }: PartPorts,
): Promise<void> => {
  const there = await forge.getBranch(record.branch);
  if (there?.sha === head) return;
  const left = at === 1 ? entry.onto : record.head;
  if (there && there.sha !== left) await takeOver(record.branch, there.sha, { publisher, head });
  await publisher.push(head, record.branch, { expect: there?.sha ?? null });
};

/** What a lane that was cut off had pushed has the same tree, or is another's. */
const takeOver = async (
  branch: string,
  sha: string,
  { publisher, head }: Pick<PartPorts, "publisher"> & { head: string },
): Promise<void> => {
  await publisher.fetch([sha]);
  const [ours, theirs] = [await publisher.mergeInOrder(head, []), await publisher.mergeInOrder(sha, [])];
  if (ours.prefixes[0]?.tree === theirs.prefixes[0]?.tree) return;
  throw new MilepostError(`a branch ${branch} is there already, with other work`, {
    hint: `rename or delete it, then \`/milepost retry\``,
  });
};

const openPart = async (
  entry: SplitEntry,
  { part, given }: { part: Placed; given: Parts },
  ports: PartPorts,
): Promise<number> => {
  const { forge, plan } = ports;
  const { record, own, into, base, head, gates, at } = part;
  const { pull, created } = await forge.openPull({
    own: record.pull === null ? null : await forge.getPull(record.pull),
    ...{ branch: record.branch, base: into, title: own.issue.title, isNew: false },
    body: pullBody(
      { ...entry, todo: record.todo, issue: own.issue.number, order: record.order },
      `Part ${at} of ${given.parts.length} of #${entry.issue}: ${part.title}.`,
      plan,
    ),
  });
  if (pull.base !== into) await forge.retarget(pull.number, into);
  await keepEvidence({ baseSha: base }, { head, checked: checkedAt(head, gates) }, ports);
  await postGates(forge, { pull: pull.number, head, gates, isNew: created });
  return pull.number;
};

const writePart = async (
  entry: SplitEntry,
  { part, before, pull, of }: { part: Placed; before: Placed | undefined; pull: number; of: number },
  { forge }: PartPorts,
): Promise<void> => {
  const { own, record, into, head, base, lines, gates, at } = part;
  const cut = entry.cuts + 1;
  if (record.part !== null || before === undefined) return;
  const parted = transition(record, {
    ...{ type: "parted", pull, head, lines, checked: checkedAt(head, gates), part: { at, of, cut } },
    ...{ base: into, rested: { of: into, commit: base, parts: [] } },
    ...{ granted: entry.granted, allowed: entry.allowed },
  });
  await writeRecord(forge, { own, record: parted, open: true });
};

const writeFirst = async (
  entry: SplitEntry,
  { part, pull, of }: { part: Placed; pull: number; of: number },
  { forge, publisher }: PartPorts,
): Promise<void> => {
  const { own, record, head, lines, gates } = part;
  const isOn = await publisher.contains(head, entry.baseSha);
  const rested = { of: entry.base, commit: entry.baseSha, parts: entry.parts ?? [] };
  const proposed = transition(record, {
    ...{
      type: "proposed",
      pull,
      head,
      lines,
      checked: checkedAt(head, gates),
      part: { at: 1, of, cut: entry.cuts + 1 },
    },
    ...(isOn ? { rested } : {}),
  });
  await writeRecord(forge, { own, record: proposed, open: true });
};
