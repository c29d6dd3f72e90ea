import type { SeenFix, SeenTodo } from "../snapshot/snapshot.ts";
import type { Work } from "../snapshot/work.ts";
import type { EventOf, Events, TodoEvent } from "./event.ts";
import type { TodoRecord } from "./record.ts";
import { isDone as isDoneState, type TodoState, wantedState } from "./state.ts";
import { transition } from "./transition.ts";

/** One todo as it should be now, by what has happened to it; its issue is written when that says otherwise. */
export interface DesiredTodo extends Work {
  readonly record: TodoRecord;
  /** A run holds it: nobody else writes it. */
  readonly held: boolean;
  /** What was found to have happened since its issue was written. */
  readonly events: readonly TodoEvent[];
}

/** Named one by one: spreading takes ten times as long, and plans have thousands. */
export const desiredOf = (
  { todo, origin, seen, pull, fixes }: Work,
  { record, held, events }: Pick<DesiredTodo, "record" | "held" | "events">,
): DesiredTodo => ({ todo, origin, seen, pull, fixes, record, held, events });

/** The todo after an event. */
export const after = <T extends keyof Events>(one: DesiredTodo, event: EventOf<T>): DesiredTodo =>
  desiredOf(one, {
    record: transition(one.record, event),
    held: one.held,
    events: [...one.events, event as TodoEvent],
  });

/** A state as its issue says it: what a person closed as not planned is skipped, whatever its record says yet. */
export const stateOnForge = (state: TodoState, { open, notPlanned }: SeenTodo["issue"]): TodoState =>
  !open && notPlanned && wantedState(state) === state
    ? { status: "skipped", why: null, before: state }
    : state;

/** Approved, skipped or no longer in the plan: nothing waits for it any more. */
export const isDone = ({ record }: DesiredTodo): boolean => isDoneState(record.state);

/** Nobody wants it: a person closed it as not planned, or the plan no longer has it. */
export const isUnwanted = ({ record: { state } }: DesiredTodo): boolean => wantedState(state) !== state;

/** Whether its agent is asked for something. */
export const isAsked = (one: Pick<DesiredTodo, "record" | "seen" | "fixes">): boolean =>
  one.record.asks.some(({ kind }) => kind === "fix") || openFixes(one).length > 0;

/** The fixes that its agent is to answer: none that stands for a person's review which was taken back. */
export const openFixes = ({
  record,
  seen,
  fixes,
}: Pick<DesiredTodo, "record" | "seen" | "fixes">): SeenFix[] =>
  fixes.filter(
    ({ issue, record: { key } }) =>
      issue.open && (record.takenUp.includes(key) || !seen?.record.takenUp.includes(key)),
  );

/** Begun todos have won a claim once; they go on whatever later edits of the plan say. */
export const isBegun = ({ record }: DesiredTodo): boolean => record.claimed !== null;
