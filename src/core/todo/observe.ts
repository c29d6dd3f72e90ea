import type { Plan } from "../plan/plan.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { Work } from "../snapshot/work.ts";
import { after, type DesiredTodo, desiredOf, stateOnForge } from "./desired.ts";
import type { TodoEvent } from "./event.ts";
import type { Observer } from "./observe/observer.ts";
import {
  approvalRestored,
  fixesOpened,
  personApproved,
  requestsMade,
  wishesWithdrawn,
} from "./observe/people.ts";
import { placed, removed, restored } from "./observe/plan.ts";
import {
  approvalOutdated,
  begunAnew,
  conflictFound,
  headMoved,
  mergedEarly,
  pullFound,
  pullLost,
  pushed,
} from "./observe/pulls.ts";
import { budgetSpent, closedUnapproved, reopened, runLost, skipped, wornOut } from "./observe/runs.ts";
import { newRecord } from "./record.ts";

/** In this order: each sees the todo as those before it left it. */
const observers: readonly Observer[] = [
  runLost,
  placed,
  restored,
  removed,
  skipped,
  wornOut,
  budgetSpent,
  closedUnapproved,
  reopened,
  headMoved,
  pullFound,
  mergedEarly,
  pushed,
  pullLost,
  wishesWithdrawn,
  requestsMade,
  fixesOpened,
  personApproved,
  approvalRestored,
  approvalOutdated,
  conflictFound,
  begunAnew,
];

/** A todo with all that has happened to it: dead claims, moved heads, edited plans, people's hands. */
export const observe = (work: Work, plan: Plan, snapshot: Snapshot): DesiredTodo => {
  const { seen, todo } = work;
  if (!seen) {
    const { body, order, branch, phase, needs } = todo;
    const identity = {
      plan: plan.id,
      todo: todo.id,
      body,
      order,
      branch,
      phase,
      needs: [...needs],
      from: null,
    };
    const isAdopted = todo.issue !== undefined && snapshot.free.has(todo.issue);
    const fresh = newRecord(identity);
    const record = isAdopted ? { ...fresh, adopted: { title: todo.title } } : fresh;
    return desiredOf(work, { record, held: false, events: none });
  }
  if (seen.claim === "live") {
    const record = { ...seen.record, state: stateOnForge(seen.record.state, seen.issue) };
    return desiredOf(work, { record, held: true, events: none });
  }
  return observers.reduce<DesiredTodo>(
    (one, find) => {
      const event = find(one, plan, snapshot);
      return event === null ? one : after(one, event);
    },
    desiredOf(work, { record: seen.record, held: false, events: none }),
  );
};

const none: readonly TodoEvent[] = [];
