import type { SeenTodo } from "../core/snapshot/snapshot.ts";
import { claimOf } from "../core/todo/state.ts";
import type { ClaimLiveness } from "../steps/ports.ts";
import type { ReadIssue } from "./issue-record.ts";

interface Claims {
  readonly livenessOf: ClaimLiveness;
  readonly readAgain: (todo: SeenTodo) => Promise<ReadIssue | null>;
}

/** The todos among issues of the plan, by id, with whether somebody holds them. */
export const todosOf = async (ours: readonly ReadIssue[], claims: Claims): Promise<Map<string, SeenTodo>> => {
  const todos = new Map<string, SeenTodo>();
  for (const { issue, record } of inNumberOrder(ours)) {
    if (record.kind !== "todo") continue;
    todos.set(record.todo, await withLiveness({ issue, record, claim: null }, claims));
  }
  return todos;
};

/**
 * A run that has ended may have settled its todo since the issue was read: what is read after its end counts, or its
 * result would be taken for missing and written over.
 */
const withLiveness = async (todo: SeenTodo, { livenessOf, readAgain }: Claims): Promise<SeenTodo> => {
  const claim = claimOf(todo.record.state);
  if (!claim) return todo;
  const before = { ...todo, claim: await livenessOf(claim.run, todo.record.todo) };
  if (before.claim === "live") return before;
  const now = await readAgain(todo);
  if (now?.record.kind !== "todo") return before;
  const { issue, record } = now;
  const later = claimOf(record.state);
  return { issue, record, claim: later && (await livenessOf(later.run, record.todo)) };
};

export const inNumberOrder = (ours: readonly ReadIssue[]): ReadIssue[] =>
  [...ours].sort((a, b) => a.issue.number - b.issue.number);
