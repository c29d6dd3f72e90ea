import type { Change } from "../decide/change.ts";
import type { Plan } from "../plan/plan.ts";
import type { TrackingRecord } from "../snapshot/record.ts";
import type { SeenFix, SeenIssue } from "../snapshot/snapshot.ts";
import { after, type DesiredTodo } from "../todo/desired.ts";
import type { TodoEvent } from "../todo/event.ts";

/** A plan in the middle of obeying: what its records will say. */
export interface Draft {
  readonly plan: Plan;
  readonly tracking: { readonly issue: SeenIssue; readonly record: TrackingRecord };
  /** All todos as they should be, by id. */
  readonly todos: ReadonlyMap<string, DesiredTodo>;
  readonly fixes: readonly SeenFix[];
  /** Issues that commands before this one open. */
  readonly creates: readonly Change[];
}

/** What one command is given besides its argument. */
export interface CommandContext {
  readonly argument: string;
  /** Login of the person who asks. */
  readonly by: string;
  /** When the comment was written or last changed, ISO 8601. */
  readonly at: string;
  /** A link to the comment, in Markdown. */
  readonly link: string;
  /** What help answers. */
  readonly help: string;
}

/** What a command on a todo is given besides. */
export interface TodoCommandContext extends CommandContext {
  readonly one: DesiredTodo;
  /** The todo's head when the comment was first read; `null` when nothing was proposed yet. */
  readonly head: string | null;
}

/** What obeying comes to: what is to be written, and what is said about it, in the end of a sentence. */
export interface Obeyed {
  readonly ok: boolean;
  readonly said: string;
  readonly tracking?: TrackingRecord;
  /** What happens to todos by it. */
  readonly events?: readonly TodoChange[];
  /** Issues to open for it. */
  readonly creates?: readonly Change[];
}

/** An event that happens to a todo, by id. */
export interface TodoChange {
  readonly todo: string;
  readonly event: TodoEvent;
}

/** What a command means on a todo: it sees the draft and answers what changes in it. */
export type TodoMeaning = (draft: Draft, asked: TodoCommandContext) => Obeyed;
/** What a command means on the tracking issue. */
export type PlanMeaning = (draft: Draft, asked: CommandContext) => Obeyed;

export const refused = (said: string): Obeyed => ({ ok: false, said });
/** The todo after an event; it is where that has placed it. */
export const happened = (one: DesiredTodo, event: TodoEvent): DesiredTodo => {
  const next = after(one, event);
  const { body } = next.record;
  return event.type === "reassigned" ? { ...next, todo: { ...next.todo, body } } : next;
};

/** Obeyed by one event on the todo that it was asked of. */
export const happens = (said: string, one: DesiredTodo, event: TodoEvent): Obeyed =>
  obeyed(said, { events: [{ todo: one.todo.id, event }] });

export const obeyed = (said: string, change: Omit<Obeyed, "ok" | "said"> = {}): Obeyed => ({
  ok: true,
  said,
  ...change,
});
