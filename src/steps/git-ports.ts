import type { Unattributed } from "../core/lane/unattributed.ts";
import type { MergedInOrder } from "../core/proof/landing.ts";
import type { ReportState } from "../gates/coverage/state.ts";
import type { Facts } from "../gates/gate.ts";
import type { PartCommit, PartsWanted } from "../gates/split/parts.ts";

/** A checkout for one agent or reviewer. */
export interface Checkout {
  readonly path: string;
  /** The folder with the home and the temporary files of the plan's commands, which no agent can write. */
  readonly commandsDir: string;
  /** Whether what the plan's setup commands make is there, as far as can be told without looking at it. */
  readonly isSetUp: boolean;
  /** Unfinished work of an earlier attempt, kept in the shared repository; `null` when there is none. */
  readonly earlier: string | null;
  /** Removes all that git does not carry, and whatever the plan's commands left in their folder. */
  clear(): Promise<void>;
  /** Takes all that git does not carry for made by setup, of `head`; `ofBase` says that no agent wrote it. */
  provisioned(at: { head: string; ofBase: boolean }): Promise<void>;
  /** Removes all that neither git carries at `head` nor setup made; `lacks` says why setup has to run again, if it has. */
  sweep(head: string): Promise<{ lacks: string | null; removed: readonly string[] }>;
  /** Commits what is left uncommitted and answers the head; `tell` hears what was removed since no commit can hold it. */
  commit(message: string, tell: (removed: readonly string[]) => void): Promise<string>;
  /** The change from the base to the head, as gates judge it. */
  facts(base: string, head: string): Promise<Facts>;
  /** The coverage reports at `paths` as one, if the verify commands, begun at `since` (ms since 1970), have written them. */
  coverage(wanted: { paths: readonly string[]; head: string; since: number }): Promise<ReportState>;
  bundle(head: string, file: string): Promise<void>;
}

/** Worktrees, and nothing else of git, for steps that run programs. */
export interface Workshop {
  checkOut(wanted: {
    worktree: string;
    branch: string;
    start: string;
    base: { name: string; sha: string };
  }): Promise<Checkout>;
  checkOutForReview(wanted: { worktree: string; head: string }): Promise<Checkout>;
  /** As the publisher merges, for programs to run on what it makes; the commit stays here. */
  merge(wanted: MergeWanted): Promise<Merged>;
  /** As the publisher makes parts, for programs to run on what it makes; the commits stay here. */
  parts(wanted: PartsWanted): Promise<readonly PartCommit[]>;
  /** The tree of a commit that the publisher has, or an agent made here. */
  treeOf(sha: string): Promise<string>;
  /** Runs a todo's work; tells what changed outside worktrees meanwhile, unless the work cannot have done it. */
  guard<T>(todo: string, work: () => Promise<T>): Promise<{ result: T; unattributed: Unattributed | null }>;
}

/** A merge of `base` into `head`, measured from `mergeBase`, or from what the two have in common. */
export interface MergeWanted {
  readonly head: string;
  readonly base: string;
  readonly mergeBase: string | null;
  readonly message: string;
}

/** A merge's commit with its tree, or the paths in which the two conflict. */
export type Merged =
  | { readonly kind: "merged"; readonly commit: string; readonly tree: string }
  | { readonly kind: "conflict"; readonly paths: readonly string[] };

/** What a head changes on its base. */
interface ChangeOnBase {
  readonly base: string;
  readonly head: string;
}

/** The trusted side of git: takes in bundles, publishes commits. */
export interface PublisherPort {
  fetch(wanted: readonly string[]): Promise<void>;
  /** Takes in a bundle as hostile input and answers its head; `published` are commits that it may have merged. */
  importBundle(file: string, expected: { start: string; published: readonly string[] }): Promise<string>;
  /** Gives the commits from `start` to `head` one author, sign-offs and the plan's signature; trees stay. */
  makeCoherent(wanted: {
    start: string;
    head: string;
    published: readonly string[];
    /** What an earlier run pushed of this work; the same commits are taken again, with their signatures. */
    pushed: { base: string; head: string } | null;
  }): Promise<{ head: string /** Commits whose sign-off was missing. */; signedOff: number }>;
  /** Merges heads on a base one after the other, on no branch. */
  mergeInOrder(base: string, heads: readonly string[]): Promise<MergedInOrder>;
  /** Whether a commit has another one in its history, or is it. */
  contains(commit: string, other: string): Promise<boolean>;
  /** Merges what is below into a head, in the author's name; no ref moves. */
  merge(wanted: MergeWanted): Promise<Merged>;
  /** Makes a change anew as commits one on the other, in the author's name; the last has the very tree of it, and no ref moves. */
  parts(wanted: PartsWanted): Promise<readonly PartCommit[]>;
  /**
   * What is below `into` in a head that is just what git makes of the two, as a merge or as one commit on what is below;
   * `base` is what they have in common. The merge may be measured from `on`. `null` if it is anything else.
   */
  cleanMerge(head: string, into: string, on: string | null): Promise<{ below: string; base: string } | null>;
  /** Makes a commit of a tree on another one, in the author's name; no ref moves. */
  commitOn(wanted: { base: string; tree: string; message: string }): Promise<string>;
  /** Whether a change is the same on both bases: the same paths, modes and contents, before and after. */
  isSameChange(change: ChangeOnBase, other: ChangeOnBase): Promise<boolean>;
  /** How a change on one base differs from the same on another, as a diff of the two. */
  rangeDiff(change: ChangeOnBase, other: ChangeOnBase): Promise<string>;
  /** Paths that conflict when the two are merged. */
  conflictsWith(base: string, head: string): Promise<readonly string[]>;
  push(sha: string, ref: string, lease: { expect: string | null }): Promise<void>;
  deleteRefs(refs: readonly string[]): Promise<void>;
  facts(base: string, head: string): Promise<Facts>;
  diff(base: string, head: string): Promise<string>;
}
