import type { Plan } from "../plan/plan.ts";
import type { TodoRecord } from "../snapshot/record.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { Wanted } from "./mend.ts";

/** Brings one thing about a todo in line; answers the same todo when that is right already. */
export type Mend = (wanted: Wanted, plan: Plan, snapshot: Snapshot) => Wanted;

/** The todo with a change and the reason for it, a sentence. */
export const withChange = (
  wanted: Wanted,
  why: string,
  change: Partial<TodoRecord>,
  { open = wanted.open, notPlanned = wanted.notPlanned }: Partial<Pick<Wanted, "open" | "notPlanned">> = {},
): Wanted => {
  const { todo, origin, seen, pull, fixes, held } = wanted;
  const record = { ...wanted.record, ...change };
  return { todo, origin, seen, pull, fixes, record, open, notPlanned, held, why: [...wanted.why, why] };
};

/** The todo as one that waits for a person. */
export const block = (wanted: Wanted, reason: string): Wanted =>
  withChange(wanted, reason, { status: "blocked", blocked: reason });

/** Whether its agent is asked for something. */
export const isAsked = ({ record, fixes }: Pick<Wanted, "record" | "fixes">): boolean =>
  record.asks.some(({ kind }) => kind === "fix") || fixes.some(({ issue }) => issue.open);
