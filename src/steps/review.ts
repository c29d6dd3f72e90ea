import { setImmediate as turn } from "node:timers/promises";
import { errorMessage } from "../core/error.ts";
import { allPass } from "../core/gate-outcome.ts";
import { cut } from "../core/key.ts";
import { handedResults } from "../core/lane/handed-result.ts";
import { type Entry, type Review, reportSchema, reviewSchema } from "../core/lane/handoff.ts";
import { isFinding } from "../core/offline.ts";
import { formProblems } from "../core/verdict/form.ts";
import { inRuleWords } from "../core/verdict/rules.ts";
import { gatesAt } from "../gates/in-lane.ts";
import { runGatesInTurns } from "../gates/in-turns.ts";
import { gateTable } from "../gates/list.ts";
import type { GateResult } from "../gates/result.ts";
import { answered } from "./answered.ts";
import { isCarried } from "./carry.ts";
import { type CheckPorts, checkHead, isUnchecked, rulesFor } from "./check-head.ts";
import { readContext } from "./context.ts";
import type { Checkout, PublisherPort, Workshop } from "./git-ports.ts";
import { billed, handOffFiles, readLeft, writeHandOff, writeHandOffText } from "./hand-off.ts";
import { type Meter, newMeter } from "./meter.ts";
import { type OpenBills, openBills, openBillsLeft, withBills } from "./open-bills.ts";
import { type PatiencePorts, patiently } from "./patience.ts";
import type { Forge } from "./ports.ts";
import type { Context, RenderPrompt, ReviewAnswer, RunReviewer } from "./program-ports.ts";

export interface ReviewPorts extends CheckPorts, PatiencePorts {
  readonly forge: Pick<Forge, "getIssue">;
  readonly publisher: Pick<
    PublisherPort,
    "fetch" | "diff" | "rangeDiff" | "contains" | "cleanMerge" | "isSameChange"
  >;
  readonly workshop: Pick<Workshop, "checkOutForReview" | "treeOf" | "guard">;
  readonly reviewer: RunReviewer;
  readonly render: RenderPrompt;
  readonly handOff: string;
}

/** Has the reviewer judge one head that the gates let pass. A verdict that a killed run left for it is used; nobody pays for it twice. */
export const review = async (entry: Entry, head: string, ports: ReviewPorts): Promise<Review> => {
  const found = await readLeft(ports, handOffFiles.review, reviewSchema);
  const left = found && (await answered(entry, found, { ...ports, file: handOffFiles.review }));
  if (left && isOfUse(entry, left, { head, rules: ports.plan.rules })) {
    ports.progress("hands on", "what an earlier lane left");
    return left;
  }
  const open = await openBillsLeft(ports);
  const meter = newMeter(entry, "review", ports.clock);
  const running = openBills(ports.handOff, meter, open);
  const write = async (judged: Judged): Promise<Review> => {
    const isWasted = judged.kind !== "verdict" && judged.kind !== "refused" && judged.kind !== "carried";
    const given: Review = { ...judged, costs: billed(left, withBills(open, meter.bills(isWasted))) };
    await writeHandOff(ports.handOff, handOffFiles.review, given);
    await running.close();
    return given;
  };
  const paid = () => write({ kind: "failed", head, reason: "it was cut off" });
  const context = await readContext(entry, ports);
  const subject = { ...(await writeDiffs(entry, { head, context }, ports)), head, context };
  const watched = await ports.workshop.guard(entry.todo, () =>
    judge(entry, subject, { ...ports, paid, meter, running }),
  );
  return await write({ ...watched.result, unattributed: watched.unattributed ?? undefined });
};

/** A verdict for this very head and round and these rules; of a head that nobody has judged, with what the gates say of it. */
const isOfUse = (
  entry: Entry,
  left: Review,
  { head, rules }: { head: string; rules: readonly string[] },
): boolean =>
  left.kind === "verdict" &&
  left.head === head &&
  left.round === entry.round &&
  formProblems(left.verdict, { head, rules }).length === 0 &&
  (left.gates.length > 0 || !isUnchecked(entry, head));

interface PayingPorts extends ReviewPorts {
  /** Writes down what the reviewer's runs have taken so far, before anything else can break off. */
  readonly paid: () => Promise<unknown>;
  readonly meter: Meter;
  readonly running: OpenBills;
}

type Unbilled<Kind extends Review> = Kind extends Review ? Omit<Kind, "costs"> : never;
type Judged = Unbilled<Review>;

/** The whole diff, and in later rounds what is new since the head that was reviewed last. */
const writeDiffs = async (
  entry: Entry,
  { head, context }: Pick<Subject, "head" | "context">,
  ports: ReviewPorts,
): Promise<Pick<Subject, "diff" | "since">> => {
  const { publisher, handOff } = ports;
  await publisher.fetch([head, entry.baseSha]);
  const last = context.reviewed === head ? null : await ifThere(context.reviewed, ports);
  const write = async (name: string, base: string): Promise<string> =>
    await writeHandOffText(handOff, name, await publisher.diff(base, head));
  if (entry.kind === "restack") {
    const before = { base: entry.rested, head: entry.head };
    await publisher.fetch([entry.rested, entry.head]);
    const changed = await publisher.rangeDiff(before, { base: entry.baseSha, head });
    return {
      diff: await write(handOffFiles.diff, entry.baseSha),
      since: await writeHandOffText(handOff, handOffFiles.since, changed),
    };
  }
  return {
    diff: await write(handOffFiles.diff, entry.baseSha),
    since: last === null ? null : await write(handOffFiles.since, last),
  };
};

