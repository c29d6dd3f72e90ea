import { gatesThatRun, isChecked } from "../../lane/checked.ts";
import { oncePer } from "../../once.ts";
import { integrationPrefix } from "../../plan/branch.ts";
import { type Plan, type Todo, todosOf } from "../../plan/plan.ts";
import type { SeenPull } from "../../snapshot/snapshot.ts";
import { unconfirmed } from "../../verdict/rules.ts";
import { conflictAsk } from "../conflict.ts";
import type { ReasonOf } from "../reasons.ts";
import type { TodoRecord } from "../record.ts";
import type { Observer } from "./observer.ts";

/*
 * What people, and lanes that were cut off, do to pull requests between two lanes.
 */

/** Closed without merging, or merged where it leads nowhere: nothing of it will be in the plan's base. */
export const isLost = ({ state }: SeenPull): boolean => state === "closed" || state === "astray";

export const headMoved: Observer = ({ record: { state }, pull }) => {
  if (state.status !== "approved" || !pull || isLost(pull) || pull.head === state.verdict.commit) return null;
  return { type: "head-moved", head: pull.head, pull: pull.number };
};

/** What was lost is there again: opened by a person, or merged where it belongs. */
export const pullFound: Observer = ({ record: { state }, pull }) => {
  const isAskedAbout =
    state.status === "blocked" &&
    (state.reason.code === "pull-closed" || state.reason.code === "pull-astray");
  if (!isAskedAbout || !pull || pull.state === "closed" || pull.state === "astray") return null;
  return { type: "pull-found", pull: pull.number, state: pull.state, head: pull.head };
};

/** What was merged before its lane could say that it was proposed still wants its review. */
export const mergedEarly: Observer = ({ record, pull }) => {
  const { status } = record.state;
  if (pull?.state !== "merged" || record.head === null) return null;
  const isFirst = status === "pending" || status === "ready";
  const isMoved = status === "changes" && record.pull === pull.number && record.head !== pull.head;
  return isFirst || isMoved ? { type: "merged-early", head: pull.head, pull: pull.number } : null;
};

/**
 * A person, or a lane that was killed before it said so, may push to a branch: the next lane starts from there. A person
 * may also open another pull request from it when ours is closed.
 */
export const pushed: Observer = ({ record, pull }) => {
  if (!pull || isLost(pull)) return null;
  const isOwn = record.head !== null && (record.pull !== null || pull.state === "open");
  if (!isOwn || (record.head === pull.head && (record.pull ?? pull.number) === pull.number)) return null;
  return { type: "pushed", head: pull.head, pull: pull.number };
};

export const pullLost: Observer = ({ record, pull }, plan) => {
  const { state } = record;
  if (!pull || !isLost(pull) || record.pull === null) return null;
  if (state.status === "skipped" || state.status === "removed") return null;
  if (state.status === "blocked" && state.reason.code !== "untold") return null;
  return { type: "pull-lost", reason: lostReason(pull, plan.base) };
};

const lostReason = (
  { number, state, base, branch }: SeenPull,
  into: string,
): ReasonOf<"pull-closed" | "pull-astray"> =>
  state === "astray"
    ? { code: "pull-astray", pull: number, into: base, base: into, branch }
    : { code: "pull-closed", pull: number };

/**
 * An approval stands on the plan as it was: rules that came later are confirmed by nobody, and what the plan runs now
 * may never have run at this head, as at one that a person pushed and approved at once. Its review makes up for both.
 */
export const approvalOutdated: Observer = ({ record, pull, origin }, plan) => {
  const { state } = record;
  if (state.status !== "approved" || origin === "orphan" || !pull || isLost(pull)) return null;
  const { verdict } = state;
  if (!verdict.person && unconfirmed(plan.rules, verdict.rules).length > 0)
    return { type: "outdated", by: "rules" };
  const isUnchecked = gatesThatRun(plan).length > 0 && !isChecked(record, pull.head, plan);
  return isUnchecked ? { type: "outdated", by: "checks" } : null;
};

export const conflictFound: Observer = ({ record, pull }, plan, { evidence, milestone }) => {
  if (record.state.status !== "approved" || pull?.state !== "open" || !milestone?.open) return null;
  if (evidence?.get(pull.number)?.mergeable !== false || restsElsewhere(record, pull, plan)) return null;
  return { type: "conflicted", ask: conflictAsk(pull.base, pull.head), rounds: plan.limits.rounds };
};

/** What was below landed by another commit, with which a plain merge conflicts: the branch takes that in first. */
const restsElsewhere = ({ rested }: TodoRecord, { base }: SeenPull, plan: Plan): boolean =>
  rested !== null &&
  rested.of !== base &&
  (rested.of.startsWith(integrationPrefix) || branchesOf(todosOf(plan)).has(rested.of));

const branchesOf = oncePer((todos: readonly Todo[]) => new Set(todos.map(({ branch }) => branch)));

/** What was merged is not changed: more work on it begins anew from the base, in a pull request of its own. */
export const begunAnew: Observer = ({ record, pull }) =>
  record.state.status === "changes" && pull?.state === "merged" && record.pull !== null
    ? { type: "begun-anew", pull: pull.number }
    : null;
