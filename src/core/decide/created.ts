import type { Plan } from "../plan/plan.ts";
import type { FreeIssue, Snapshot } from "../snapshot/snapshot.ts";
import type { DesiredTodo } from "../todo/desired.ts";
import type { Change } from "./change.ts";
import { todoWrite } from "./texts.ts";

/** The issue of a todo that has none: made, or the one that the plan names where that is free. */
export const created = (one: DesiredTodo, plan: Plan, { free }: Snapshot): Change[] => {
  if (one.seen) return [];
  const { todo, issue } = todoWrite(one);
  const named = one.todo.issue;
  if (named === undefined) return [{ type: "create-todo", why: "the plan has it", todo, issue }];
  const found = free.get(named);
  if (!found)
    return [{ type: "create-todo", why: `there is no free issue #${named}: one is made`, todo, issue }];
  const why = adoptedText(found, { title: issue.title, milestone: plan.title });
  return [{ type: "create-todo", why, todo, issue, adopts: found.number }];
};

/** What becomes of somebody's own issue, as far as people would be surprised by it. */
const adoptedText = (
  { number, title, open, milestone }: FreeIssue,
  wanted: { readonly title: string; readonly milestone: string },
): string =>
  [
    `#${number} is adopted`,
    ...(title === wanted.title ? [] : [`called “${title}”`]),
    ...(open ? [] : ["it is closed, and opened again"]),
    ...(milestone === null || milestone === wanted.milestone ? [] : [`from the milestone “${milestone}”`]),
  ].join("; ");
