import { gatesThatRun, isChecked } from "../lane/checked.ts";
import type { Plan } from "../plan/plan.ts";
import type { SeenPull } from "../snapshot/snapshot.ts";
import { unconfirmed } from "../verdict/rules.ts";
import { block, type Mend, withChange } from "./wanted.ts";

/*
 * What people, and lanes that were killed, do to pull requests between two lanes.
 */

/** Closed without merging, or merged where it leads nowhere: nothing of it will be in the plan's base. */
export const isLost = ({ state }: SeenPull): boolean => state === "closed" || state === "astray";

export const reviewMovedHead: Mend = (wanted) => {
  const { record, pull } = wanted;
  if (record.status !== "approved" || !pull || isLost(pull)) return wanted;
  if (pull.head === record.verdict?.commit) return wanted;
  const moved = { status: "review", verdict: null, head: pull.head } as const;
  return withChange(wanted, `#${pull.number} changed after its approval`, moved, { open: true });
};

/**
 * An approval stands on the plan as it was: rules that came later are confirmed by nobody, and what the plan runs now
 * may never have run at this head, as at one that a person pushed and approved at once. Its review makes up for both.
 */
export const reviewUnproven: Mend = (wanted, plan) => {
  const { record, pull, origin } = wanted;
  const { verdict } = record;
  if (record.status !== "approved" || origin === "orphan" || !verdict || !pull) return wanted;
  if (isLost(pull) || (!wanted.open && wanted.notPlanned)) return wanted;
  const isUnchecked = gatesThatRun(plan).length > 0 && !isChecked(record, pull.head, plan);
  const isUnruled = !verdict.person && unconfirmed(plan.rules, verdict.rules).length > 0;
  if (!isUnchecked && !isUnruled) return wanted;
  const why = isUnruled
    ? "the plan has rules that its verdict does not confirm"
    : "its checks have not run at its head";
  return withChange(wanted, why, { status: "review", verdict: null }, { open: true });
};

/** What was merged before its lane could say that it was proposed still wants its review. */
export const reviewMerged: Mend = (wanted) => {
  const { record, pull } = wanted;
  if (pull?.state !== "merged" || record.head === null) return wanted;
  const isFirst = record.status === "pending" || record.status === "ready";
  const isMoved = record.status === "changes" && record.pull === pull.number && record.head !== pull.head;
  if (!isFirst && !isMoved) return wanted;
  const review = { status: "review", head: pull.head, pull: pull.number, resume: null } as const;
  return withChange(wanted, `#${pull.number} is merged`, review);
};

/**
 * A person, or a lane that was killed before it said so, may push to a branch: the next lane starts from there. A person
 * may also open another pull request from it when ours is closed.
 */
export const followPull: Mend = (wanted) => {
  const { record, pull } = wanted;
  if (!pull || isLost(pull)) return wanted;
  const isOwn = record.head !== null && (record.pull !== null || pull.state === "open");
  if (!isOwn || (record.head === pull.head && (record.pull ?? pull.number) === pull.number)) return wanted;
  const why = record.head === pull.head ? "has its branch now" : "was pushed to";
  const { number, head } = pull;
  return withChange(wanted, `#${number} ${why}`, { head, pull: number, resume: null });
};

export const blockLostPull: Mend = (wanted, plan) => {
  const { record, pull, open, notPlanned } = wanted;
  if (!pull || !isLost(pull) || record.pull === null || record.removed) return wanted;
  const isSkipped = !open && notPlanned;
  if (record.status === "blocked" || isSkipped) return wanted;
  return { ...block(wanted, lostReason(pull, plan)), open: true };
};

const lostReason = ({ number, state, base, branch }: SeenPull, plan: Pick<Plan, "base">): string =>
  state === "astray"
    ? `pull request #${number} was merged into ${base}, which has not brought it to ${plan.base}: open one from ${branch} to ${plan.base}, or skip the todo`
    : `pull request #${number} was closed without merging: open it again, its branch first if that is gone, or skip the todo`;

const isLostReason = (blocked: string | null): boolean =>
  blocked !== null && /^pull request #\d+ was (merged into|closed without) /.test(blocked);

export const reviewFoundPull: Mend = (wanted) => {
  const { record, pull } = wanted;
  if (record.status !== "blocked" || !pull || isLost(pull) || !isLostReason(record.blocked)) return wanted;
  const why = `#${pull.number} is ${pull.state}, as it should be`;
  const { verdict } = record;
  if (verdict?.commit !== pull.head)
    return withChange(wanted, why, { status: "review", blocked: null, verdict: null });
  return verdict.approved
    ? withChange(wanted, why, { status: "approved", blocked: null }, { open: false, notPlanned: false })
    : withChange(wanted, why, { status: "changes", blocked: null });
};

/** What was merged is not changed: more work on it begins anew from the base, in a pull request of its own. */
export const beginMergedAnew: Mend = (wanted) => {
  const { record, pull } = wanted;
  if (record.status !== "changes" || pull?.state !== "merged" || record.pull === null) return wanted;
  const anew = { head: null, base: null, pull: null, checked: null, resume: null };
  return withChange(wanted, `#${pull.number} is merged: what is asked goes into a new one`, anew);
};
