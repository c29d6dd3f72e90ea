/**
 * A comment's place is kept twice: as it was written, in the `original_` columns, and where it is at the head
 * now; `position` and `line` are null once the head no longer has it. `resolved_by` is the thread's, on its first.
 */
export const reviewsSchema = `
  create table reviews (
    id integer primary key autoincrement,
    pull_id integer not null references issues (id) on delete cascade,
    user_id integer not null references users (id),
    state text not null,
    body text not null,
    commit_id text not null,
    submitted_at text
  );
  create index reviews_by_pull on reviews (pull_id);
  create unique index one_pending_review on reviews (pull_id, user_id) where state = 'PENDING';
  create table review_comments (
    id integer primary key autoincrement,
    repository_id integer not null references repositories (id) on delete cascade,
    pull_id integer not null references issues (id) on delete cascade,
    review_id integer not null references reviews (id) on delete cascade,
    in_reply_to_id integer references review_comments (id) on delete cascade,
    user_id integer not null references users (id),
    body text not null,
    path text not null,
    subject_type text not null,
    side text not null,
    start_side text,
    commit_id text not null,
    position integer,
    line integer,
    start_line integer,
    original_commit_id text not null,
    original_position integer not null,
    original_line integer,
    original_start_line integer,
    diff_hunk text not null,
    resolved_by integer references users (id),
    created_at text not null,
    updated_at text not null
  );
  create index review_comments_by_pull on review_comments (pull_id);
  create index review_comments_by_review on review_comments (review_id);
  create table requested_reviewers (
    pull_id integer not null references issues (id) on delete cascade,
    user_id integer not null references users (id),
    primary key (pull_id, user_id)
  ) without rowid`;
