import type { Plan } from "../plan/plan.ts";
import type { TodoRecord } from "../snapshot/record.ts";

/** The gates for which the plan wants something to be run. */
export const gatesThatRun = ({ verify, coverage }: Pick<Plan, "verify" | "coverage">): string[] => [
  ...(verify.length > 0 ? ["verify"] : []),
  ...(coverage ? ["coverage"] : []),
];

/** Whether the gates have passed at this head, and among them all for which the plan wants something to be run. */
export const isChecked = (
  { checked }: Pick<TodoRecord, "checked">,
  head: string | undefined,
  plan: Pick<Plan, "verify" | "coverage">,
): boolean =>
  checked !== null &&
  checked.commit === head &&
  gatesThatRun(plan).every((gate) => checked.gates.includes(gate));
