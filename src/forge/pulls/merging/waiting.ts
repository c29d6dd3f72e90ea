import type { RepositoryContext } from "../../context.ts";
import type { Scopes } from "../../grant.ts";
import type { MergeMethod } from "../../rules/merges.ts";
import type { Store } from "../../store.ts";

/** In whose name something is merged later: a user's, or a job's with its scopes. */
export interface Asker {
  readonly user_id: number;
  readonly scopes: Scopes | null;
}

export const askerOf = ({ user, grant }: Pick<RepositoryContext, "user" | "grant">): Asker => ({
  user_id: user().id,
  scopes: grant?.scopes ?? null,
});

const kept = ({ user_id, scopes }: Asker) => [user_id, scopes && JSON.stringify(scopes)] as const;

type Row<Kept> = Omit<Kept, "scopes"> & { readonly scopes: string | null };
const scopesIn = ({ scopes }: { readonly scopes: string | null }): Scopes | null =>
  scopes === null ? null : JSON.parse(scopes);

/** A pull request that is merged as soon as it may be. */
export interface AutoMerge extends Asker {
  readonly pull_id: number;
  readonly method: MergeMethod;
  readonly title: string | null;
  readonly message: string | null;
  readonly enabled_at: string;
}

export const autoMergeOf = (store: Store, pullId: number): AutoMerge | undefined => {
  const row = store.get<Row<AutoMerge>>("select * from auto_merges where pull_id = ?", pullId);
  return row && { ...row, scopes: scopesIn(row) };
};

export const autoMergesIn = (store: Store, repositoryId: number): AutoMerge[] =>
  store
    .all<Row<AutoMerge>>(
      `select auto_merges.* from auto_merges join issues on issues.id = pull_id
       where repository_id = ? and state = 'open' order by enabled_at, pull_id`,
      repositoryId,
    )
    .map((row) => ({ ...row, scopes: scopesIn(row) }));

export const setAutoMerge = (store: Store, merge: AutoMerge): void => {
  store.run(
    `insert or replace into auto_merges (pull_id, user_id, scopes, method, title, message, enabled_at)
     values (?, ?, ?, ?, ?, ?, ?)`,
    merge.pull_id,
    ...kept(merge),
    ...[merge.method, merge.title, merge.message, merge.enabled_at],
  );
};

export const dropAutoMerge = (store: Store, pullId: number): void => {
  store.run("delete from auto_merges where pull_id = ?", pullId);
};

/** A merge that was asked for and is made in the background. */
export interface AsyncMerge extends Asker {
  readonly uuid: string;
  readonly pull_id: number;
  readonly method: MergeMethod | "default";
  readonly action: "default" | "direct_merge" | "merge_queue";
  readonly title: string | null;
  readonly message: string | null;
  readonly expected_head_sha: string;
  readonly status: "pending" | "merged" | "enqueued" | "failed";
  /** What is told of it. */
  readonly answer: string;
  readonly sha: string | null;
  readonly updated_at: string;
}

export const asyncMergesOf = (store: Store, pullId: number): AsyncMerge[] =>
  store
    .all<Row<AsyncMerge>>("select * from async_merges where pull_id = ? order by updated_at desc", pullId)
    .map((row) => ({ ...row, scopes: scopesIn(row) }));

export const pendingAsyncMerges = (store: Store, repositoryId: number): AsyncMerge[] =>
  store
    .all<Row<AsyncMerge>>(
      `select async_merges.* from async_merges join issues on issues.id = pull_id
       where repository_id = ? and status = 'pending' order by async_merges.updated_at`,
      repositoryId,
    )
    .map((row) => ({ ...row, scopes: scopesIn(row) }));

