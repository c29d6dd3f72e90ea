import { overBudget } from "../cost/ledger.ts";
import { count } from "../count.ts";
import type { Plan } from "../plan/plan.ts";
import { newRecord, statusBefore, type TodoRecord } from "../snapshot/record.ts";
import type { SeenTodo, Snapshot } from "../snapshot/snapshot.ts";
import type { Work } from "../snapshot/work.ts";
import { type Ask, askOf } from "../verdict/verdict.ts";
import {
  beginMergedAnew,
  blockLostPull,
  followPull,
  reviewFoundPull,
  reviewMerged,
  reviewMovedHead,
  reviewUnproven,
} from "./mend-pulls.ts";
import { hearApprovals, hearFixes, hearRequests, restoreApproval, withdrawWishes } from "./people.ts";
import { block, type Mend, withChange } from "./wanted.ts";

/** What a todo's issue should be now, before anything new is started. */
export interface Wanted extends Work {
  readonly record: TodoRecord;
  readonly open: boolean;
  /** Closed as not planned: by a person, or because the plan no longer has it. */
  readonly notPlanned: boolean;
  /** A run holds it: nobody else writes it. */
  readonly held: boolean;
  /** What was mended, each a sentence; empty when nothing was. */
  readonly why: readonly string[];
}

/** Approved, or skipped by a person: nothing waits for it any more. */
export const isDone = (wanted: Wanted): boolean => wanted.record.status === "approved" || isSkipped(wanted);

export const isSkipped = ({ open, notPlanned }: Wanted): boolean => !open && notPlanned;

/** Begun todos have won a claim once; they go on whatever later edits of the plan say. */
export const isBegun = ({ record }: Wanted): boolean => record.claimed !== null;

/** Brings one todo in line with what has happened around it: dead claims, moved heads, edited plans, people's hands. */
export const mend = (work: Work, plan: Plan, snapshot: Snapshot): Wanted => {
  if (!work.seen) return asNew(work, plan);
  const seen = asSeen(work, work.seen);
  if (seen.held) return seen;
  return mends.reduce((wanted, next) => next(wanted, plan, snapshot), seen);
};

const asNew = (work: Work, plan: Plan): Wanted =>
  wantedOf(work, {
    record: newRecord({ plan: plan.id, todo: work.todo.id, ...planned(work.todo), from: null }),
    open: true,
    notPlanned: false,
    held: false,
  });

/** Named one by one: spreading takes ten times as long, and plans have thousands. */
const wantedOf = (
  { todo, origin, seen, pull, fixes }: Work,
  { record, open, notPlanned, held }: Pick<Wanted, "record" | "open" | "notPlanned" | "held">,
): Wanted => ({ todo, origin, seen, pull, fixes, record, open, notPlanned, held, why: nothing });

const nothing: readonly string[] = [];

const planned = ({ body, order, branch, phase, needs }: Work["todo"]) => ({
  body,
  order,
  branch,
  phase,
  needs: [...needs],
});

const asSeen = (work: Work, { issue, record, claim }: SeenTodo): Wanted =>
  wantedOf(work, { record, open: issue.open, notPlanned: issue.notPlanned, held: claim === "live" });

const followPlan: Mend = (wanted) => {
  const { todo, record, origin } = wanted;
  if (origin === "orphan") return wanted;
  const same =
    record.body === todo.body &&
    record.order === todo.order &&
    record.branch === todo.branch &&
    record.phase === todo.phase &&
    record.needs.join() === todo.needs.join();
  const followed = same ? wanted : withChange(wanted, "the plan was edited", planned(todo));
  return record.removed
    ? withChange(
        followed,
        "the plan has it again",
        { removed: false },
        { open: record.status !== "approved", notPlanned: false },
      )
    : followed;
};

/** What nobody has begun is closed; what was begun no longer counts either when it is approved or a person closes it. */
const closeRemoved: Mend = (wanted) => {
  const { origin, record, open } = wanted;
  if (origin !== "orphan") return wanted;
  if (open && isBegun(wanted))
    return record.removed ? withChange(wanted, "it was opened again", { removed: false }) : wanted;
  if (record.removed && !open) return wanted;
  const closed = { open: false, notPlanned: record.status !== "approved" };
  return withChange(wanted, "the plan no longer has it", { removed: true }, closed);
};

/** Runs that were cut off say nothing about the agent, so they have a limit of their own, this many times as wide. */
const lostPerAttempt = 10;