/** A forge need not keep what a person has pushed over: the whole diff is read then. */
const ifThere = async (
  sha: string | null,
  { publisher, progress }: Pick<ReviewPorts, "publisher" | "progress">,
): Promise<string | null> => {
  try {
    if (sha !== null) await publisher.fetch([sha]);
    return sha;
  } catch (error) {
    if (!isFinding(error)) throw error;
    progress("review", `what was reviewed last is not there any more: ${errorMessage(error)}`);
    return null;
  }
};

interface Subject {
  readonly head: string;
  readonly diff: string;
  readonly since: string | null;
  readonly context: Context;
}

/** What the gates have not let pass is not worth a reviewer's time. */
const judge = async (entry: Entry, subject: Subject, ports: PayingPorts): Promise<Judged> => {
  const { head } = subject;
  const gates = isUnchecked(entry, head) ? await checkHead(entry, head, ports) : [];
  if (!allPass(gates)) return { kind: "refused", head, gates: handedResults(gates) };
  if (await holds(entry, head, ports)) return { kind: "carried", head, gates: handedResults(gates) };
  ports.progress("review");
  const asked = await ask(entry, { ...subject, judged: gates.length > 0 ? gates : null }, ports);
  return asked.kind === "verdict" ? { ...asked, gates: handedResults(gates) } : asked;
};

/** Whether an approval of what it was before holds for a head. */
const holds = async (entry: Entry, head: string, ports: ReviewPorts): Promise<boolean> => {
  if (entry.reviewed === null || entry.reviewed === head || head !== entry.head) return false;
  const own = await ports.forge.getIssue(entry.issue);
  return own?.record.kind === "todo" && (await isCarried(entry, { head, record: own.record }, ports));
};

/** A reviewer whose verdict is not in its form is asked again this many times. */
const maxAgain = 2;

/** Asks for a verdict; for one that is not in its form again, shortly, with what is wrong with it. */
const ask = async (
  entry: Entry,
  { judged, ...subject }: Subject & { readonly judged: readonly GateResult[] | null },
  ports: PayingPorts,
): Promise<Judged> => {
  const { head } = subject;
  const checkOut = () => ports.workshop.checkOutForReview({ worktree: entry.worktree, head });
  let checkout = await checkOut();
  const gates = gateTable(judged ?? (await gatesOf(entry, { head, checkout }, ports)));
  for (let again = 0, before = nothingBefore; ; again++) {
    if (again > 0) ports.progress("review, asked again", before.problem);
    const answer = await askOnce(entry, { ...subject, checkout, gates, ...before }, ports);
    ports.meter.add(answer.usage);
    ports.running.booked();
    if (answer.trouble) return { kind: "troubled", head, trouble: answer.trouble };
    if (!answer.ok) {
      const reason = cut(`the reviewer failed: ${answer.how}`, 20_000);
      return { kind: "failed", head, reason, ...(answer.interrupted ? { cutOff: true } : {}) };
    }
    const problem = problemOf(answer, { head, rules: ports.plan.rules });
    if (answer.verdict && problem === "") {
      const verdict = inRuleWords(answer.verdict, ports.plan.rules);
      return { kind: "verdict", head, round: entry.round, verdict, gates: [] };
    }
    if (again === maxAgain) return { kind: "unreadable", head, reason: cut(problem, 20_000) };
    await ports.paid();
    // What a run left in its checkout is not for the next.
    checkout = await checkOut();
    before = { problem, given: cut(answer.given, 100_000) };
  }
};

const nothingBefore = { problem: "", given: "" };

const problemOf = (
  { verdict, problem }: ReviewAnswer,
  subject: { head: string; rules: readonly string[] },
): string => (verdict === null ? problem : formProblems(verdict, subject).join("\n"));

/** What the gates say of a head: as this lane's report says if it made it and left that here, or computed anew. */
const gatesOf = async (
  entry: Entry,
  { head, checkout }: Pick<Question, "head" | "checkout">,
  ports: ReviewPorts,
): Promise<readonly GateResult[]> => {
  const report = await readLeft(ports, handOffFiles.report, reportSchema);
  if (report?.round === entry.round && report.tree === (await ports.workshop.treeOf(head)))
    return report.gates;
  const rules = rulesFor(entry, ports);
  const facts = await checkout.facts(entry.baseSha, head);
  return await runGatesInTurns(facts, rules, {
    only: gatesAt(rules, { commits: false, checkout: false }),
    turn,
  });
};

interface Question extends Subject {
  readonly checkout: Checkout;
  readonly gates: string;
  /** What is wrong with the answer before; empty the first time. */
  readonly problem: string;
  /** That answer, as it was given. */
  readonly given: string;
}

const askOnce = async (
  entry: Entry,
  { head, diff, since, context, checkout, gates, problem, given }: Question,
  { plan, reviewer, render, running, ...ports }: PayingPorts,
): Promise<ReviewAnswer> => {
  const review = { head, diff, since, problem, given };
  const prompt = await render(problem === "" ? "review" : "verdict", {
    ...context,
    plan,
    entry,
    gates,
    earlier: null,
    review,
  });
  const task = { cwd: checkout.path, prompt, diff, since, head };
  return await patiently(() => reviewer(entry, { ...task, billing: running.next() }), { plan, ...ports });
};
