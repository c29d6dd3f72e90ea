import fc from "fast-check";
import { todoRecordSchema } from "../../../src/core/todo/record.ts";
import { type Status, statuses, wantedState } from "../../../src/core/todo/state.ts";
import { table, transition } from "../../../src/core/todo/transition.ts";
import { times } from "../../thorough.ts";
import { eventOf, eventTypes, recordIn } from "./arbitrary.ts";

const anyStatus = fc.constantFrom(...statuses);
const anyRecord = anyStatus.chain(recordIn);
const anyEvent = fc.constantFrom(...eventTypes).chain(eventOf);

test("every event has its row, and no row is of none", () => {
  expect(Object.keys(table).sort()).toEqual([...eventTypes].sort());
});

test("whatever happens to whatever todo, its record is one that is read again", () => {
  fc.assert(
    fc.property(anyRecord, anyEvent, (record, event) => {
      const next = transition(record, event);
      expect(todoRecordSchema.parse(next)).toEqual(next);
    }),
    { numRuns: times(150) },
  );
});

test("an event that has no move out of a state leaves it as it is", () => {
  fc.assert(
    fc.property(anyRecord, anyEvent, (record, event) => {
      fc.pre(table[event.type][record.state.status] === undefined);
      expect(transition(record, event).state).toBe(record.state);
    }),
    { numRuns: times(150) },
  );
});

const moves = eventTypes.flatMap((type) =>
  statuses.flatMap((from) => {
    const to = table[type][from]?.to;
    return to ? [{ type, from, to }] : [];
  }),
);

test.each(moves)("$type leads from $from to $to, to each of them and nowhere else", ({ type, from, to }) => {
  const reachedIn = (numRuns: number): string[] => {
    const seen = fc.sample(fc.tuple(recordIn(from), eventOf(type)), { numRuns, seed: 1 });
    return [...new Set(seen.map(([record, event]) => transition(record, event).state.status))].sort();
  };
  const reached = reachedIn(300);
  // What is rarely reached takes more tries.
  expect(reached.length < to.length ? reachedIn(3000) : reached).toEqual([...to].sort());
});

test.each<[Status, string[]]>([
  ["skipped", ["removed", "reopened", "retried"]],
  ["removed", ["restored", "reopened"]],
])("what is %s moves by these events alone", (from, types) => {
  expect(moves.filter((move) => move.from === from).map(({ type }) => type)).toEqual(types);
});

test("that people were told why it waits is forgotten when it goes on, and only then", () => {
  fc.assert(
    fc.property(anyRecord, anyEvent, (record, event) => {
      fc.pre(event.type !== "told" && table[event.type][record.state.status] !== undefined);
      const next = transition(record, event);
      const waits = wantedState(next.state).status === "blocked";
      expect(next.told).toEqual({ ...record.told, reason: waits ? record.told.reason : null });
    }),
    { numRuns: times(150) },
  );
});
