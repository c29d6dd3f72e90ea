import { accountsIn } from "../core/account/account.ts";
import { allPass } from "../core/gate-outcome.ts";
import type { Entry, Review } from "../core/lane/handoff.ts";
import { pastLaneOf } from "../core/lane/lane-end.ts";
import { questionText } from "../core/lane/question.ts";
import { eventOf, type LaneResult } from "../core/lane/settlement.ts";
import type { LaneWork } from "../core/lane/work.ts";
import type { Plan } from "../core/plan/plan.ts";
import { blockedText, commentOf, isUntold } from "../core/todo/blocked.ts";
import { disputeText } from "../core/todo/dispute-text.ts";
import type { EventOf } from "../core/todo/event.ts";
import type { TodoRecord } from "../core/todo/record.ts";
import { claimOf, issueState } from "../core/todo/state.ts";
import { transition } from "../core/todo/transition.ts";
import { formProblems } from "../core/verdict/form.ts";
import { judge } from "../core/verdict/verdict.ts";
import type { GateResult } from "../gates/result.ts";
import { isCarried } from "./carry.ts";
import { checkAgain, isUnchecked } from "./check-head.ts";
import type { PublisherPort } from "./git-ports.ts";
import type { Forge } from "./ports.ts";
import { postGates } from "./post-gates.ts";
import { postCarried, postVerdict } from "./post-verdict.ts";
import type { TellProgress } from "./program-ports.ts";
import { readClaimed, writeRecord } from "./record.ts";
import { isShown } from "./shown.ts";

export interface SettlePorts {
  readonly plan: Plan;
  readonly forge: Pick<
    Forge,
    | "getIssue"
    | "writeIssue"
    | "getBranch"
    | "getPull"
    | "postReview"
    | "setStatus"
    | "alignReviews"
    | "upsertComment"
  >;
  readonly publisher: Pick<
    PublisherPort,
    "fetch" | "diff" | "facts" | "contains" | "cleanMerge" | "isSameChange"
  >;
  readonly progress: TellProgress;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Who the verdict is by, for the record. */
  readonly reviewerName: string;
}

/** How a lane ended, and what its todo's issue remembers of it. */
export interface Settled {
  readonly result: LaneResult;
  readonly record: TodoRecord;
}

/** Ends a lane: posts the verdict, releases the claim, and writes what was learned into the todo's issue. */
export const settle = async (entry: Entry, work: LaneWork, ports: SettlePorts): Promise<Settled> => {
  ports.progress("settle");
  const { own, record } = await readClaimed(ports.forge, entry);
  const found = await resultOf(entry, { record, work }, ports);
  const result =
    found.kind === "reviewed" && record.pull !== null
      ? { ...found, formal: await postVerdict(entry, { result: found, record, pull: record.pull }, ports) }
      : found;
  if (result.kind === "restacked" && result.carried && record.pull !== null)
    await postCarried(entry, { head: result.head, record, pull: record.pull }, ports.forge);
  const now = new Date(ports.clock());
  const lane = pastLaneOf(record, { plan: ports.plan, entry, result, costs: work.costs, now });
  const ended = transition(record, { type: "lane-ended", lane });
  const billed = transition(ended, { type: "billed", costs: work.costs });
  const served = transition(billed, servedEvent(entry, { record, work }, ports));
  const learned = transition(served, eventOf(result, served, { plan: ports.plan, entry, now }));
  const next = isUntold(learned) ? await tellWhy(entry, { record: learned, result }, ports) : learned;
  await writeRecord(ports.forge, { own, record: next, open: issueState(next.state).open });
  return { result, record: next };
};

/** The accounts that did their work in this lane; what an earlier lane left says nothing of now. */
const servedEvent = (
  entry: Entry,
  { record, work }: { record: TodoRecord; work: LaneWork },
  { plan }: SettlePorts,
): EventOf<"served"> => {
  const own = entry.claim.slice(0, 12);
  const served = work.served.filter((role) => {
    const step = role === "agent" ? "implement" : "review";
    return work.costs.some(({ bill }) => bill.startsWith(`${step} ${own} `));
  });
  const accounts = accountsIn(served, plan, entry);
  const at = claimOf(record.state)?.at ?? new Date(0).toISOString();
  return { type: "served", accounts, at };
};

/** One comment for each time: a lane that was killed after it, and is repeated, tells it in the same one. */
const tellWhy = async (
  entry: Entry,
  { record, result }: { record: TodoRecord; result: LaneResult },
  { forge }: SettlePorts,
): Promise<TodoRecord> => {
  const text = whyText(entry, record, result);
  await forge.upsertComment(entry.issue, { name: commentOf(record), text, isNew: false });
  return transition(record, { type: "told" });
};

