import type { RepositoryContext } from "../context.ts";
import { factsOf, knownFacts, type RuleFacts } from "../rules/facts.ts";
import { blockersOf, rulesOfMerge } from "../rules/merges.ts";
import { headState } from "../statuses/head-state.ts";
import type { Pull } from "./table.ts";
import { knownTrialMerge, type TrialMerge, trialMerge } from "./trial-merge.ts";

/** GitHub's `mergeable` and `mergeable_state`; `null` and `unknown` while the trial merge is being made. */
interface Mergeability {
  readonly mergeable: boolean | null;
  readonly mergeable_state: "behind" | "blocked" | "clean" | "dirty" | "draft" | "unknown" | "unstable";
}

const unknown: Mergeability = { mergeable: null, mergeable_state: "unknown" };

/** What is known of whether a pull request can be merged; what is not is found out in the background. */
export const mergeabilityOf = (context: RepositoryContext, pull: Pull): Mergeability => {
  if (pull.state === "closed") return unknown;
  const trial = knownTrialMerge(context.store, pull);
  const isFree = rulesOfMerge(context, pull, null).length === 0;
  const facts = isFree ? noFacts : knownFacts(context.store, pull);
  if (trial && facts) return judge(context, pull, { trial, facts });
  tryMerge(context, pull, { isFree });
  return unknown;
};

/** What of a pull request no rule asks for. */
const noFacts: RuleFacts = { isBehind: false, isSigned: true, owners: [] };

/** Starts the trial merge of a pull request without waiting for it, and asks git what rules ask for. */
const tryMerge = ({ store, git }: RepositoryContext, pull: Pull, { isFree }: { isFree: boolean }): void =>
  git.background.start(`trial merge of ${pull.head_sha} into ${pull.base_sha}`, async () => {
    if (!isFree) await factsOf({ store, git }, pull);
    await trialMerge({ store, git }, pull);
  });

const judge = (
  context: RepositoryContext,
  pull: Pull,
  { trial, facts }: { trial: TrialMerge; facts: RuleFacts },
): Mergeability => {
  const { store } = context;
  if (trial.tree_sha === null) return { mergeable: false, mergeable_state: "dirty" };
  if (pull.draft) return { mergeable: true, mergeable_state: "draft" };
  const kinds = blockersOf(context, pull, { facts, actor: null, method: null }).map(({ kind }) => kind);
  if (kinds.includes("blocked")) return { mergeable: true, mergeable_state: "blocked" };
  if (kinds.includes("behind")) return { mergeable: true, mergeable_state: "behind" };
  const failing = ["failure", "pending"].includes(headState(store, pull.repository_id, pull.head_sha));
  return { mergeable: true, mergeable_state: failing ? "unstable" : "clean" };
};
