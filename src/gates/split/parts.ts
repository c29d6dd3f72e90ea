import type { ChangePiece } from "./pieces.ts";
import type { Ends } from "./search.ts";
import type { LineSlice } from "./slices.ts";

/** What one part of a change brings: paths whole, or some slices of a file. */
export interface PartChange {
  readonly path: string;
  /** The path before a rename; `null` when it was not renamed. */
  readonly from: string | null;
  /** `null`: all of it. */
  readonly slices: readonly LineSlice[] | null;
}

/** A change to be made anew as commits one on the other. */
export interface PartsWanted {
  /** What the change is measured from. */
  readonly base: string;
  readonly work: string;
  /** The commit that the first part comes after. */
  readonly onto: string;
  readonly parts: readonly { readonly message: string; readonly changes: readonly PartChange[] }[];
  /** Whether the last part is the whole change. */
  readonly whole: boolean;
}

/** A part as a commit. */
export interface PartCommit {
  readonly commit: string;
  readonly tree: string;
}

/** What each part brings, given where parts end. */
export const changesOf = (pieces: readonly ChangePiece[], ends: Ends): PartChange[][] =>
  ends.map((end, at) => pieces.slice(ends[at - 1] ?? 0, end).flatMap(changesIn));

const changesIn = ({ unit, slices }: ChangePiece): PartChange[] =>
  unit.files.map(({ path, from = null }) => ({ path, from, slices }));
