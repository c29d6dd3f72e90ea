import type { TestClaims } from "./gaming/test-claims.ts";

/** A line of a diff, without its line break. */
export interface Line {
  /** From 1; in the new file for an added line, in the old one for a deleted line. */
  readonly number: number;
  readonly text: string;
}

/** The lines of one file that a change adds and deletes. */
export interface ChangedLines {
  /** The path after the change, or before it when the file is deleted. */
  readonly path: string;
  /** The path before a rename; `null` when it was not renamed. */
  readonly from: string | null;
  readonly status: "added" | "deleted" | "changed";
  readonly binary: boolean;
  readonly added: readonly Line[];
  readonly deleted: readonly Line[];
  /** Whether there were more lines than are kept. */
  readonly cut: boolean;
  /** The commit of a log that this is about; `null` in a plain diff. */
  readonly commit: string | null;
  /** What its tests claim before and after the change; absent where no parser read them. */
  readonly claims?: { readonly before: TestClaims; readonly after: TestClaims };
}