export const insertAsyncMerge = (store: Store, merge: AsyncMerge): void => {
  store.run(
    `insert into async_merges (uuid, pull_id, user_id, scopes, method, action, title, message, expected_head_sha,
       status, answer, sha, updated_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[merge.uuid, merge.pull_id, ...kept(merge), merge.method, merge.action, merge.title, merge.message],
    ...[merge.expected_head_sha, merge.status, merge.answer, merge.sha, merge.updated_at],
  );
};

export const endAsyncMerge = (
  store: Store,
  uuid: string,
  end: Pick<AsyncMerge, "status" | "answer" | "sha" | "updated_at">,
): void => {
  store.run(
    "update async_merges set status = ?, answer = ?, sha = ?, updated_at = ? where uuid = ?",
    ...[end.status, end.answer, end.sha, end.updated_at, uuid],
  );
};

/** A pull request's place in its base's queue. */
export interface QueueEntry extends Asker {
  readonly id: number;
  readonly pull_id: number;
  readonly head_sha: string;
  readonly base_ref: string;
  /** What its group stands on, and the group; `null` until it was made. */
  readonly base_sha: string | null;
  readonly group_ref: string | null;
  readonly group_sha: string | null;
  readonly created_at: string;
  readonly built_at: string | null;
}

/** The entries of a repository's queues, first come first. */
export const queueEntriesIn = (store: Store, repositoryId: number): QueueEntry[] =>
  store
    .all<Row<QueueEntry>>(
      `select queue_entries.* from queue_entries join issues on issues.id = pull_id
       where repository_id = ? order by queue_entries.id`,
      repositoryId,
    )
    .map((row) => ({ ...row, scopes: scopesIn(row) }));

export const queueEntryOf = (store: Store, pullId: number): QueueEntry | undefined => {
  const row = store.get<Row<QueueEntry>>("select * from queue_entries where pull_id = ?", pullId);
  return row && { ...row, scopes: scopesIn(row) };
};

export const insertQueueEntry = (
  store: Store,
  entry: Asker & Pick<QueueEntry, "pull_id" | "head_sha" | "base_ref" | "created_at">,
): void => {
  store.run(
    `insert into queue_entries (pull_id, user_id, scopes, head_sha, base_ref, created_at)
     values (?, ?, ?, ?, ?, ?)`,
    ...[entry.pull_id, ...kept(entry), entry.head_sha, entry.base_ref, entry.created_at],
  );
};

export const setGroup = (
  store: Store,
  id: number,
  group: Pick<QueueEntry, "base_sha" | "group_ref" | "group_sha" | "built_at">,
): void => {
  store.run(
    "update queue_entries set base_sha = ?, group_ref = ?, group_sha = ?, built_at = ? where id = ?",
    ...[group.base_sha, group.group_ref, group.group_sha, group.built_at, id],
  );
};

/** Why an entry left its queue: GitHub's reasons. */
export type RemovalReason =
  | "CI_FAILURE"
  | "CI_TIMEOUT"
  | "MERGE"
  | "MERGE_CONFLICT"
  | "MANUAL"
  | "BRANCH_PROTECTIONS"
  | "INVALID_MERGE_COMMIT";

interface QueueRemoval {
  readonly id: number;
  readonly pull_id: number;
  readonly reason: RemovalReason;
  readonly created_at: string;
}

export const removeQueueEntry = (
  store: Store,
  { id, pull_id }: Pick<QueueEntry, "id" | "pull_id">,
  { reason, now }: { reason: RemovalReason; now: string },
): void => {
  store.run("delete from queue_entries where id = ?", id);
  store.run(
    "insert into queue_removals (pull_id, reason, created_at) values (?, ?, ?)",
    ...[pull_id, reason, now],
  );
};

export const queueRemovalsOf = (store: Store, pullId: number): QueueRemoval[] =>
  store.all<QueueRemoval>("select * from queue_removals where pull_id = ? order by id", pullId);

/** Everybody in whose name something waits to be merged in a repository. */
export const waitingAskers = (store: Store, repositoryId: number): Asker[] => {
  const all = [
    ...pendingAsyncMerges(store, repositoryId),
    ...autoMergesIn(store, repositoryId),
    ...queueEntriesIn(store, repositoryId),
  ].map(({ user_id, scopes }) => ({ user_id, scopes }));
  return [...new Map(all.map((asker) => [JSON.stringify(asker), asker])).values()];
};

export const isSameAsker = (one: Asker, other: Asker): boolean =>
  one.user_id === other.user_id && JSON.stringify(one.scopes) === JSON.stringify(other.scopes);
