import { isOnItsWay } from "../ci/state.ts";
import { ciStateText } from "../ci/text.ts";
import type { Declined } from "../decide/declined.ts";
import type { DesiredState } from "../todo/desired-state.ts";

/** What merges, and the end of the plan, wait for that comes by itself. */
export interface MergeWaits {
  /** A line each. */
  readonly texts: readonly string[];
  /** When to look again, ISO 8601; `null` when nothing comes by itself. */
  readonly until: string | null;
}

/** What the repository's own CI, its queue or the forge is waited for; nothing while a person has paused the plan. */
export const mergeWaitsIn = (
  { todos, snapshot, ci }: DesiredState,
  { declined, again }: { readonly declined: Declined | null; readonly again: string },
): MergeWaits => {
  if (snapshot.tracking?.record.paused) return { texts: [], until: null };
  const orders = new Map(todos.map(({ todo }) => [todo.id, todo.order]));
  const heads = [...(ci?.heads ?? [])].flatMap(([todo, { state, queue }]) => {
    const name = `\`${orders.get(todo)}\``;
    if (queue?.kind === "in") return [`${name} is in the merge queue`];
    return isOnItsWay(state) ? [`${name} ${ciStateText(state)}`] : [];
  });
  const forge = declined?.passes ? [`#${declined.pull}: ${declined.said}`] : [];
  return { texts: [...heads, ...forge], until: soonest([ci?.next ?? null, declined?.passes ? again : null]) };
};

/** The first of these times; `null` when there is none. */
export const soonest = (times: readonly (string | null)[]): string | null =>
  times.flatMap((time) => (time === null ? [] : [time])).sort()[0] ?? null;
