/** What a second attempt needs that keeps what went well in the first. */
export const rerunsSchema = `
  alter table workflow_runs add column redo text;
  alter table workflow_jobs add column outputs text not null default '{}'`;

/** What the forge keeps for runs besides the runs themselves. */
export const jobsSchema = `
  alter table workflow_runs add column ref text not null default '';
  alter table workflow_runs add column sha text not null default '';
  alter table workflow_runs add column attempt integer not null default 1;
  alter table workflow_runs add column started_at text;
  alter table workflow_runs add column triggering_actor_id integer;
  create table workflow_jobs (
    id integer primary key autoincrement,
    run_id integer not null references workflow_runs (id) on delete cascade,
    attempt integer not null,
    name text not null,
    workflow_name text not null,
    labels text not null,
    status text not null,
    conclusion text,
    steps text not null default '[]',
    created_at text not null,
    started_at text,
    completed_at text
  );
  create index workflow_jobs_by_run on workflow_jobs (run_id, attempt);
  create table job_tokens (
    hash text primary key,
    repository_id integer not null references repositories (id) on delete cascade,
    run_id integer not null,
    job_id integer not null,
    scopes text not null
  );
  create table artifacts (
    id integer primary key autoincrement,
    repository_id integer not null references repositories (id) on delete cascade,
    run_id integer not null references workflow_runs (id) on delete cascade,
    name text not null,
    size integer not null default 0,
    digest text,
    finalized integer not null default 0,
    created_at text not null,
    updated_at text not null,
    expires_at text not null,
    unique (run_id, name)
  );
  create table variables (
    repository_id integer not null references repositories (id) on delete cascade,
    name text not null collate nocase,
    value text not null,
    created_at text not null,
    updated_at text not null,
    primary key (repository_id, name)
  );
  create table actions_settings (
    repository_id integer primary key references repositories (id) on delete cascade,
    default_permissions text not null default 'read',
    can_approve integer not null default 0
  );
  create table disabled_workflows (
    repository_id integer not null references repositories (id) on delete cascade,
    workflow_id integer not null,
    primary key (repository_id, workflow_id)
  )`;
