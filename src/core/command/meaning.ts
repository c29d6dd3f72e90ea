import type { Change } from "../decide/change.ts";
import type { Wanted } from "../decide/mend.ts";
import type { Plan } from "../plan/plan.ts";
import type { TrackingRecord } from "../snapshot/record.ts";
import type { SeenFix, SeenIssue } from "../snapshot/snapshot.ts";

/** A plan in the middle of obeying: what its records will say. */
export interface Draft {
  readonly plan: Plan;
  readonly tracking: { readonly issue: SeenIssue; readonly record: TrackingRecord };
  /** All work, mended, by todo id. */
  readonly todos: ReadonlyMap<string, Wanted>;
  readonly fixes: readonly SeenFix[];
  /** Issues that commands before this one open. */
  readonly creates: readonly Change[];
}

/** What one command is given besides its argument. */
export interface Asked {
  readonly argument: string;
  /** Login of the person who asks. */
  readonly by: string;
  /** A link to the comment, in Markdown. */
  readonly link: string;
  /** What help answers. */
  readonly help: string;
}

/** What a command on a todo is given besides. */
export interface AskedOfTodo extends Asked {
  readonly one: Wanted;
  /** The todo's head when the comment was first read; `null` when nothing was proposed yet. */
  readonly head: string | null;
}

/** What obeying comes to: what is to be written, and what is said about it, in the end of a sentence. */
export interface Obeyed {
  readonly ok: boolean;
  readonly said: string;
  readonly tracking?: TrackingRecord;
  readonly todos?: readonly Wanted[];
  /** Issues to open for it. */
  readonly creates?: readonly Change[];
}

/** What a command means on a todo: it sees the draft and answers what changes in it. */
export type TodoMeaning = (draft: Draft, asked: AskedOfTodo) => Obeyed;
/** What a command means on the tracking issue. */
export type PlanMeaning = (draft: Draft, asked: Asked) => Obeyed;

export const refused = (said: string): Obeyed => ({ ok: false, said });
export const obeyed = (said: string, change: Omit<Obeyed, "ok" | "said"> = {}): Obeyed => ({
  ok: true,
  said,
  ...change,
});
