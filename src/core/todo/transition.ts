import type { EventOf, Events } from "./event.ts";
import type { TodoRecord } from "./record.ts";
import { wantedState } from "./state.ts";
import { forgeRows } from "./table/forge.ts";
import { laneRows } from "./table/lane.ts";
import { personRows } from "./table/person.ts";
import { planRows } from "./table/plan.ts";
import type { Rows } from "./table/row.ts";

/** A todo's life: event × state → state. What an event does not name stays as it is. */
export const table: Rows<Events> = { ...planRows, ...laneRows, ...forgeRows, ...personRows };

/** The todo after an event: first its facts, then, by them, its state. Nothing else moves a todo. */
export const transition = <T extends keyof Events>(record: TodoRecord, event: EventOf<T>): TodoRecord => {
  const row = table[event.type];
  const next = { ...record, ...row.facts?.(record, event) };
  const move = row[record.state.status];
  return move ? goneOn({ ...next, state: move.make(next, event) }) : next;
};

/** When it is blocked once more, that is told anew. */
const goneOn = (record: TodoRecord): TodoRecord =>
  record.told.reason === null || wantedState(record.state).status === "blocked"
    ? record
    : { ...record, told: { ...record.told, reason: null } };
