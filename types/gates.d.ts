/** What to judge, and by what. */
export interface GateOptions {
  /** The repository, or a folder in it. */
  readonly repo: string;
  /** What the change is to end in: a branch or a commit; the plan's base, or the default branch of `origin`. */
  readonly base?: string;
  /** The branch or commit to judge; what is checked out when not given. */
  readonly head?: string;
  /** These gates alone, by name; all that can judge when not given. */
  readonly only?: readonly string[];
  /** A plan file to judge by, read at the base. */
  readonly plan?: string;
  /** The plan's body whose paths are the scope; found by the branch when not given. */
  readonly body?: string;
}

/** What one gate said: `milepost gate --json` prints the same, with what each gate found besides. */
export interface GateAnswer {
  readonly name: string;
  readonly ok: boolean;
  /** A warning objects to nothing. */
  readonly level: "error" | "warning";
  /** In a sentence, with the way to mend what it objects to. */
  readonly message: string;
  readonly [found: string]: unknown;
}

/** What the gates said of a change. */
export interface GateReport {
  /** The commit from which the change is measured. */
  readonly base: string;
  readonly head: string;
  /** Whether no gate objects. */
  readonly ok: boolean;
  readonly gates: readonly GateAnswer[];
}

/** Judges a change by Milepost's gates; it fails when there is no such repository, revision, plan or gate. */
export declare const judgeChange: (options: GateOptions) => Promise<GateReport>;
