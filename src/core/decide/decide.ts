import type { Plan } from "../plan/plan.ts";
import { heldTexts, waitsIn } from "../report/account-waits.ts";
import { type Criterion, criteria } from "../report/criteria.ts";
import { statusLabel } from "../snapshot/record.ts";
import type { SeenMilestone, SeenTodo, Snapshot } from "../snapshot/snapshot.ts";
import { after, type DesiredTodo, isDone } from "../todo/desired.ts";
import type { DesiredState } from "../todo/desired-state.ts";
import { isLetGo } from "../todo/left.ts";
import type { TodoRecord } from "../todo/record.ts";
import { claimOf, decisionOn, labelled } from "../todo/state.ts";
import { eventText } from "../todo/words.ts";
import { indexOf } from "./base.ts";
import type { Change, TodoWrite } from "./change.ts";
import { ciChanges } from "./ci.ts";
import { claims } from "./claims.ts";
import { created } from "./created.ts";
import type { Declined } from "./declined.ts";
import { followUps } from "./follow-ups.ts";
import { labels } from "./labels.ts";
import { mayLand, sendBack } from "./landing.ts";
import { linksOf } from "./links.ts";
import { merges } from "./merges.ts";
import { dueNotices } from "./notices.ts";
import { restacksIn, updatesIn } from "./restack.ts";
import { type Schedule, scheduleOf } from "./schedule.ts";
import { tellBlocked } from "./tell-blocked.ts";
import { letGoText, milestoneDescription, removedText, todoWrite } from "./texts.ts";
import { inboxChanges, trackingChanges } from "./tracking.ts";
import { closedTwins } from "./twins.ts";

/**
 * What is missing between the plan and the forge, in the order in which it is to be done.
 * Pure and level-triggered: it may be asked at any time; when nothing is missing it answers nothing. When the forge
 * `declined` to merge, nothing is merged for now.
 */
export const decide = (desired: DesiredState, now: Date, declined: Declined | null = null): Change[] => {
  const { plan, snapshot, landing, ci, rewound } = desired;
  const checked = ciChanges(desired);
  const sent = sendBack({ ...desired, todos: checked.todos });
  const trees = landing?.kind === "passed" ? landing.trees : undefined;
  const merged = merges(sent.todos, plan, {
    mayMerge: declined === null && rewound === undefined && mayLand(landing),
    methods: snapshot.methods,
    ...{ trees, ci },
  });
  const back = new Set(sent.changes.flatMap((change) => ("todo" in change ? change.todo : [])));
  const restacks = restacksIn(merged.todos, indexOf(merged.todos), plan, updatesIn(desired));
  const scheduled = without(back, scheduleOf(desired, merged.todos, { now, due: restacks.due }));
  const told = tellBlocked(merged.todos.map((one) => withReadiness(one, scheduled)));
  const { todos } = told;
  const starting = new Set(scheduled.starts.map((start) => start.one.todo.id));
  const asked = followUps(todos, plan);
  const done = isAllDone(todos, snapshot) && asked.length === 0 && restacks.lacking.size === 0;
  if (done && snapshot.milestone?.open === false)
    return [
      ...milestoneChanges(plan, snapshot, false),
      ...todos.flatMap(retitled),
      ...merged.changes,
      ...todos.flatMap(written),
      ...inboxChanges(snapshot),
    ];
  const isProven = mayLand(landing) && !merged.changes.some(({ type }) => type === "judge");
  const asIs = () => criteria(todos, plan, snapshot, { landing, ci });
  const ended = done && isProven && snapshot.tracking ? endedWith(asIs()) : null;
  const held = heldTexts(waitsIn(scheduled));
  const links = linksOf(todos, snapshot.tracking);
  const first = [...milestoneChanges(plan, snapshot, true), ...missingLabels(snapshot)];
  const then: Change[] = [
    ...cancels(todos, snapshot),
    ...closedTwins(snapshot.twins),
    ...todos.flatMap(verdictChanges),
    ...todos.flatMap(retitled),
    ...todos.flatMap(toldRemoval),
    ...told.changes,
    ...checked.changes,
    ...sent.changes,
    ...merged.changes,
    ...todos.filter(({ todo }) => starting.has(todo.id)).flatMap((one) => created(one, plan, snapshot)),
    ...asked,
    ...claims(todos, plan, { scheduled, now, restacking: { ci, methods: snapshot.methods } }),
    ...todos
      .filter(({ todo }) => !starting.has(todo.id) && !back.has(todo.id))
      .flatMap((one) => [...created(one, plan, snapshot), ...written(one)]),
    ...links.changes,
  ];
  const due = dueNotices(
    { ...desired, todos },
    {
      changes: [...first, ...then],
      ended,
      unmet: () => asIs().filter(({ ok }) => !ok),
      declined,
      now,
    },
  );
  const { fault, proven } = desired;
  const tracking = trackingChanges(todos, plan, snapshot, {
    ...{ fault, proven, landing },
    ...{ ended, held, now, due },
    isStarting: then.some(({ type }) => type === "claim"),
    linked: links.linked,
  });
  return [
    ...first,
    // It knows from when on comments are read: nobody can have commanded a todo before it is there.
    ...(snapshot.tracking ? [] : tracking),
    ...then,
    ...(snapshot.tracking ? tracking : []),
    // People are told before it is closed: nobody looks at a closed one again.
    ...(ended && snapshot.milestone ? [closedMilestone(plan, snapshot.milestone)] : []),
  ];
};

