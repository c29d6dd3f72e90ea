import type { Pull } from "../../pulls/table.ts";

/** Something that happened in a repository, as far as workflows can be started by it. */
export interface ForgeEvent {
  /** GitHub's name: `issues`, `pull_request`, … */
  readonly name: string;
  /** The activity type: `opened`, …; `null` for events that have none. */
  readonly action: string | null;
  /** The payload without `repository` and `sender`, which every event has. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** The ref that runs: `refs/heads/main`, `refs/pull/7/merge`. */
  readonly ref: string;
  /** The commit that runs, whose workflow files are asked. */
  readonly sha: string;
  readonly headBranch: string | null;
  /** The commit that runs are listed under. */
  readonly headSha: string;
  /** What runs are called whose workflow names none. */
  readonly title: string;
  /** The pull request that it is about, whose head runs. */
  readonly pull?: Pull;
  /** What `branches` and `tags` filters are held against. */
  readonly filtered?: { readonly branch?: string; readonly tag?: string };
  /** The changed files, for `paths` filters. */
  readonly changed?: () => Promise<readonly string[]>;
}
