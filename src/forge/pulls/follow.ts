import type { Caller } from "../caller.ts";
import { timestamp } from "../clock.ts";
import type { RequestContext } from "../context.ts";
import type { KeyedMutex } from "../keyed-mutex.ts";
import { repositoryById } from "../repositories/table.ts";
import type { Repository } from "../repository.ts";
import { type FollowContext, followHeads, movedHeads } from "./heads.ts";

type Homes = Pick<RequestContext, "store" | "repositories">;

/** Where pull requests follow: the repositories, a mutex for each, and who sees what git changes. */
interface Forge extends Homes {
  readonly mutex: KeyedMutex;
  readonly actions: {
    readonly watchGit: (
      call: { readonly repository: Repository; readonly caller: Pick<Caller, "user" | "grant"> },
      work: () => Promise<void>,
    ) => Promise<void>;
  };
}

/**
 * Lets the pull requests of these repositories follow what somebody did in another to the branches they come from.
 * Not to be called in that one's turn: each follows in a turn of its own, and two that come from each other would wait.
 */
export const followIn = async (
  forge: Forge,
  bases: readonly number[],
  caller: Pick<Caller, "user" | "grant">,
): Promise<void> => {
  for (const id of bases) {
    const moved = followingOf(forge, id);
    if (!moved || (await movedHeads(moved)).length === 0) continue;
    const { repository } = moved;
    await forge.mutex.take(String(id), () =>
      forge.actions.watchGit({ repository, caller }, () => followHeads(moved)),
    );
  }
};

const followingOf = ({ store, repositories }: Homes, id: number): FollowContext | null => {
  const repository = repositoryById(store, id);
  if (!repository) return null;
  return { store, repositories, repository, git: repositories.open(repository), now: timestamp() };
};
