import type { Entry } from "../core/lane/handoff.ts";
import { isAboutMerges, PushRefused } from "../core/push-refused.ts";
import type { PublisherPort } from "./git-ports.ts";

/** Commits to be published: those after `start` up to `head`; `pushed` is what an earlier run pushed of them. */
export interface Offered {
  readonly start: string;
  readonly head: string;
  readonly pushed: { readonly base: string; readonly head: string } | null;
}

/** What is to be published when all of a branch is one commit of a tree on what is below it. */
export const oneCommit = async (
  { baseSha }: Pick<Entry, "baseSha">,
  { tree, message }: { readonly tree: string; readonly message: string },
  publisher: Pick<PublisherPort, "commitOn">,
): Promise<Offered> => {
  const head = await publisher.commitOn({ base: baseSha, tree, message });
  return { start: baseSha, head, pushed: null };
};

/**
 * Publishes the tree of a merge as one commit on what is below it, over the branch, with a lease; `null` where the branch
 * takes no such push.
 */
export const asOne = async <Result>(
  entry: Pick<Entry, "baseSha">,
  made: { readonly tree: string; readonly message: string },
  publisher: Pick<PublisherPort, "commitOn">,
  publish: (offered: Offered) => Promise<Result>,
): Promise<Result | null> => {
  const offered = await oneCommit(entry, made, publisher);
  try {
    return await publish(offered);
  } catch (error) {
    if (!(error instanceof PushRefused)) throw error;
    return null;
  }
};

/**
 * Publishes work on its branch; where that takes no merge commits, as one commit of the same tree on what is below it. It
 * is pushed over the branch then, with a lease, so that nobody's push is lost.
 */
export const withoutMerges = async <Result>(
  entry: Pick<Entry, "baseSha">,
  { offered, message }: { readonly offered: Offered; readonly message: string },
  publisher: Pick<PublisherPort, "contains" | "mergeInOrder" | "commitOn">,
  publish: (offered: Offered) => Promise<Result>,
): Promise<Result> => {
  try {
    return await publish(offered);
  } catch (error) {
    if (!isAboutMerges(error) || !(await publisher.contains(offered.head, entry.baseSha))) throw error;
    const tree = (await publisher.mergeInOrder(offered.head, [])).prefixes[0]?.tree;
    if (tree === undefined) throw error;
    return await publish(await oneCommit(entry, { tree, message }, publisher));
  }
};
