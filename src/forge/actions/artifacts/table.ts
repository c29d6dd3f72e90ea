import type { Store } from "../../store.ts";

/** A file that a run leaves for later jobs and for people. */
export interface Artifact {
  readonly id: number;
  readonly repository_id: number;
  readonly run_id: number;
  /** Unique in its run. */
  readonly name: string;
  /** Bytes of the stored archive. */
  readonly size: number;
  /** `sha256:…` of the archive. */
  readonly digest: string | null;
  readonly finalized: 0 | 1;
  readonly created_at: string;
  readonly updated_at: string;
  readonly expires_at: string;
}

/** Artifacts are kept for 90 days, as on GitHub. */
const lifetime = 90 * 86_400_000;

export const insertArtifact = (
  store: Store,
  { repositoryId, runId, name }: { repositoryId: number; runId: number; name: string },
  now: string,
): number =>
  store.transaction(() =>
    store.run(
      `insert into artifacts (repository_id, run_id, name, created_at, updated_at, expires_at)
       values (?1, ?2, ?3, ?4, ?4, ?5)`,
      repositoryId,
      runId,
      name,
      now,
      `${new Date(Date.parse(now) + lifetime).toISOString().slice(0, 19)}Z`,
    ),
  );

export const finalizeArtifact = (
  store: Store,
  { id, size, digest }: { id: number; size: number; digest: string },
  now: string,
): void =>
  store.transaction(
    () =>
      void store.run(
        "update artifacts set finalized = 1, size = ?, digest = ?, updated_at = ? where id = ?",
        size,
        digest,
        now,
        id,
      ),
  );

/** Finished artifacts of a repository, or of one of its runs, newest first. */
export const artifactsOf = (store: Store, repositoryId: number, runId: number | null): Artifact[] =>
  store.all<Artifact>(
    `select * from artifacts where finalized = 1 and repository_id = ?1 and (?2 is null or run_id = ?2)
     order by id desc`,
    repositoryId,
    runId,
  );

export const findArtifact = (store: Store, repositoryId: number, id: number): Artifact | undefined =>
  store.get<Artifact>(
    "select * from artifacts where finalized = 1 and repository_id = ? and id = ?",
    repositoryId,
    id,
  );

/** An artifact of a run by its name, finished or not. */
export const artifactNamed = (store: Store, runId: number, name: string): Artifact | undefined =>
  store.get<Artifact>("select * from artifacts where run_id = ? and name = ?", runId, name);

export const deleteArtifact = (store: Store, id: number): void =>
  store.transaction(() => void store.run("delete from artifacts where id = ?", id));
