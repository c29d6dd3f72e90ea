import type { Facts, GateRules } from "./gate.ts";
import { gatesFor } from "./list.ts";
import type { GateResult, SizedFile } from "./result.ts";
import { sizedFiles } from "./sized.ts";

/** How many files are counted at once: a few milliseconds' worth. */
const filesAtOnce = 250;

/**
 * Judges as `runGates` does, piece by piece: a change of many thousand files takes seconds, in which others wait for
 * theirs. `turn` lets them go on.
 */
export const runGatesInTurns = async (
  facts: Facts,
  rules: GateRules,
  { only, turn }: { readonly only?: readonly string[]; readonly turn: () => Promise<void> },
): Promise<GateResult[]> => {
  const whole = { ...facts, sized: await sizedInTurns(facts, rules, turn) };
  const results: GateResult[] = [];
  for (const gate of gatesFor(rules, only)) {
    results.push(gate.check(whole, rules));
    if (facts.files.length > filesAtOnce) await turn();
  }
  return results;
};

const sizedInTurns = async (
  { sized, ...facts }: Facts,
  { generated }: GateRules,
  turn: () => Promise<void>,
): Promise<readonly SizedFile[]> => {
  const { files } = facts;
  if (sized) return sized;
  if (files.length <= filesAtOnce) return sizedFiles(facts, generated);
  const all: SizedFile[] = [];
  for (let at = 0; at < files.length; at += filesAtOnce) {
    all.push(...sizedFiles({ ...facts, files: files.slice(at, at + filesAtOnce) }, generated));
    await turn();
  }
  return all;
};
