import { count } from "../core/count.ts";
import { allPass, isFailure, linesIn } from "../core/gate-outcome.ts";
import { gateTable } from "../gates/list.ts";
import type { GateResult } from "../gates/result.ts";
import type { Forge } from "./ports.ts";

/** Shows on a pull request what the gates say of its head: as a status, and as a table in one comment. */
export const postGates = async (
  forge: Pick<Forge, "setStatus" | "upsertComment">,
  judged: {
    readonly pull: number;
    readonly head: string;
    readonly gates: readonly GateResult[];
    /** When no comment can be there yet. */
    readonly isNew: boolean;
  },
): Promise<void> => {
  const { pull, head, gates, isNew } = judged;
  await forge.setStatus(head, {
    context: "milepost/gates",
    ok: allPass(gates),
    description: descriptionOf(gates),
  });
  await forge.upsertComment(pull, {
    name: "gates",
    text: `${gateTable(gates)}\n\nJudged at ${head}.`,
    isNew,
  });
};

const descriptionOf = (gates: readonly GateResult[]): string => {
  const names = (some: readonly GateResult[]): string => some.map(({ name }) => name).join(", ");
  if (!allPass(gates)) return `Failed: ${names(gates.filter(isFailure))}`;
  const judged = gates.filter(({ kind }) => kind !== "skipped");
  return `${names(judged)} passed; ${count(linesIn(gates) ?? 0, "hand-written line")}`;
};
