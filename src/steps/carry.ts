import type { Entry } from "../core/lane/handoff.ts";
import { mayCarry } from "../core/lane/judged-under.ts";
import { isFinding } from "../core/offline.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { TodoRecord } from "../core/todo/record.ts";
import { decisionOn } from "../core/todo/state.ts";
import type { PublisherPort } from "./git-ports.ts";

interface CarryPorts {
  readonly plan: Plan;
  readonly publisher: Pick<PublisherPort, "fetch" | "contains" | "cleanMerge" | "isSameChange">;
}

/** A forge need not keep what was pushed over. */
const isThere = async (sha: string, publisher: Pick<PublisherPort, "fetch">): Promise<boolean> => {
  try {
    await publisher.fetch([sha]);
    return true;
  } catch (error) {
    if (!isFinding(error)) throw error;
    return false;
  }
};

/**
 * Whether a head that was found on the branch is the approved one with what is below it taken in, and nothing else, so
 * that the approval holds for it: a lane was killed after it had pushed that, a person did the same, or it was made one
 * commit to be replayed.
 */
export const isCarried = async (
  entry: Entry,
  { head, record }: { readonly head: string; readonly record: TodoRecord },
  { plan, publisher }: CarryPorts,
): Promise<boolean> => {
  const verdict = decisionOn(record.state);
  const { rested } = record;
  if (entry.kind !== "work" || !verdict || verdict.commit === head || rested?.of !== entry.base) return false;
  const { commit: approved } = verdict;
  if (!mayCarry(record, plan, { ...entry, head: approved })) return false;
  await publisher.fetch([head, entry.baseSha]);
  if (!(await isThere(approved, publisher))) return false;
  const merge = await publisher.cleanMerge(head, approved, verdict.on ?? null);
  if (!merge || !(await publisher.contains(entry.baseSha, merge.below))) return false;
  const isOnRest = await publisher.contains(approved, rested.commit);
  const base = isOnRest ? rested.commit : (verdict.on ?? merge.base);
  return await publisher.isSameChange({ base, head: approved }, { base: merge.below, head });
};
