import { anyOwner } from "../../git/environment.ts";
import type { RepositoryContext } from "../context.ts";
import type { GitRepository } from "../git/repository.ts";
import { moveRef } from "../git/write.ts";
import { includes, permissionWithin } from "../permissions.ts";
import { repositoryById } from "../repositories/table.ts";
import type { Repository } from "../repository.ts";
import type { Store } from "../store.ts";
import { branchRef, headRef } from "./branches.ts";
import { type Moved, synchronizePulls } from "./synchronize.ts";
import { closePull, isForeign, openPulls, type Pull } from "./table.ts";

/** The repository that a pull request's head is in. */
export interface HeadRepository {
  readonly repository: Repository;
  readonly git: GitRepository;
}

type Homes = Pick<RepositoryContext, "store" | "repositories">;

/** Where a pull request's head is; `null` when that repository is gone. */
export const homeOf = (
  { store, repositories }: Homes,
  { head_repository_id: id }: Pick<Pull, "head_repository_id">,
): HeadRepository | null => {
  const repository = id === null ? undefined : repositoryById(store, id);
  return repository ? { repository, git: repositories.open(repository) } : null;
};

/** Whether the asker may push to a pull request's head; a job's token never reaches another repository. */
export const mayPush = (
  { store, viewer, only, grant, permission }: RepositoryContext,
  { home, pull }: { home: HeadRepository; pull: Pick<Pull, "repository_id" | "head_repository_id"> },
): boolean => {
  if (!isForeign(pull)) return includes(permission, "write");
  return !grant && includes(permissionWithin(store, home.repository, { user: viewer, only }), "write");
};

/** Copies a commit, and what it stands on, from one repository to another. */
export const fetchCommit = async (git: GitRepository, from: GitRepository, sha: string): Promise<void> => {
  const source = [`--upload-pack=${anyOwner}`, from.dir];
  await git.run(["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", ...source, sha]);
};

/** Repositories with open pull requests whose heads are in that one. */
export const basesOf = (store: Store, headRepositoryId: number): number[] =>
  store
    .all<{ id: number }>(
      `select distinct pulls.repository_id as id from pulls join issues on issues.id = pulls.issue_id
       where head_repository_id = ?1 and pulls.repository_id <> ?1 and state = 'open'`,
      headRepositoryId,
    )
    .map(({ id }) => id);

/** Repositories with open pull requests whose heads are elsewhere. */
export const allBases = (store: Store): number[] =>
  store
    .all<{ id: number }>(
      `select distinct pulls.repository_id as id from pulls join issues on issues.id = pulls.issue_id
       where head_repository_id is not pulls.repository_id and state = 'open'`,
    )
    .map(({ id }) => id);

/** What following heads needs besides. */
export type FollowContext = Moved & Homes;

/** Open pull requests whose heads are no longer where the base's repository has them; starts no process. */
export const movedHeads = async (moved: FollowContext): Promise<Pull[]> => {
  const foreign = openPulls(moved.store, moved.repository.id).filter(isForeign);
  const known = await Promise.all(
    foreign.map(
      async (pull) => (await headElsewhere(moved, pull)) === (await moved.git.readRef(headRef(pull))),
    ),
  );
  return foreign.filter((_, index) => !known[index]);
};

const headElsewhere = async (homes: Homes, pull: Pull): Promise<string | null> =>
  (await homeOf(homes, pull)?.git.readRef(branchRef(pull.head_ref))) ?? null;

/** Brings what the base's repository has of other repositories' branches up to date, and its pull requests with it. */
export const followHeads = async (moved: FollowContext): Promise<void> => {
  for (const pull of await movedHeads(moved)) await followHead(moved, pull);
  await synchronizePulls(moved);
};

/** A head whose branch or repository is gone closes its pull request. */
const followHead = async (moved: FollowContext, pull: Pull): Promise<void> => {
  const { store, git, now } = moved;
  const home = homeOf(moved, pull);
  const sha = await headElsewhere(moved, pull);
  if (!home || sha === null) return store.transaction(() => closePull(store, pull.id, now));
  await takeHead(git, home, { pull, sha });
};

/** Fetches a head and lets the base's repository have it at `refs/pull/<n>/head`. */
export const takeHead = async (
  git: GitRepository,
  home: HeadRepository,
  {
    pull,
    sha,
  }: { pull: Pick<Pull, "number" | "repository_id" | "head_repository_id" | "head_ref">; sha: string },
): Promise<void> => {
  await fetchCommit(git, home.git, sha);
  const ref = headRef(pull);
  await moveRef(git, ref, { from: await git.readRef(ref), to: sha });
};
