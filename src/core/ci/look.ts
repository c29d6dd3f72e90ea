import type { BaseRules } from "./rules.ts";
import type { SeenCheck } from "./seen.ts";
import type { CiState } from "./state.ts";

/** What the repository's own CI says of an approved head. */
export interface CiHead {
  readonly head: string;
  readonly state: CiState;
  /** The end of the log of each job that failed there or in its queue's group, by the job's id. */
  readonly logs: ReadonlyMap<number, string>;
  /** How it stands with the merge queue of its base; `null` where it was in none. */
  readonly queue: QueuePlace | null;
}

/** `left`: it came out again without being merged. */
export type QueuePlace = { readonly kind: "in" } | ({ readonly kind: "left" } & Ejection);

/** Why a pull request came out of its merge queue, in the forge's words, and the checks of its group that failed. */
export interface Ejection {
  readonly said: string;
  readonly failed: readonly SeenCheck[];
}

/** What one look finds of the CI of what is approved, and of what the plan's base asks for. */
export interface CiLook {
  readonly rules: BaseRules;
  /** By todo. */
  readonly heads: ReadonlyMap<string, CiHead>;
  /** Todos whose heads lack something of the base, as far as that was asked for. */
  readonly behind: ReadonlySet<string>;
  /** Todos whose heads are known to have all of it. */
  readonly current: ReadonlySet<string>;
  /** The one of those behind whose branch takes the base in now: one at a time, in order. */
  readonly update: string | null;
  /** When to look again, ISO 8601; `null` when nothing is pending. */
  readonly next: string | null;
}

/** Merged pull requests that are asked for what runs in the repository, when it runs at no other head. */
export const maxMerged = 3;
