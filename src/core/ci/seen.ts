/*
 * What the forge says of the repository's own CI: check runs, workflows' jobs and commit statuses, with the workflow
 * runs behind them where somebody has to know of these.
 */

/** A check run, a job or a status at a head. */
export interface SeenCheck {
  readonly name: string;
  readonly standing: "passed" | "failed" | "pending";
  /** Whether the forge says that the pull request's base requires it. */
  readonly required: boolean;
  /** When it began, ISO 8601; `null` before that. */
  readonly since: string | null;
  /** The job that it is, with its workflow run; `null` for what no workflow of the repository made. */
  readonly job: { readonly id: number; readonly run: number } | null;
  /** How it ended in its own words, on one line or more; empty when it said nothing. */
  readonly said: string;
}

/** A workflow run at a head; `approval`: somebody with write access has to let it begin. */
export interface SeenRun {
  readonly id: number;
  /** The workflow's. */
  readonly name: string;
  readonly attempt: number;
  readonly standing: "passed" | "failed" | "pending" | "approval";
  readonly since: string;
  readonly url: string;
  /** Whether it is of a workflow of Milepost's. */
  readonly own: boolean;
}

/** What was said of the head of a pull request. */
export interface SeenHead {
  readonly head: string;
  /** When the head was committed, ISO 8601. */
  readonly at: string;
  readonly checks: readonly SeenCheck[];
  /** `null` where nobody had to ask. */
  readonly runs: readonly SeenRun[] | null;
}

/** What Milepost says itself is none of the repository's own, unless its base requires it. */
export const isOwnCheck = ({ name, required }: Pick<SeenCheck, "name" | "required">): boolean =>
  !required && name.startsWith("milepost/");
