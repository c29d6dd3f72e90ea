import type { Facts, GateRules } from "../gate.ts";
import type { SizedFile } from "../result.ts";
import { sizedFiles } from "../sized.ts";
import type { GamingFinding } from "./finding.ts";

/** What files say of themselves, so that less of them is counted or would be. */
export const claimsIn = (facts: Facts, { generated }: GateRules): GamingFinding[] =>
  sizedFiles(facts, generated).flatMap((file) => {
    const what = claimOf(file);
    return what === null ? [] : [{ path: file.path, what }];
  });

const claimOf = ({ claimed, reason, turned, strange }: SizedFile): string | null => {
  if (claimed) return `is new, and not counted only for what its own name or contents say: ${reason ?? ""}`;
  if (turned !== null) return `was written by hand, and passes for generated now: ${turned}`;
  return strange ? "is a binary of no known format" : null;
};