/** Whether nothing is left to do but to prove it: then, and only then, evidence is read. */
export const seemsDone = ({ snapshot, todos }: DesiredState): boolean =>
  snapshot.milestone !== null && isAllDone(todos, snapshot);

/** The six criteria as they stand. */
export const criteriaOf = ({ todos, plan, snapshot, landing, ci }: DesiredState): Criterion[] =>
  criteria(todos, plan, snapshot, { landing, ci });

/** What is sent back starts at the next look: what it rests on is made now. */
const without = (back: ReadonlySet<string>, scheduled: Schedule): Schedule =>
  back.size === 0
    ? scheduled
    : { ...scheduled, starts: scheduled.starts.filter(({ one }) => !back.has(one.todo.id)) };

const isAllDone = (todos: readonly DesiredTodo[], { fixes }: Snapshot): boolean =>
  todos.every((one) => isDone(one) && !one.held) && fixes.every(({ issue }) => !issue.open);

const endedWith = (all: readonly Criterion[]): readonly Criterion[] | null =>
  all.every(({ ok }) => ok) ? all : null;

const withReadiness = (one: DesiredTodo, { ready }: Schedule): DesiredTodo => {
  const { status } = one.record.state;
  if (one.held || (status !== "pending" && status !== "ready")) return one;
  const isReady = ready.has(one.todo.id);
  if (isReady === (status === "ready")) return one;
  return after(one, { type: isReady ? "freed" : "held-up" });
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
const cancels = (todos: readonly DesiredTodo[], { tracking }: Snapshot): Change[] => {
  if (!tracking?.record.stopped) return [];
  const runs = new Set(
    todos.flatMap(({ held, record: { state } }) => (held ? (claimOf(state)?.run ?? []) : [])),
  );
  return [...runs].map((run) => ({ type: "cancel", why: "a person stopped the plan", run }));
};

/** What people decided since the todo was written last: told before it is written, so that a crash repeats it. */
export const verdictChanges = ({ seen, record, pull, todo, held }: DesiredTodo): Change[] => {
  const verdict = decisionOn(record.state);
  const before = seen && decisionOn(seen.record.state);
  if (!seen || held || !verdict || !pull || before === verdict) return [];
  const isOverruled = verdict.person && verdict.approved;
  const isOfBase = record.asks.some(
    ({ cause }) => cause === "conflict" || cause === "landing" || cause === "ci",
  );
  const isRecalled = before?.approved === true && !verdict.approved && !isOfBase;
  const isRestored = before?.approved === false && verdict.approved && before.commit === verdict.commit;
  if (!isOverruled && !isRecalled && !isRestored) return [];
  const why = verdict.approved ? `${verdict.by} approved it` : "a person asked for changes";
  return [{ type: "tell-verdict", why, todo: todo.id, pull: pull.number, verdict, answered: record.takenUp }];
};

/** The pull request follows the plan's title, unless a person gave it one; before the issue, so that a crash repeats it. */
const retitled = ({ seen, todo, origin, pull, held }: DesiredTodo): Change[] => {
  if (origin !== "plan" || held || pull?.state !== "open") return [];
  if (!seen || seen.issue.title === todo.title || pull.title !== seen.issue.title) return [];
  const { id, title } = todo;
  return [{ type: "retitle", why: "its title in the plan is another", todo: id, pull: pull.number, title }];
};

/** Told before the issue is closed, so that a crash repeats it. */
const toldRemoval = ({ seen, record, todo }: DesiredTodo): Change[] => {
  const isNew = record.state.status === "removed" && seen?.record.state.status !== "removed";
  if (!seen?.issue.open || !isNew) return [];
  const why = "the plan no longer has it";
  const text = isLetGo(record) ? letGoText : removedText;
  return [{ type: "tell", why, todo: todo.id, issue: seen.issue.number, name: "removed", text }];
};

/** One write for everything that changed about a todo's issue; none when it is right or held by a run. */
const written = (one: DesiredTodo): Change[] => {
  if (!one.seen || one.held || isLetGo(one.seen.record)) return [];
  const write = todoWrite(one);
  const why = one.events.flatMap(eventText).concat(differences(one, write)).join("; ");
  return why === "" ? [] : [{ type: "write-todo", why, ...write }];
};

const differences = ({ seen, origin }: DesiredTodo, { issue }: TodoWrite): string[] => {
  if (!seen) return [];
  const planned = origin === "plan";
  const found: string[] = [];
  if (planned && seen.issue.title !== issue.title) found.push("its title was edited");
  if (planned && !isSameText(seen.issue.text, issue.text)) found.push("its text was edited");
  if (seen.issue.open !== issue.open) found.push(issue.open ? "it is open again" : "it is closed");
  if (isRelabelled(seen, issue.record)) found.push(`it is ${labelled(issue.record.state)}`);
  if (seen.record.base !== issue.record.base) found.push(`its base is ${issue.record.base}`);
  return found;
};

const isSameText = (one: string, other: string): boolean => one === other || one.trim() === other.trim();

const isRelabelled = ({ record, issue }: SeenTodo, { state }: TodoRecord): boolean =>
  labelled(record.state) !== labelled(state) || !issue.labels.includes(statusLabel(labelled(state)));
