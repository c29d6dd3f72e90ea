import type { ChangeOf } from "../core/decide/change.ts";
import { LeaseError, PushRefused } from "../core/push-refused.ts";
import { type ApplyPorts, readBase } from "./batch.ts";
import type { MergeOutcome } from "./ports.ts";

type RewritePorts = Pick<ApplyPorts, "forge" | "rewriter" | "plan">;

/**
 * Merges a pull request that cannot be replayed where nothing but that is allowed: its branch becomes one commit on the
 * base as it is, of the tree that merging it there has; what somebody pushes meanwhile is not lost by that. Its approval is carried.
 */
export const mergeRewritten = async (
  { forge, rewriter: publisher, plan }: RewritePorts,
  { pull, head, how, conflict }: ChangeOf<"merge">,
  declined: Extract<MergeOutcome, object>,
): Promise<MergeOutcome> => {
  if (!publisher) return declined;
  if (plan.signing !== "none")
    return { declined: `${declined.declined}, and one made anew would not be signed` };
  const { sha: base } = await readBase(forge, plan.base);
  await publisher.fetch([base, head]);
  const { prefixes } = await publisher.mergeInOrder(base, [head]);
  const tree = prefixes[1]?.tree;
  if (tree === undefined) return "conflict";
  if (how.tree !== null && tree !== how.tree) return "drifted";
  const message = `${how.title}\n\nSigned-off-by: ${how.signOff}`;
  const made = await publisher.commitOn({ base, tree, message });
  try {
    await publisher.push(made, conflict.issue.record.branch, { expect: head });
  } catch (error) {
    if (error instanceof LeaseError) return "moved";
    if (!(error instanceof PushRefused)) throw error;
    return { declined: `${declined.declined}, and ${error.message}` };
  }
  return await forge.mergePull(pull, made, how);
};
