/**
 * What only pull requests have. The shas are those last seen: of a closed one, those it was closed with.
 * `merge_commit_sha` of an open one is the commit that a merge is about to put on its base.
 */
export const pullsSchema = `
  create table pulls (
    issue_id integer primary key references issues (id) on delete cascade,
    repository_id integer not null references repositories (id) on delete cascade,
    head_ref text not null,
    head_sha text not null,
    base_ref text not null,
    base_sha text not null,
    draft integer not null default 0,
    maintainer_can_modify integer not null default 0,
    merge_commit_sha text,
    merged_by integer references users (id)
  );
  create index pulls_by_head on pulls (repository_id, head_ref);
  create index pulls_by_base on pulls (repository_id, base_ref);
  create table comparisons (
    repository_id integer not null references repositories (id) on delete cascade,
    base_sha text not null,
    head_sha text not null,
    commits integer not null,
    additions integer not null,
    deletions integer not null,
    changed_files integer not null,
    primary key (repository_id, base_sha, head_sha)
  ) without rowid;
  create table trial_merges (
    repository_id integer not null references repositories (id) on delete cascade,
    base_sha text not null,
    head_sha text not null,
    tree_sha text,
    primary key (repository_id, base_sha, head_sha)
  ) without rowid`;
