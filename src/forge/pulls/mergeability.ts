import type { RepositoryContext } from "../context.ts";
import { headState } from "../statuses/head-state.ts";
import type { Pull } from "./table.ts";
import { knownTrialMerge, type TrialMerge, trialMerge } from "./trial-merge.ts";

/** GitHub's `mergeable` and `mergeable_state`; `null` and `unknown` while the trial merge is being made. */
interface Mergeability {
  readonly mergeable: boolean | null;
  readonly mergeable_state: "clean" | "dirty" | "draft" | "unknown" | "unstable";
}

const unknown: Mergeability = { mergeable: null, mergeable_state: "unknown" };

/** What is known of whether a pull request can be merged; what is not is found out in the background. */
export const mergeabilityOf = (context: RepositoryContext, pull: Pull): Mergeability => {
  if (pull.state === "closed") return unknown;
  const trial = knownTrialMerge(context.store, pull);
  if (trial) return judge(context, pull, trial);
  tryMerge(context, pull);
  return unknown;
};

/** Starts the trial merge of a pull request without waiting for it. */
const tryMerge = ({ store, git }: RepositoryContext, pull: Pull): void =>
  git.background.start(`trial merge of ${pull.head_sha} into ${pull.base_sha}`, () =>
    trialMerge({ store, git }, pull),
  );

const judge = ({ store }: RepositoryContext, pull: Pull, { tree_sha }: TrialMerge): Mergeability => {
  if (tree_sha === null) return { mergeable: false, mergeable_state: "dirty" };
  if (pull.draft) return { mergeable: true, mergeable_state: "draft" };
  const failing = ["failure", "pending"].includes(headState(store, pull.repository_id, pull.head_sha));
  return { mergeable: true, mergeable_state: failing ? "unstable" : "clean" };
};
