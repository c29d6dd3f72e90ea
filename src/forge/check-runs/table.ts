import type { Store } from "../store.ts";

export const checksSchema = `
  create table check_suites (
    id integer primary key autoincrement,
    repository_id integer not null references repositories (id) on delete cascade,
    head_sha text not null,
    app_id integer not null references users (id),
    created_at text not null,
    updated_at text not null,
    unique (repository_id, head_sha, app_id)
  );
  create table check_runs (
    id integer primary key autoincrement,
    suite_id integer not null references check_suites (id) on delete cascade,
    name text not null,
    status text not null,
    conclusion text,
    external_id text not null,
    details_url text,
    started_at text,
    completed_at text,
    title text,
    summary text,
    text text
  );
  create index check_runs_by_suite on check_runs (suite_id);
  create table check_annotations (
    id integer primary key autoincrement,
    run_id integer not null references check_runs (id) on delete cascade,
    path text not null,
    start_line integer not null,
    end_line integer not null,
    start_column integer,
    end_column integer,
    annotation_level text not null,
    title text,
    message text not null,
    raw_details text
  );
  create index check_annotations_by_run on check_annotations (run_id)`;

/** All check runs that one app made for one commit. */
export interface CheckSuite {
  readonly id: number;
  readonly repository_id: number;
  readonly head_sha: string;
  /** The app's user. */
  readonly app_id: number;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface CheckRun {
  readonly id: number;
  readonly suite_id: number;
  readonly name: string;
  readonly status: "queued" | "in_progress" | "completed" | "waiting" | "requested" | "pending";
  readonly conclusion: string | null;
  readonly external_id: string;
  readonly details_url: string | null;
  readonly started_at: string | null;
  readonly completed_at: string | null;
  readonly title: string | null;
  readonly summary: string | null;
  readonly text: string | null;
  /** From its suite. */
  readonly head_sha: string;
  readonly app_id: number;
  /** The run whose job it is; `null` for one that a program made. */
  readonly workflow_run_id: number | null;
}

const selectRuns = `select check_runs.*, head_sha, app_id, null as workflow_run_id from check_runs
  join check_suites on check_suites.id = suite_id`;

/** The check runs of a commit, oldest first; an app's later run of the same name replaces the earlier. */
export const currentRuns = (store: Store, repositoryId: number, sha: string): CheckRun[] =>
  store.all<CheckRun>(
    `${selectRuns} where check_runs.id in (
       select max(check_runs.id) from check_runs join check_suites on check_suites.id = suite_id
       where repository_id = ? and head_sha = ? group by suite_id, name) order by check_runs.id`,
    repositoryId,
    sha,
  );

export const allRuns = (store: Store, repositoryId: number, sha: string): CheckRun[] =>
  store.all<CheckRun>(
    `${selectRuns} where repository_id = ? and head_sha = ? order by check_runs.id`,
    repositoryId,
    sha,
  );

export const runsOfSuite = (store: Store, suiteId: number): CheckRun[] =>
  store.all<CheckRun>(`${selectRuns} where suite_id = ? order by check_runs.id`, suiteId);

export const suitesOf = (store: Store, repositoryId: number, sha: string): CheckSuite[] =>
  store.all<CheckSuite>(
    "select * from check_suites where repository_id = ? and head_sha = ? order by id",
    repositoryId,
    sha,
  );

export const findCheckRun = (store: Store, repositoryId: number, id: number): CheckRun | undefined =>
  store.get<CheckRun>(`${selectRuns} where check_runs.id = ? and repository_id = ?`, id, repositoryId);

export const findCheckSuite = (store: Store, repositoryId: number, id: number): CheckSuite | undefined =>
  store.get<CheckSuite>("select * from check_suites where id = ? and repository_id = ?", id, repositoryId);

/** The app's suite for the commit, made at its first check run. */
export const ensureSuite = (
  store: Store,
  suite: Pick<CheckSuite, "repository_id" | "head_sha" | "app_id">,
  now: string,
): number => {
  const known = suitesOf(store, suite.repository_id, suite.head_sha).find(
    ({ app_id }) => app_id === suite.app_id,
  );
  if (known) return known.id;
  return store.run(
    "insert into check_suites (repository_id, head_sha, app_id, created_at, updated_at) values (?1, ?2, ?3, ?4, ?4)",
    suite.repository_id,
    suite.head_sha,
    suite.app_id,
    now,
  );
};

export type CheckRunFields = Omit<CheckRun, "id" | "suite_id" | "head_sha" | "app_id" | "workflow_run_id">;

export const insertRun = (store: Store, suiteId: number, run: CheckRunFields): number =>
  store.run(
    `insert into check_runs (suite_id, name, status, conclusion, external_id, details_url, started_at,
       completed_at, title, summary, text) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    suiteId,
    ...valuesOf(run),
  );

export const updateRun = (store: Store, id: number, run: CheckRunFields): void => {
  store.run(
    `update check_runs set name = ?, status = ?, conclusion = ?, external_id = ?, details_url = ?, started_at = ?,
       completed_at = ?, title = ?, summary = ?, text = ? where id = ?`,
    ...valuesOf(run),
    id,
  );
};

const valuesOf = (run: CheckRunFields) => [
  run.name,
  run.status,
  run.conclusion,
  run.external_id,
  run.details_url,
  run.started_at,
  run.completed_at,
  run.title,
  run.summary,
  run.text,
];
