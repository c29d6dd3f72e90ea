import type { EventOf, Events } from "../event.ts";
import type { TodoFacts, TodoRecord } from "../record.ts";
import {
  type Decision,
  decisionOn,
  type StateOf,
  type Status,
  type TodoState,
  type WantedState,
  wantedState,
} from "../state.ts";

/** How an event leads out of a state: where to, and how that state is made. */
interface Move<T extends keyof Events> {
  readonly to: readonly Status[];
  readonly make: (record: TodoRecord, event: EventOf<T>) => TodoState;
}

/** What an event makes of a todo: its facts in any state, and its state where a move is named; else that stays. */
type Row<T extends keyof Events> = {
  readonly facts?: (record: TodoRecord, event: EventOf<T>) => Partial<TodoFacts>;
} & { readonly [S in Status]?: Move<T> };

export type Rows<E> = { readonly [T in keyof E & keyof Events]: Row<T> };

/** A move to one of these states. */
export const move = <T extends keyof Events>(
  to: Status | readonly Status[],
  make: Move<T>["make"],
): Move<T> => ({ to: typeof to === "string" ? [to] : to, make });

/** The same move out of each of these states. */
export const from = <T extends keyof Events, S extends Status>(
  states: readonly S[],
  one: Move<T>,
): { readonly [one in S]: Move<T> } =>
  Object.fromEntries(states.map((state) => [state, one])) as { readonly [one in S]: Move<T> };

/** Those in which it goes on by itself. */
export const goingOn = ["pending", "ready", "working", "review", "changes"] as const;

/** Where a todo stands when no run holds it and nothing was proposed since it was claimed. */
export const atRest = (
  { asks, rounds }: Pick<TodoRecord, "asks" | "rounds">,
  verdict: Decision | null,
): StateOf<"pending"> | StateOf<"changes"> =>
  asks.length > 0 || rounds > 0 ? { status: "changes", verdict } : { status: "pending" };

/** The same of a todo that has been somewhere. */
export const rested = (record: TodoRecord) => atRest(record, decisionOn(record.state));

/** Before its agent began, with its pull request waiting for its review, or approved as before it was to be restacked. */
export const released = (record: TodoRecord): TodoState => {
  const { state, head } = record;
  if (state.status !== "review") return rested(record);
  const { verdict } = state;
  return verdict?.approved && verdict.commit === head
    ? { status: "approved", verdict: { ...verdict, approved: true } }
    : { ...state, claim: null };
};

/** Its pull request waits for a review; what was decided no longer counts. */
export const unjudged = (): StateOf<"review"> => ({ status: "review", claim: null, verdict: null });

/** Back to its agent; an approval that there was is taken back. */
export const takenBack = ({ state }: TodoRecord): StateOf<"changes"> => {
  const verdict = decisionOn(state);
  return { status: "changes", verdict: verdict && { ...verdict, approved: false } };
};

export const stuck = (
  reason: StateOf<"blocked">["reason"],
  verdict: Decision | null,
): StateOf<"blocked"> => ({
  status: "blocked",
  reason,
  verdict,
});

/** As before nobody wanted it; an approval is looked at again. */
export const wantedAgain = ({ state }: TodoRecord): WantedState => {
  const before = wantedState(state);
  return before.status === "approved" ? unjudged() : before;
};
