import type { GitRepository } from "../git/repository.ts";
import type { Repository } from "../repository.ts";
import type { Store } from "../store.ts";
import { branchRef, headRef, reachableFrom, readSides } from "./branches.ts";
import { type Relocation, relocate, storeRelocations } from "./comments/relocate.ts";
import { closePull, isForeign, markMerged, movePull, openPulls, type Pull, pullById } from "./table.ts";

/** Where something moved, and when. */
export interface Moved {
  readonly store: Store;
  readonly repository: Repository;
  readonly git: GitRepository;
  readonly now: string;
  /** Who moved it, where that is known. */
  readonly by?: number;
}

/** Brings the repository's open pull requests up to date, if branches moved: pushed to, merged or deleted. */
export const synchronizePulls = async (moved: Moved): Promise<void> => {
  const { git, store, repository } = moved;
  const { moves } = git;
  if (git.followed === moves) return;
  await synchronize(moved, openPulls(store, repository.id));
  git.followed = Math.max(git.followed, moves);
};

/**
 * Brings these pull requests up to date. Where nothing moved, no process is started, so that every read of one
 * may do it: that heals what a crash between git and the database left behind.
 */
export const synchronize = async (moved: Moved, pulls: readonly Pull[]): Promise<void> => {
  const open = pulls.filter(({ state }) => state === "open");
  const refs = await readSides(moved.git, open);
  const behind = open.filter(
    (pull) =>
      isGone(pull, refs) ||
      headOf(pull, refs) !== pull.head_sha ||
      refs.get(branchRef(pull.base_ref)) !== pull.base_sha,
  );
  if (behind.length === 0) return;
  const fates = await fatesOf(moved.git, behind, refs);
  const relocations = await relocationsOf(moved, fates);
  moved.store.transaction(() => {
    for (const fate of fates) apply(moved, fate);
    storeRelocations(moved.store, relocations);
  });
};

/** What the moves of its branches mean for a pull request. */
type Fate =
  | { readonly kind: "merged" | "closed"; readonly pull: Pull }
  | { readonly kind: "moved"; readonly pull: Pull; readonly head_sha: string; readonly base_sha: string };

const fatesOf = async (
  git: GitRepository,
  pulls: readonly Pull[],
  refs: ReadonlyMap<string, string>,
): Promise<Fate[]> => {
  const bases = [...new Set(pulls.map(({ base_ref }) => base_ref))];
  const fates = await Promise.all(
    bases.map(async (base): Promise<Fate[]> => {
      const onBase = pulls.filter(({ base_ref }) => base_ref === base);
      const base_sha = refs.get(branchRef(base));
      if (base_sha === undefined) return onBase.map((pull) => ({ kind: "closed", pull }));
      const reachable = await reachableFrom(
        git,
        base_sha,
        onBase.flatMap((pull) => tipsOf(pull, refs)),
      );
      return onBase.map((pull) => fateOf(pull, { base_sha, refs, reachable }));
    }),
  );
  return fates.flat();
};

/** Commits that make a pull request merged once its base has them. */
const tipsOf = (pull: Pull, refs: ReadonlyMap<string, string>): string[] => {
  const head = headOf(pull, refs);
  return pull.merge_commit_sha === null ? [head] : [head, pull.merge_commit_sha];
};

interface Seen {
  readonly base_sha: string;
  readonly refs: ReadonlyMap<string, string>;
  /** Commits in the base's history. */
  readonly reachable: ReadonlySet<string>;
}

const fateOf = (pull: Pull, { base_sha, refs, reachable }: Seen): Fate => {
  const head_sha = headOf(pull, refs);
  const announced = pull.merge_commit_sha !== null && reachable.has(pull.merge_commit_sha);
  if (announced) return { kind: "merged", pull };
  // A head that was moved into the base's old history has nothing left to merge: that is no merge.
  if (reachable.has(head_sha)) return { kind: base_sha === pull.base_sha ? "closed" : "merged", pull };
  if (isGone(pull, refs)) return { kind: "closed", pull };
  return { kind: "moved", pull, head_sha, base_sha };
};

/** A deleted branch's head is the last one seen. */
const headOf = (pull: Pull, refs: ReadonlyMap<string, string>): string =>
  refs.get(headRef(pull)) ?? pull.head_sha;

/** Whether the head's branch was deleted; of another repository's branch only that repository knows. */
const isGone = (pull: Pull, refs: ReadonlyMap<string, string>): boolean =>
  !isForeign(pull) && !refs.has(headRef(pull));

const relocationsOf = async (moved: Moved, fates: readonly Fate[]): Promise<Relocation[]> => {
  const relocations = await Promise.all(
    fates.map((fate) =>
      fate.kind === "moved" && fate.head_sha !== fate.pull.head_sha
        ? relocate(moved, fate.pull, { base_sha: fate.base_sha, head_sha: fate.head_sha })
        : [],
    ),
  );
  return relocations.flat();
};

/** Writes a fate down, unless the pull request was changed while git was asked: then the next look decides. */
const apply = ({ store, now, by }: Moved, fate: Fate): void => {
  const current = pullById(store, fate.pull.id);
  if (!current || !isSame(current, fate.pull)) return;
  switch (fate.kind) {
    case "merged":
      markMerged(store, current.id, now);
      return;
    case "closed":
      closePull(store, current.id, now);
      return;
    case "moved":
      movePull(
        store,
        {
          ...current,
          ...{ head_sha: fate.head_sha, base_sha: fate.base_sha },
          head_pusher_id:
            fate.head_sha === current.head_sha ? current.head_pusher_id : (by ?? current.head_pusher_id),
        },
        now,
      );
      return;
    default:
      fate satisfies never;
  }
};

const isSame = (one: Pull, other: Pull): boolean =>
  one.state === other.state &&
  one.base_ref === other.base_ref &&
  one.head_sha === other.head_sha &&
  one.base_sha === other.base_sha;
