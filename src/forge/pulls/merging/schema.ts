/** What waits to be merged: until it may (auto-merge), in a queue, or in the background; and stacks, which merge together. */
export const mergingSchema = `
  create table auto_merges (
    pull_id integer primary key references issues (id) on delete cascade,
    user_id integer not null references users (id),
    scopes text,
    method text not null,
    title text,
    message text,
    enabled_at text not null
  );
  create table queue_entries (
    id integer primary key autoincrement,
    pull_id integer not null unique references issues (id) on delete cascade,
    user_id integer not null references users (id),
    scopes text,
    head_sha text not null,
    base_ref text not null,
    base_sha text,
    group_ref text,
    group_sha text,
    created_at text not null,
    built_at text
  );
  create table queue_removals (
    id integer primary key autoincrement,
    pull_id integer not null references issues (id) on delete cascade,
    reason text not null,
    created_at text not null
  );
  create table async_merges (
    uuid text primary key,
    pull_id integer not null references issues (id) on delete cascade,
    user_id integer not null references users (id),
    scopes text,
    method text not null,
    action text not null,
    title text,
    message text,
    expected_head_sha text not null,
    status text not null,
    answer text not null,
    sha text,
    updated_at text not null
  );
  create table stacks (
    id integer primary key autoincrement,
    repository_id integer not null references repositories (id) on delete cascade,
    number integer not null,
    base_ref text not null,
    created_at text not null,
    unique (repository_id, number)
  );
  create table stacked_pulls (
    pull_id integer primary key references issues (id) on delete cascade,
    stack_id integer not null references stacks (id) on delete cascade,
    position integer not null
  );
  alter table repositories add column allow_auto_merge integer not null default 0;
  alter table repositories add column allow_update_branch integer not null default 0;
  alter table repositories add column archived integer not null default 0;
  alter table repositories add column settings text not null default '{}'`;
