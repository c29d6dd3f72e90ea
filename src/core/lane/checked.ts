import type { GateResult } from "../../gates/result.ts";
import { keyOf } from "../key.ts";
import { oncePer } from "../once.ts";
import type { Plan } from "../plan/plan.ts";
import type { TodoRecord } from "../todo/record.ts";

/** The gates for which the plan wants something to be run. */
export const gatesThatRun = ({ verify, coverage }: Pick<Plan, "verify" | "coverage">): string[] => [
  ...(verify.length > 0 ? ["verify"] : []),
  ...(coverage ? ["coverage"] : []),
];

/** What a record remembers of the gates that passed at a head. */
export const checkedAt = (
  commit: string,
  gates: readonly Pick<GateResult, "name" | "kind" | "evidence">[],
): TodoRecord["checked"] => ({
  commit,
  gates: gates.filter(({ kind }) => kind !== "skipped").map(({ name }) => name),
  ran: gates.flatMap(({ evidence }) => (evidence.of === "commands" ? evidence.commands.map(keyOf) : [])),
});

/** Whether the gates have passed at this head, and among them all that the plan wants to be run by now. */
export const isChecked = (
  { checked }: Pick<TodoRecord, "checked">,
  head: string | undefined,
  plan: Pick<Plan, "verify" | "coverage">,
): boolean =>
  checked !== null &&
  checked.commit === head &&
  gatesThatRun(plan).every((gate) => checked.gates.includes(gate)) &&
  keysOf(plan.verify).every((key) => checked.ran.includes(key));

const keysOf = oncePer((commands: readonly string[]) => commands.map(keyOf));
