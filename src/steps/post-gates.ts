import { count } from "../core/count.ts";
import { allPass, isFailure, linesIn } from "../core/gate-outcome.ts";
import { gateTable } from "../gates/list.ts";
import type { GateResult } from "../gates/result.ts";
import type { Forge } from "./ports.ts";
import { gatesComment } from "./read-published.ts";

interface Judged {
  readonly pull: number;
  readonly head: string;
  readonly gates: readonly GateResult[];
}

/** Shows on a pull request what the gates say of its head: as a status, and as a table in one comment. */
export const postGates = async (
  forge: Pick<Forge, "setStatus" | "upsertComment">,
  { isNew, ...judged }: Judged & { /** When no comment can be there yet. */ readonly isNew: boolean },
): Promise<void> => {
  await setGatesStatus(forge, judged);
  await forge.upsertComment(judged.pull, { name: gatesComment, text: gatesText(judged), isNew });
};

export const setGatesStatus = async (
  forge: Pick<Forge, "setStatus">,
  { head, gates }: Judged,
): Promise<void> =>
  await forge.setStatus(head, {
    context: "milepost/gates",
    ok: allPass(gates),
    description: descriptionOf(gates),
  });

export const gatesText = ({ gates, head }: Judged): string => `${gateTable(gates)}\n\nJudged at ${head}.`;

const descriptionOf = (gates: readonly GateResult[]): string => {
  const names = (some: readonly GateResult[]): string => some.map(({ name }) => name).join(", ");
  if (!allPass(gates)) return `Failed: ${names(gates.filter(isFailure))}`;
  const judged = gates.filter(({ kind }) => kind !== "skipped");
  return `${names(judged)} passed; ${count(linesIn(gates) ?? 0, "hand-written line")}`;
};
