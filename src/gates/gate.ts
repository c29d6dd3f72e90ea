import type { Limits } from "../core/plan/schema.ts";

/** One file of a change as `git diff --numstat -M` tells it. */
export interface FileChange {
  readonly path: string;
  /** The path before a rename; `null` when it was not renamed. */
  readonly from: string | null;
  readonly added: number;
  readonly deleted: number;
  readonly binary: boolean;
}

/** The facts that gates judge: read from git, from the merge base to the head. */
export interface Facts {
  readonly head: string;
  readonly files: readonly FileChange[];
}

/** What a change is held to: read from the plan at the base, so that no change excuses itself. */
export interface GateRules {
  readonly limits: Limits;
  readonly generated: readonly string[];
  readonly protected: readonly string[];
  /** What the body owns; `null` is anything unprotected. */
  readonly owns: readonly string[] | null;
}

/** What a gate says; a failure's message names the fix. */
export interface GateResult {
  readonly name: string;
  readonly ok: boolean;
  readonly level: "error" | "warning";
  readonly message: string;
  /** Hand-written lines and the limit: `size` only. */
  readonly lines?: number | undefined;
  readonly limit?: number | undefined;
  /** Every file with why it counts or not: `size` only. */
  readonly files?: readonly (FileChange & { readonly counted: boolean; readonly reason: string | null })[];
  /** Paths that break the rule: `scope` only. */
  readonly paths?: readonly string[];
}

/** A rule on a change, computed from git alone. */
export interface Gate {
  readonly name: string;
  readonly check: (facts: Facts, rules: GateRules) => GateResult;
}
