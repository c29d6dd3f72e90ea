import { byNumber } from "../by-number.ts";
import type { Repository } from "../repository.ts";
import type { Store } from "../store.ts";
import type { RunConclusion, RunStatus, WorkflowRun } from "../workflow-run.ts";

export const actionsSchema = `
  create table workflow_runs (
    id integer primary key autoincrement,
    repository_id integer not null references repositories (id) on delete cascade,
    workflow_id integer not null,
    path text not null,
    name text not null,
    run_number integer not null,
    event text not null,
    status text not null,
    conclusion text,
    head_branch text,
    head_sha text not null,
    actor_id integer not null references users (id),
    display_title text not null,
    payload text not null,
    created_at text not null,
    updated_at text not null
  );
  create index workflow_runs_by_repository on workflow_runs (repository_id, workflow_id);
  create table dispatch_events (
    id integer primary key autoincrement,
    repository_id integer not null references repositories (id) on delete cascade,
    event_type text not null,
    client_payload text not null,
    actor_id integer not null references users (id),
    created_at text not null
  )`;

/** Whether a run is of a fork's pull request, so that what it runs is a stranger's: it reads, and knows no secret. */
export const isOfFork = (run: Pick<WorkflowRun, "repository_id" | "head_repository_id">): boolean =>
  run.head_repository_id !== run.repository_id;

export type NewRun = Omit<
  WorkflowRun,
  | "id"
  | "run_number"
  | "status"
  | "conclusion"
  | "created_at"
  | "updated_at"
  | "attempt"
  | "started_at"
  | "triggering_actor_id"
  | "redo"
>;

/** Records a queued run and returns it; the engine takes it up, if the forge has one. */
export const createRun = (store: Store, run: NewRun, now: string): WorkflowRun =>
  store.transaction(() => {
    const last = store.get<{ number: number | null }>(
      "select max(run_number) as number from workflow_runs where repository_id = ? and workflow_id = ?",
      run.repository_id,
      run.workflow_id,
    );
    const run_number = (last?.number ?? 0) + 1;
    const id = store.run(
      `insert into workflow_runs (repository_id, workflow_id, path, name, run_number, event, status, head_branch,
         head_sha, actor_id, display_title, payload, ref, sha, created_at, updated_at, head_repository_id)
       values (?1, ?2, ?3, ?4, ?5, ?6, 'queued', ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?14, ?15)`,
      run.repository_id,
      run.workflow_id,
      run.path,
      run.name,
      run_number,
      run.event,
      run.head_branch,
      run.head_sha,
      run.actor_id,
      run.display_title,
      run.payload,
      run.ref,
      run.sha,
      now,
      run.head_repository_id,
    );
    const created = {
      status: "queued",
      conclusion: null,
      attempt: 1,
      created_at: now,
      updated_at: now,
    } as const;
    return { ...run, ...created, id, run_number, started_at: null, triggering_actor_id: null, redo: null };
  });

/** Where a run stands: only a completed one has a conclusion. */
type WorkflowRunState =
  | { readonly status: Exclude<RunStatus, "completed"> }
  | { readonly status: "completed"; readonly conclusion: RunConclusion };

export const setRunState = (store: Store, runId: number, state: WorkflowRunState, now: string): void =>
  store.transaction(() => {
    const conclusion = state.status === "completed" ? state.conclusion : null;
    store.run(
      `update workflow_runs set status = ?1, conclusion = ?2, updated_at = ?3,
         started_at = case when ?1 = 'in_progress' then ?3 else started_at end where id = ?4`,
      state.status,
      conclusion,
      now,
      runId,
    );
  });

/** Makes a run that has ended a new attempt of itself, by whoever asked for it: of these jobs, or of all. */
export const nextAttempt = (
  store: Store,
  { id }: WorkflowRun,
  { actorId, jobs }: { actorId: number; jobs: readonly string[] | null },
): void =>
  store.transaction(
    () =>
      void store.run(
        "update workflow_runs set attempt = attempt + 1, triggering_actor_id = ?, redo = ? where id = ?",
        actorId,
        jobs && JSON.stringify(jobs),
        id,
      ),
  );

/** Runs of a repository, or of one of its workflows, newest first. */
export const runsOf = (store: Store, repositoryId: number, workflowId: number | null): WorkflowRun[] =>
  store.all<WorkflowRun>(
    "select * from workflow_runs where repository_id = ?1 and (?2 is null or workflow_id = ?2) order by id desc",
    repositoryId,
    workflowId,
  );

/** The runs of a commit, oldest first. */
export const runsOfCommit = (store: Store, repositoryId: number, sha: string): WorkflowRun[] =>
  store.all<WorkflowRun>(
    "select * from workflow_runs where repository_id = ? and head_sha = ? order by id",
    repositoryId,
    sha,
  );

/** Of each workflow and event the last run of a commit. */
export const lastRunsOfCommit = (store: Store, repositoryId: number, sha: string): WorkflowRun[] =>
  store.all<WorkflowRun>(
    `select * from workflow_runs where id in (select max(id) from workflow_runs
       where repository_id = ? and head_sha = ? group by workflow_id, event) order by id`,
    repositoryId,
    sha,
  );

export const runById = (store: Store, id: number): WorkflowRun | undefined =>
  store.get<WorkflowRun>("select * from workflow_runs where id = ?", id);

/** @throws HttpError 404 when the repository has no run of that id. */
export const runAt = (store: Store, repository: Repository, id: string): WorkflowRun =>
  byNumber(id, (number) =>
    store.get<WorkflowRun>(
      "select * from workflow_runs where id = ? and repository_id = ?",
      number,
      repository.id,
    ),
  );
