import type { Plan } from "../../plan/plan.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import type { DesiredTodo } from "../desired.ts";
import type { TodoEvent } from "../event.ts";

/** Finds one kind of event that has happened to a todo and that its record does not know; `null` when none has. */
export type Observer = (one: DesiredTodo, plan: Plan, snapshot: Snapshot) => TodoEvent | null;
