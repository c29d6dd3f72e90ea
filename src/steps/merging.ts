import type { Rested, TodoRecord } from "../core/todo/record.ts";
import type { BelowHead } from "./base-head.ts";
import type { ApplyPorts } from "./batch.ts";

/** How a branch takes in what is below it now; or what of it the branch has, when there is nothing to take in. */
export type Merging =
  | {
      readonly kind: "merge";
      readonly rested: string;
      readonly mergeBase: string | null;
      /** There when the branch is to be made anew without that commit, which is no longer below it. */
      readonly dropped?: string;
    }
  | { readonly kind: "none"; readonly rested: Rested };

/**
 * What was below may have been merged by another commit, or be left out: then the branch holds commits that are none of
 * its own and not in its base. The merge is measured from the last of them that it contains: never from one that it
 * lacks, or what came there in between would be taken back.
 */
export const mergingOf = async (
  { publisher, plan }: Pick<ApplyPorts, "publisher" | "plan">,
  { head, rested }: TodoRecord,
  {
    sha,
    branch,
    parts,
    isUpdate = false,
  }: BelowHead & { /** Whether more of the base is wanted than it has. */ readonly isUpdate?: boolean },
): Promise<Merging> => {
  if (head === null || rested === null) throw new Error("what has no branch is to take something in");
  await publisher.fetch([...new Set([sha, head, rested.commit, ...rested.parts])]);
  if (await publisher.contains(head, sha))
    return { kind: "none", rested: { of: branch, commit: sha, parts: [...parts] } };
  const was = rested.parts.length > 0 ? rested.parts : [rested.commit];
  const isThere = rested.of === plan.base || (await all(was, (commit) => publisher.contains(sha, commit)));
  if (isThere && branch === plan.base && !isUpdate)
    return {
      kind: "none",
      rested:
        rested.of === branch ? rested : { of: branch, commit: rested.commit, parts: [], isOthers: true },
    };
  return { kind: "merge", rested: rested.commit, mergeBase: isThere ? null : rested.commit };
};

const all = async <Thing>(things: readonly Thing[], holds: (thing: Thing) => Promise<boolean>) => {
  for (const thing of things) if (!(await holds(thing))) return false;
  return true;
};