const whyText = ({ body }: Entry, record: TodoRecord, result: LaneResult): string => {
  if (result.kind === "blocked" && result.wants.length > 0)
    return questionText(body, { wants: result.wants, summary: result.reason });
  if (result.kind === "reviewed") return disputeText(record, { isUnchanged: false, wishes: [] });
  return result.kind === "nothing" && record.pull !== null
    ? disputeText(record, { isUnchanged: true, wishes: result.wishes })
    : blockedText(record);
};

const resultOf = async (
  entry: Entry,
  { record, work }: { record: TodoRecord; work: LaneWork },
  ports: SettlePorts,
): Promise<LaneResult> => {
  switch (work.kind) {
    case "unattributed":
      return { kind: "unattributed", ...work.unattributed };
    case "reviewed":
      return await reviewResult(entry, { record, ...work }, ports);
    case "troubled":
      return { kind: "troubled", role: work.role, trouble: work.trouble };
    case "held-up":
      return { kind: "held-up", excuse: work.excuse };
    case "cut-off":
      return { kind: "interrupted" };
    case "misconfigured":
      return { kind: "misconfigured", reason: work.reason };
    case "broken":
      return { kind: "failed", reason: work.reason };
    case "restacked": {
      if (!(await isShown(work.head, record, ports.forge))) return { kind: "interrupted" };
      return { kind: "restacked", head: work.head, carried: work.carried, gates: [] };
    }
    case "conflict":
      return { kind: "conflict", base: entry.base };
    case "refused":
      return { kind: "refused", head: work.proposal.head, gates: work.proposal.gates };
    case "blocked":
      return { kind: "blocked", reason: work.summary, wants: work.wants };
    case "unchanged":
      return { kind: "nothing", summary: work.summary, wishes: await wishesIn(entry, record, ports) };
    case "failed":
      return { kind: "failed", reason: work.summary };
    case "unreviewed":
      return { kind: "failed", reason: "the lane ended before its review" };
    case "held-back":
      return { kind: "unreviewed" };
    default:
      return work satisfies never;
  }
};

/** What people asked for in issues of their own, which the record does not hold. */
const wishesIn = async (entry: Entry, { asks }: TodoRecord, { forge }: SettlePorts): Promise<string[]> => {
  const fixes = await Promise.all(entry.fixes.map((number) => forge.getIssue(number)));
  return fixes.flatMap((fix) => {
    if (fix?.record.kind !== "fix" || fix.record.cause !== "person") return [];
    const { key } = fix.record;
    return asks.some((ask) => ask.key === key) ? [] : [`#${fix.issue.number}: ${fix.issue.title}`];
  });
};

/** A verdict counts only for the head that the pull request still has, and for rules that it knew: else it is reviewed anew. */
const reviewResult = async (
  entry: Entry,
  { record, review, answer }: { record: TodoRecord; review: Review; answer: string },
  ports: SettlePorts,
): Promise<LaneResult> => {
  if (review.kind === "failed") return { kind: "failed", reason: review.reason };
  if (review.kind === "troubled") return { kind: "troubled", role: "reviewer", trouble: review.trouble };
  if (review.kind === "unreadable") return { kind: "unreadable", reason: review.reason };
  const { pull } = record;
  if (pull === null || !(await isShown(review.head, record, ports.forge))) return { kind: "interrupted" };
  const gates = isUnchecked(entry, review.head) ? await checkFetched(entry, review, ports) : [];
  if (gates.length > 0) await postGates(ports.forge, { pull, head: review.head, gates, isNew: false });
  if (review.kind === "refused" || !allPass(gates)) {
    return { kind: "refused", head: review.head, gates: allPass(gates) ? review.gates : gates };
  }
  if (review.kind === "carried") {
    const { head } = review;
    // Whoever left this may be anybody: the approval holds if it does by what is seen here.
    if (!(await isCarried(entry, { head, record }, ports))) return { kind: "interrupted" };
    return { kind: "restacked", head, carried: true, gates };
  }
  const subject = { head: review.head, rules: ports.plan.rules };
  // The plan's rules may have been edited since it was asked for.
  if (formProblems(review.verdict, subject).length > 0) return { kind: "interrupted" };
  const judgement = judge(review.verdict, subject);
  const { head, verdict } = review;
  return { kind: "reviewed", head, verdict, judgement, by: ports.reviewerName, formal: true, gates, answer };
};

/** A verdict may have been handed on by a lane of which nothing else is left here. */
const checkFetched = async (
  entry: Entry,
  review: Extract<Review, { kind: "verdict" | "refused" | "carried" }>,
  ports: SettlePorts,
): Promise<GateResult[]> => {
  await ports.publisher.fetch([entry.baseSha, review.head]);
  return await checkAgain(entry, review, ports);
};
