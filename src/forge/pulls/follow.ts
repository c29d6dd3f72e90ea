import type { Caller } from "../authentication.ts";
import { timestamp } from "../clock.ts";
import { repositoryById } from "../repositories/table.ts";
import type { Host } from "../router.ts";
import { type Following, followHeads, movedHeads } from "./heads.ts";

/**
 * Lets the pull requests of these repositories follow what somebody did in another to the branches they come from.
 * Not to be called in that one's turn: each follows in a turn of its own, and two that come from each other would wait.
 */
export const followIn = async (
  host: Pick<Host, "store" | "repositories" | "turns" | "actions">,
  bases: readonly number[],
  caller: Pick<Caller, "user" | "grant">,
): Promise<void> => {
  for (const id of bases) {
    const moved = followingOf(host, id);
    if (!moved || (await movedHeads(moved)).length === 0) continue;
    const { repository } = moved;
    await host.turns.take(String(id), () =>
      host.actions.watchGit({ repository, caller }, () => followHeads(moved)),
    );
  }
};

const followingOf = (
  { store, repositories }: Pick<Host, "store" | "repositories">,
  id: number,
): Following | null => {
  const repository = repositoryById(store, id);
  if (!repository) return null;
  return { store, repositories, repository, git: repositories.open(repository), now: timestamp() };
};
