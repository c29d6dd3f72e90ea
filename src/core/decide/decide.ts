import { isOverBudget } from "../cost/ledger.ts";
import type { Plan } from "../plan/plan.ts";
import { type Criterion, criteria } from "../report/criteria.ts";
import { inboxChanges, trackingChanges } from "../report/tracking.ts";
import { statusLabel } from "../snapshot/record.ts";
import type { SeenMilestone, Snapshot } from "../snapshot/snapshot.ts";
import { worksOf } from "../snapshot/work.ts";
import { type Base, baseOf, indexOf } from "./base.ts";
import type { Change, TodoWrite } from "./change.ts";
import { blockEndless } from "./endless.ts";
import { followUps, withoutRepeats } from "./follow-ups.ts";
import { labels } from "./labels.ts";
import { isDone, mend, type Wanted } from "./mend.ts";
import { conflictWrites, merges } from "./merges.ts";
import { type Schedule, schedule } from "./schedule.ts";
import { tellBlocked } from "./tell-blocked.ts";
import { milestoneDescription, removedText, todoWrite } from "./texts.ts";

/**
 * What is missing between the plan and the forge, in the order in which it is to be done.
 * Pure and level-triggered: it may be asked at any time; when nothing is missing it answers nothing. Without `mayMerge`
 * nothing is merged for now, because the forge declined to.
 */
export const decide = (plan: Plan, snapshot: Snapshot, now: Date, mayMerge = true): Change[] => {
  const merged = merges(mended(plan, snapshot), plan, mayMerge);
  const paused = snapshot.tracking?.record.paused ?? false;
  const scheduled = schedule(merged.wanted, plan, { paused: paused || isOverBudget(merged.wanted, plan) });
  const told = tellBlocked(merged.wanted.map((one) => withReadiness(one, scheduled)));
  const { wanted } = told;
  const starting = new Set(scheduled.starts.map((start) => start.wanted.todo.id));
  const asked = followUps(wanted, plan);
  const done = isAllDone(wanted, snapshot) && asked.length === 0;
  if (done && snapshot.milestone?.open === false)
    return [
      ...milestoneChanges(plan, snapshot, false),
      ...wanted.flatMap(retitled),
      ...merged.changes,
      ...wanted.flatMap(written),
      ...inboxChanges(snapshot),
    ];
  const isProven = !merged.changes.some(({ type }) => type === "judge");
  const ended = done && isProven && snapshot.tracking ? endedWith(criteria(wanted, plan, snapshot)) : null;
  const tracking = trackingChanges(wanted, plan, snapshot, { ended, now });
  return [
    ...milestoneChanges(plan, snapshot, true),
    ...missingLabels(snapshot),
    // It knows from when on comments are read: nobody can have commanded a todo before it is there.
    ...(snapshot.tracking ? [] : tracking),
    ...cancels(wanted, snapshot),
    ...wanted.flatMap(verdictChanges),
    ...wanted.flatMap(retitled),
    ...wanted.flatMap(toldRemoval),
    ...told.changes,
    ...merged.changes,
    ...wanted.filter(({ todo }) => starting.has(todo.id)).flatMap(created),
    ...asked,
    ...claims(wanted, plan, { scheduled, now }),
    ...wanted
      .filter(({ todo }) => !starting.has(todo.id))
      .flatMap((one) => [...created(one), ...written(one)]),
    ...(snapshot.tracking ? tracking : []),
    ...(ended && snapshot.milestone ? [closedMilestone(plan, snapshot.milestone)] : []),
  ];
};

/** Whether nothing is left to do but to prove it: then, and only then, evidence is read. */
export const seemsDone = (plan: Plan, snapshot: Snapshot): boolean =>
  snapshot.milestone !== null && isAllDone(mended(plan, snapshot), snapshot);

/** The six criteria as they stand. */
export const criteriaOf = (plan: Plan, snapshot: Snapshot): Criterion[] =>
  criteria(mended(plan, snapshot), plan, snapshot);

/** All work as it should be now: design.md, section 4. */
export const mended = (plan: Plan, snapshot: Snapshot): readonly Wanted[] =>
  blockEndless(withoutRepeats(worksOf(plan, snapshot).map((work) => mend(work, plan, snapshot))), plan);

const isAllDone = (wanted: readonly Wanted[], { fixes }: Snapshot): boolean =>
  wanted.every((one) => isDone(one) && !one.held && !one.open) && fixes.every(({ issue }) => !issue.open);

const endedWith = (all: readonly Criterion[]): readonly Criterion[] | null =>
  all.every(({ ok }) => ok) ? all : null;

const withReadiness = (one: Wanted, { ready }: Schedule): Wanted => {
  const { status } = one.record;
  const now = ready.has(one.todo.id) ? "ready" : "pending";
  if (one.held || status === now || (status !== "pending" && status !== "ready")) return one;
  return { ...one, record: { ...one.record, status: now } };
};

const milestoneChanges = (plan: Plan, { milestone }: Snapshot, open: boolean): Change[] => {
  const { title } = plan;
  if (!milestone) {
    const description = milestoneDescription(plan);
    return [{ type: "open-milestone", why: "the plan has none", title, description }];
  }
  const description = milestoneDescription(plan, milestone.description);
  const why = [
    ...(milestone.open === open ? [] : ["there is work again"]),
    ...(milestone.title === title ? [] : ["its title is another than the plan's"]),
    ...(milestone.description === description ? [] : ["it has the plan's title, and is taken for the plan"]),
  ].join("; ");
  if (why === "") return [];
  return [{ type: "write-milestone", why, number: milestone.number, title, description, open }];
};

