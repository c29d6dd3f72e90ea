import { MilepostError } from "../core/error.ts";
import type { Plan } from "../core/plan/plan.ts";

/**
 * Refuses what a plan asks for and this version cannot keep, before anything is spent; answers what it runs without.
 *
 * @throws {MilepostError} when going on would break the plan's word.
 */
export const checkSupport = (plan: Plan): string[] => {
  if (plan.sandbox === "required") {
    throw new MilepostError("the plan requires a sandbox, and this version has none", {
      hint: "set `sandbox: auto`: agents then run in their worktrees, and writes to your repository are seen and fail them",
    });
  }
  return [
    ...(plan.sandbox === "auto"
      ? [
          "agents run without a sandbox: writes outside their worktrees are seen and fail them, but not prevented",
        ]
      : []),
    ...(plan.limits.usd === undefined ? [] : ["limits.usd is not enforced: this version counts no costs"]),
  ];
};
