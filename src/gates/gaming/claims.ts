import type { Facts, GateRules } from "../gate.ts";
import { atOnce, type InPieces, piecewise } from "../pieces.ts";
import type { SizedFile } from "../result.ts";
import { sizedInPieces } from "../sized.ts";
import { type GamingFinding, warning } from "./finding.ts";

/** What files say of themselves, so that less of them is counted or would be. */
export const claimsIn = (facts: Facts, rules: GateRules): GamingFinding[] =>
  atOnce(claimsInPieces(facts, rules));

/** The same in pieces. */
export function* claimsInPieces(facts: Facts, { generated }: GateRules): InPieces<GamingFinding[]> {
  return yield* piecewise(yield* sizedInPieces(facts, generated), (some) =>
    some.flatMap((file) => {
      const what = claimOf(file);
      return what === null ? [] : [warning(file.path, what)];
    }),
  );
}

const claimOf = ({ claimed, reason, turned, strange }: SizedFile): string | null => {
  if (claimed) return `is new, and not counted only for what its own name or contents say: ${reason ?? ""}`;
  if (turned !== null) return `was written by hand, and passes for generated now: ${turned}`;
  return strange ? "is a binary of no known format" : null;
};