const closedMilestone = (plan: Plan, { number, description }: SeenMilestone): Change => ({
  type: "write-milestone",
  why: "all six criteria hold",
  number,
  title: plan.title,
  description: milestoneDescription(plan, description),
  open: false,
});

const missingLabels = (snapshot: Snapshot): Change[] =>
  labels
    .filter(({ name }) => !snapshot.labels.has(name))
    .map((label) => ({ type: "create-label", why: "it is missing", label }));

/** A stopped plan's runs are cancelled until none holds anything. */
const cancels = (wanted: readonly Wanted[], { tracking }: Snapshot): Change[] => {
  if (!tracking?.record.stopped) return [];
  const runs = new Set(
    wanted.flatMap(({ held, record }) => (held && record.claim ? [record.claim.run] : [])),
  );
  return [...runs].map((run) => ({ type: "cancel", why: "a person stopped the plan", run }));
};

/** What people decided since the todo was written last: told before it is written, so that a crash repeats it. */
export const verdictChanges = ({ seen, record, pull, todo, held }: Wanted): Change[] => {
  const { verdict } = record;
  const before = seen?.record.verdict;
  if (!seen || held || !verdict || !pull || before === verdict) return [];
  const isOverruled = verdict.person && verdict.approved;
  const isOfBase = record.asks.some(({ cause }) => cause === "conflict");
  const isRecalled = before?.approved === true && !verdict.approved && !isOfBase;
  const isRestored = before?.approved === false && verdict.approved && before.commit === verdict.commit;
  if (!isOverruled && !isRecalled && !isRestored) return [];
  const why = verdict.approved ? `${verdict.by} approved it` : "a person asked for changes";
  return [{ type: "tell-verdict", why, todo: todo.id, pull: pull.number, verdict, answered: record.takenUp }];
};

/** The pull request follows the plan's title, unless a person gave it one; before the issue, so that a crash repeats it. */
const retitled = ({ seen, todo, origin, pull, held }: Wanted): Change[] => {
  if (origin !== "plan" || held || pull?.state !== "open") return [];
  if (!seen || seen.issue.title === todo.title || pull.title !== seen.issue.title) return [];
  const { id, title } = todo;
  return [{ type: "retitle", why: "its title in the plan is another", todo: id, pull: pull.number, title }];
};

/** Told before the issue is closed, so that a crash repeats it. */
const toldRemoval = ({ seen, record, todo, open }: Wanted): Change[] => {
  if (!seen?.issue.open || open || !record.removed || seen.record.removed) return [];
  const why = "the plan no longer has it";
  return [{ type: "tell", why, todo: todo.id, issue: seen.issue.number, name: "removed", text: removedText }];
};

const created = (one: Wanted): Change[] => {
  if (one.seen) return [];
  const { todo, issue } = todoWrite(one);
  return [{ type: "create-todo", why: "the plan has it", todo, issue }];
};

/** One write for everything that changed about a todo's issue; none when it is right or held by a run. */
const written = (one: Wanted): Change[] => {
  if (!one.seen || one.held) return [];
  const write = todoWrite(one);
  const why = [...one.why, ...differences(one, write)].join("; ");
  return why === "" ? [] : [{ type: "write-todo", why, ...write }];
};

const differences = ({ seen, origin }: Wanted, { issue }: TodoWrite): string[] => {
  if (!seen) return [];
  const planned = origin === "plan";
  return [
    ...(planned && seen.issue.title !== issue.title ? ["its title was edited"] : []),
    ...(planned && seen.issue.text.trim() !== issue.text.trim() ? ["its text was edited"] : []),
    ...(seen.issue.open !== issue.open ? [issue.open ? "it is open again" : "it is closed"] : []),
    ...(seen.record.status !== issue.record.status ||
    !seen.issue.labels.includes(statusLabel(issue.record.status))
      ? [`it is ${issue.record.status}`]
      : []),
    ...(seen.record.base !== issue.record.base ? [`its base is ${issue.record.base}`] : []),
  ];
};

const claims = (
  wanted: readonly Wanted[],
  plan: Plan,
  { scheduled, now }: { scheduled: Schedule; now: Date },
): Change[] => {
  if (scheduled.starts.length === 0) return [];
  const index = indexOf(wanted);
  return scheduled.starts.flatMap(({ wanted: { todo }, from }) => {
    const one = index.byId.get(todo.id);
    if (!one) return [];
    const { head, base: kept } = one.record;
    const base = head !== null && kept !== null ? keptBase(kept, plan) : baseOf(one, index, plan);
    const write = todoWrite(one);
    const status = from === "review" ? "review" : "working";
    return [
      {
        type: "claim",
        why: [`\`${todo.order}\` can start`, ...one.why].join("; "),
        ...write,
        issue: { ...write.issue, open: true, record: { ...one.record, status, base: base.ref } },
        at: now.toISOString(),
        from,
        base,
        conflicts: conflictWrites(base, index, plan),
        fixes: fixesFor(one),
        starts: one.pull?.state === "merged" ? [one.pull.head] : [],
        pull: one.record.pull,
      },
    ];
  });
};

const keptBase = (ref: string, plan: Plan): Base => ({ kind: ref === plan.base ? "plan" : "stack", ref });

const fixesFor = ({ record, fixes }: Wanted) => ({
  keys: record.asks.filter(({ kind }) => kind === "fix").map(({ key }) => key),
  numbers: fixes.filter(({ issue }) => issue.open).map(({ issue }) => issue.number),
});
