export type RunStatus = "queued" | "in_progress" | "completed" | "waiting" | "requested" | "pending";
export type RunConclusion =
  | "success"
  | "failure"
  | "neutral"
  | "cancelled"
  | "skipped"
  | "timed_out"
  | "startup_failure"
  | "action_required";

/** A run of a workflow: a record that whoever runs workflows takes up and reports to. */
export interface WorkflowRun {
  readonly id: number;
  readonly repository_id: number;
  readonly workflow_id: number;
  /** The workflow's file. */
  readonly path: string;
  readonly name: string;
  /** Counts from 1 in each workflow. */
  readonly run_number: number;
  readonly event: string;
  readonly status: RunStatus;
  readonly conclusion: RunConclusion | null;
  readonly head_branch: string | null;
  readonly head_sha: string;
  /** Where its head is: of a fork's pull request the fork, and `null` once that is gone. */
  readonly head_repository_id: number | null;
  readonly actor_id: number;
  readonly display_title: string;
  /** The event's payload, as JSON. */
  readonly payload: string;
  /** `refs/heads/main`, `refs/tags/v1` or `refs/pull/7/merge`. */
  readonly ref: string;
  /** The commit that is run; of a pull request's event the merge of both sides, while `head_sha` is its head. */
  readonly sha: string;
  /** Counts from 1; a re-run is a new one. */
  readonly attempt: number;
  readonly started_at: string | null;
  /** Who ran it again, if anybody did. */
  readonly triggering_actor_id: number | null;
  /** Names of the jobs that this attempt runs anew, with what needs them, as a JSON array; `null` when it is all. */
  readonly redo: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}
