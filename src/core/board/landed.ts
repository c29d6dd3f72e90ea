import { count } from "../count.ts";
import { inOrder } from "../in-order.ts";
import type { SeenPull } from "../snapshot/snapshot.ts";
import type { DesiredTodo } from "../todo/desired.ts";
import { type Decision, decisionOn } from "../todo/state.ts";

/** One todo whose work is approved. */
export interface Landed {
  readonly todo: string;
  readonly order: string;
  readonly title: string;
  readonly issue: number | null;
  readonly pull: number | null;
  readonly state: SeenPull["state"] | null;
  readonly decision: Decision;
  readonly lines: number | null;
  readonly rounds: number;
}

/** What is approved, in submission order. */
export const landedOf = (todos: readonly DesiredTodo[]): Landed[] =>
  inOrder(
    todos.flatMap(({ todo, seen, record, pull }): Landed[] => {
      const decision = decisionOn(record.state);
      if (record.state.status !== "approved" || decision === null) return [];
      return [
        {
          ...{ todo: todo.id, order: todo.order, title: todo.title, issue: seen?.issue.number ?? null },
          ...{ pull: record.pull, state: pull?.state ?? null, decision },
          ...{ lines: record.lines, rounds: record.rounds },
        },
      ];
    }),
    ({ order }) => order,
  );

/** What became of it, in words made of its record alone, such as `approved by ada at 1234567890 in round 2; 40 lines`. */
export const landedText = ({ decision, lines, rounds }: Landed): string => {
  const { by, commit, person, round } = decision;
  const who = person ? `${by}, a person,` : by;
  const reviewed = rounds > 0 && !person ? ` in round ${round}` : "";
  const size = lines === null ? "" : `; ${count(lines, "line")}`;
  return `approved by ${who} at ${commit.slice(0, 10)}${reviewed}${size}`;
};
