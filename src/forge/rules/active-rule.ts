import type { RuleActor } from "./bypass.ts";
import type { RefRule } from "./schema.ts";
import type { Ruleset } from "./table.ts";

/** A rule that holds on a ref, and where it comes from. */
export interface ActiveRule {
  readonly rule: RefRule;
  /** `null` is the branch's protection. */
  readonly ruleset: Ruleset | null;
  /** Whether it does not bind somebody who moves the ref, or who merges a pull request. */
  readonly passedBy: (actor: RuleActor, way: "push" | "merge") => boolean;
}
