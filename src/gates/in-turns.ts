import type { Facts, GateRules } from "./gate.ts";
import { gatesFor } from "./list.ts";
import { filesAtOnce, inPieces } from "./pieces.ts";
import type { GateResult } from "./result.ts";
import { sizedInPieces } from "./sized.ts";

/**
 * Judges as `runGates` does, piece by piece: a change of many thousand files takes seconds, in which others wait for
 * theirs. `turn` lets them go on.
 */
export const runGatesInTurns = async (
  facts: Facts,
  rules: GateRules,
  { only, turn }: { readonly only?: readonly string[]; readonly turn: () => Promise<void> },
): Promise<GateResult[]> => {
  if (facts.files.length <= filesAtOnce) return gatesFor(rules, only).map((gate) => gate.check(facts, rules));
  const sized = await inPieces(sizedInPieces(facts, rules.generated), turn);
  const whole = { ...facts, sized };
  const results: GateResult[] = [];
  for (const gate of gatesFor(rules, only)) {
    results.push(
      gate.inPieces ? await inPieces(gate.inPieces(whole, rules), turn) : gate.check(whole, rules),
    );
    await turn();
  }
  return results;
};