const releaseDead: Mend = (wanted) => {
  const { record, seen } = wanted;
  if (!record.claim || !seen?.claim) {
    const unclaimed = { status: statusBefore(record) };
    return record.status === "working" ? withChange(wanted, "no run holds it", unclaimed) : wanted;
  }
  const failed = record.failed + (seen.claim === "failed" ? 1 : 0);
  const lost = record.lost + (seen.claim === "interrupted" ? 1 : 0);
  const status = record.status === "working" ? statusBefore(record) : record.status;
  const released = { claim: null, failed, lost, status };
  return withChange(wanted, `run ${record.claim.run} ended without a result`, released);
};

const blockOverBudget: Mend = (wanted, { limits }) => {
  const { status, spent } = wanted.record;
  if (status === "blocked" || status === "approved" || isSkipped(wanted)) return wanted;
  const why = overBudget(spent, limits);
  return why === null ? wanted : block(wanted, why);
};

const blockWornOut: Mend = (wanted, { limits }) => {
  const { status, failed, lost } = wanted.record;
  if (status === "blocked" || status === "approved" || isSkipped(wanted)) return wanted;
  if (failed < limits.attempts && lost < limits.attempts * lostPerAttempt) return wanted;
  return block(wanted, `${count(failed + lost, "run")} ended without a result: look at the logs, then retry`);
};

/** When it is blocked once more, that is told anew; written with what else is. */
const forgetTold: Mend = (wanted) => {
  const { record } = wanted;
  if (record.status === "blocked" || record.told.reason === null) return wanted;
  return { ...wanted, record: { ...record, told: { ...record.told, reason: null } } };
};

const reopenClosed: Mend = (wanted) => {
  const { record, open, notPlanned } = wanted;
  if (open || notPlanned || record.status === "approved") return wanted;
  return withChange(wanted, "it was closed without an approval", {}, { open: true });
};

const reviewReopened: Mend = (wanted) => {
  if (!wanted.open || wanted.record.status !== "approved") return wanted;
  return withChange(wanted, "it was opened again", { status: "review", verdict: null });
};

/** Why a todo was skipped is forgotten when it goes on. */
const forgetSkip: Mend = (wanted) =>
  wanted.record.skipped === null || isSkipped(wanted)
    ? wanted
    : withChange(wanted, "it is no longer skipped", { skipped: null });

const resolveConflict: Mend = (wanted, plan, { evidence, milestone }) => {
  const { record, pull } = wanted;
  if (record.status !== "approved" || pull?.state !== "open" || !milestone?.open) return wanted;
  if (evidence?.get(pull.number)?.mergeable !== false) return wanted;
  return sendBack(wanted, conflictAsk(pull.base, pull.head), plan);
};

/** Sends an approved todo back to its agent with one ask, besides the new todos that are asked for; blocks it when its rounds are used up. */
export const sendBack = (wanted: Wanted, ask: Ask, { limits }: Pick<Plan, "limits">): Wanted => {
  const { record } = wanted;
  const asks = [ask, ...record.asks.filter(({ kind }) => kind === "todo")];
  const verdict = record.verdict && { ...record.verdict, approved: false };
  const back = withChange(wanted, ask.title, { status: "changes", verdict, asks }, { open: true });
  return record.rounds - record.forgiven >= limits.rounds ? block(back, usedUp(ask)) : back;
};

const usedUp = ({ title }: Ask): string =>
  `${title}: all rounds are used up: comment \`/milepost retry\` or \`/milepost rounds <n>\` on its issue`;

/** The ask that a branch take in `base`, with which it conflicts. */
export const conflictAsk = (base: string, head: string): Ask =>
  askOf({
    cause: "conflict",
    title: `Resolve the conflict with ${base}`,
    body: `Merge \`origin/${base}\` into this branch and resolve the conflicts; keep what both sides meant. (Head ${head.slice(0, 10)}.)`,
  });

const mends: readonly Mend[] = [
  forgetTold,
  followPlan,
  closeRemoved,
  releaseDead,
  blockWornOut,
  blockOverBudget,
  reopenClosed,
  forgetSkip,
  reviewReopened,
  reviewMovedHead,
  reviewFoundPull,
  reviewMerged,
  followPull,
  blockLostPull,
  withdrawWishes,
  hearRequests,
  hearFixes,
  hearApprovals,
  restoreApproval,
  reviewUnproven,
  resolveConflict,
  beginMergedAnew,
];
