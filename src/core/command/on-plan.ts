import { count } from "../count.ts";
import { type DesiredTodo, isDone } from "../todo/desired.ts";
import { type Draft, obeyed, type PlanMeaning } from "./meaning.ts";

/*
 * What commands mean on the tracking issue: they are about the whole plan.
 */

export const statusOfPlan: PlanMeaning = ({ todos, tracking: { record } }) => {
  const counted = [...todos.values()].filter(({ record }) => record.state.status !== "removed");
  const undone = counted.filter((one) => !isDone(one));
  const parts = [
    `${counted.length - undone.length} of ${count(counted.length, "todo")} done`,
    ...(record.stopped ? ["stopped"] : record.paused ? ["paused"] : []),
    ...named(
      "at work",
      undone.filter(({ held }) => held),
    ),
    ...named("blocked", undone.filter(isBlocked)),
    ...named(
      "paused by themselves",
      undone.filter((one) => one.record.paused),
    ),
  ];
  return obeyed(parts.join("; "));
};

/** At most so many todos are named in one sentence. */
const maxNamed = 20;

const named = (what: string, works: readonly DesiredTodo[]): string[] => {
  if (works.length === 0) return [];
  const names = works.slice(0, maxNamed).map(({ todo }) => `\`${todo.order}\``);
  const more = works.length > maxNamed ? ` and ${works.length - maxNamed} more` : "";
  return [`${what}: ${names.join(", ")}${more}`];
};

export const pausePlan: PlanMeaning = (draft) => {
  if (draft.tracking.record.paused) return obeyed("the plan is paused already");
  return obeyed("nothing new starts; what runs goes on to its end. `/milepost resume` goes on", {
    tracking: { ...draft.tracking.record, paused: true },
  });
};

export const resumePlan: PlanMeaning = ({ tracking: { record }, todos }) => {
  const left = named(
    "still paused by themselves",
    [...todos.values()].filter((one) => one.record.paused),
  );
  const said = (what: string): string => [what, ...left].join("; ");
  if (!record.paused) return obeyed(said("the plan is not paused"));
  return obeyed(said("the plan goes on"), { tracking: { ...record, paused: false, stopped: false } });
};

export const stopPlan: PlanMeaning = ({ tracking: { record }, todos }) => {
  if (record.stopped) return obeyed("the plan is stopped already");
  const running = named(
    "cancelled",
    [...todos.values()].filter(({ held }) => held),
  );
  const said = ["nothing new starts, and what runs is cancelled", ...running];
  return obeyed(`${said.join("; ")}. \`/milepost resume\` goes on from there`, {
    tracking: { ...record, paused: true, stopped: true },
  });
};

export const retryAll: PlanMeaning = (draft, { by, at }) => {
  const blocked = blockedIn(draft);
  const tracking = { ...draft.tracking.record, retriedAt: at };
  if (blocked.length === 0)
    return obeyed("nothing is blocked; what failed on the base is run again", { tracking });
  return obeyed(named("new attempts and rounds for", blocked).join(""), {
    tracking,
    events: blocked.map(({ todo }) => ({ todo: todo.id, event: { type: "retried", by } })),
  });
};

const blockedIn = ({ todos }: Draft): DesiredTodo[] =>
  [...todos.values()].filter((one) => isBlocked(one) && !one.held);

const isBlocked = ({ record }: DesiredTodo): boolean => record.state.status === "blocked";
