import type { Plan } from "../core/plan/plan.ts";

/** What a plan asks for and this version runs without. */
export const checkSupport = (plan: Plan): string[] => {
  return [
    ...(plan.limits.usd === undefined ? [] : ["limits.usd is not enforced: this version counts no costs"]),
  ];
};
