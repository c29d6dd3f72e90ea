import type { Limits } from "../core/plan/schema.ts";
import type { LinguistAttributes } from "./generated/attributes.ts";
import type { Part } from "./split/split.ts";

/** One file of a change as `git diff --raw --numstat -M` tells it. */
export interface FileChange {
  readonly path: string;
  /** The path before a rename; `null` when it was not renamed. */
  readonly from: string | null;
  readonly added: number;
  readonly deleted: number;
  readonly binary: boolean;
  /** What stood at the merge base, `null` when nothing did; absent when only lines were counted. */
  readonly before?: End | null;
  /** What stands at the head, `null` when nothing does; absent when only lines were counted. */
  readonly after?: End | null;
}

/** One end of a file's change. */
export interface End {
  /** Git's mode in six octal digits: 100644, 100755, 120000 (symlink), 160000 (submodule). */
  readonly mode: string;
  /** The object's name, in full. */
  readonly blob: string;
  /** Why its contents count as generated, `null` when they do not; absent when they were not read. */
  readonly contents?: string | null;
}

/** The facts that gates judge: read from git, from the merge base to the head. */
export interface Facts {
  readonly head: string;
  readonly files: readonly FileChange[];
  /** What `.gitattributes` at the merge base say, by path; nothing is said of paths that are missing. */
  readonly attributes?: ReadonlyMap<string, LinguistAttributes>;
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
  readonly files?: readonly SizedFile[];
  /** The parts in which a change over the limit could be handed in, in order: `size` only. */
  readonly parts?: readonly Part[];
  /** Paths that break the rule: `scope` only. */
  readonly paths?: readonly string[];
}

/** A file of a change as the size gate sees it. */
export interface SizedFile {
  readonly path: string;
  readonly from: string | null;
  readonly added: number;
  readonly deleted: number;
  readonly binary: boolean;
  readonly counted: boolean;
  /** Why its lines do not count; `null` when they do. */
  readonly reason: string | null;
  /** What it is or became, if it is no plain file that stayed one: `symlink`, `file to executable`. */
  readonly kind: string | null;
}

/** A rule on a change, computed from git alone. */
export interface Gate {
  readonly name: string;
  readonly check: (facts: Facts, rules: GateRules) => GateResult;
}
