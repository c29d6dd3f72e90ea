import { type Ask, askOf } from "../verdict/verdict.ts";

/** The ask that a branch take in `base`, with which it conflicts. */
export const conflictAsk = (base: string, head: string): Ask =>
  askOf({
    cause: "conflict",
    title: `Resolve the conflict with ${base}`,
    body: `Merge \`origin/${base}\` into this branch and resolve the conflicts; keep what both sides meant. (Head ${head.slice(0, 10)}.)`,
  });
