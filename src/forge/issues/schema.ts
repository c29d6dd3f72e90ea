/** Pull requests are rows of `issues` too, with `is_pull`; what only they have stands in a table of their own. */
export const issuesSchema = `
  create table milestones (
    id integer primary key autoincrement,
    repository_id integer not null references repositories (id) on delete cascade,
    number integer not null,
    title text not null,
    description text,
    state text not null default 'open',
    creator_id integer not null references users (id),
    due_on text,
    created_at text not null,
    updated_at text not null,
    closed_at text,
    unique (repository_id, number),
    unique (repository_id, title)
  );
  create table issues (
    id integer primary key autoincrement,
    repository_id integer not null references repositories (id) on delete cascade,
    number integer not null,
    is_pull integer not null default 0,
    title text not null,
    body text,
    state text not null default 'open',
    state_reason text,
    user_id integer not null references users (id),
    milestone_id integer references milestones (id) on delete set null,
    locked integer not null default 0,
    lock_reason text,
    created_at text not null,
    updated_at text not null,
    closed_at text,
    closed_by integer references users (id),
    merged_at text,
    unique (repository_id, number)
  );
  create index issues_by_change on issues (repository_id, updated_at);
  create index issues_by_milestone on issues (milestone_id, state);
  create index issues_by_state on issues (repository_id, state);
  create table labels (
    id integer primary key autoincrement,
    repository_id integer not null references repositories (id) on delete cascade,
    name text not null collate nocase,
    color text not null,
    description text,
    unique (repository_id, name)
  );
  create table issue_labels (
    issue_id integer not null references issues (id) on delete cascade,
    label_id integer not null references labels (id) on delete cascade,
    primary key (issue_id, label_id)
  ) without rowid;
  create index issue_labels_by_label on issue_labels (label_id);
  create table assignees (
    issue_id integer not null references issues (id) on delete cascade,
    user_id integer not null references users (id),
    primary key (issue_id, user_id)
  ) without rowid;
  create table comments (
    id integer primary key autoincrement,
    repository_id integer not null references repositories (id) on delete cascade,
    issue_id integer not null references issues (id) on delete cascade,
    user_id integer not null references users (id),
    body text not null,
    created_at text not null,
    updated_at text not null
  );
  create index comments_by_issue on comments (issue_id);
  create index comments_by_repository on comments (repository_id);
  create table reactions (
    id integer primary key autoincrement,
    subject text not null,
    subject_id integer not null,
    user_id integer not null references users (id),
    content text not null,
    created_at text not null,
    unique (subject, subject_id, user_id, content)
  );
  create table sub_issues (
    child_id integer primary key references issues (id) on delete cascade,
    parent_id integer not null references issues (id) on delete cascade,
    position integer not null
  );
  create index sub_issues_by_parent on sub_issues (parent_id, position);
  create table dependencies (
    issue_id integer not null references issues (id) on delete cascade,
    blocked_by_id integer not null references issues (id) on delete cascade,
    primary key (issue_id, blocked_by_id)
  ) without rowid;
  create index dependencies_by_blocker on dependencies (blocked_by_id)`;

/** Lists are in the order in which issues were made, and count those of a kind: neither reads the issues themselves. */
export const issueOrderSchema = `
  create index issues_by_creation on issues (repository_id, state, created_at, is_pull)`;
