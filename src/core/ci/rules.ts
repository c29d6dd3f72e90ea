import { mergeMethods, type PlanMergeMethod } from "../merge-method.ts";

/** What a branch asks of whatever is merged into it, as far as it decides what Milepost does. */
export interface BaseRules {
  /** Names of the checks that must have passed. */
  readonly checks: readonly string[];
  /** Whether a head must contain the branch as it is. */
  readonly upToDate: boolean;
  /** Whether merges go through a queue. */
  readonly queue: boolean;
  /** The ways to merge that it leaves. */
  readonly methods: readonly PlanMergeMethod[];
}

export const noRules: BaseRules = { checks: [], upToDate: false, queue: false, methods: mergeMethods };

/** Rules that hold together, as rulesets and classic protection do. */
export const allOf = (rules: readonly BaseRules[]): BaseRules => ({
  checks: [...new Set(rules.flatMap(({ checks }) => checks))],
  upToDate: rules.some(({ upToDate }) => upToDate),
  queue: rules.some(({ queue }) => queue),
  methods: mergeMethods.filter((method) => rules.every(({ methods }) => methods.includes(method))),
});
