import type { RepositoryContext } from "../../context.ts";
import { conflict, HttpError, unprocessable } from "../../errors.ts";
import { mergeTrees } from "../../git/merge-trees.ts";
import { moveRef } from "../../git/write.ts";
import { rulesOn } from "../../rules/active.ts";
import { missingChecks, requiredChecks } from "../../rules/required-checks.ts";
import type { RuleOf } from "../../rules/schema.ts";
import type { Store } from "../../store.ts";
import { branchRef } from "../branches.ts";
import { type Pull, pullById } from "../table.ts";
import { mergedCommit } from "./commit.ts";
import { blockersNow, landOn } from "./perform.ts";
import {
  type Asker,
  insertQueueEntry,
  isSameAsker,
  type QueueEntry,
  queueEntriesIn,
  queueEntryOf,
  type RemovalReason,
  removeQueueEntry,
  setGroup,
} from "./waiting.ts";

type Place = Pick<RepositoryContext, "store" | "repository">;

/** The rule that gives a branch a queue; `undefined` when it has none. */
export const queueRule = (place: Place, branch: string): RuleOf<"merge_queue">["parameters"] | undefined => {
  for (const { rule } of rulesOn(place, branchRef(branch)))
    if (rule.type === "merge_queue") return rule.parameters;
  return undefined;
};

/** @throws HttpError 422 when the pull request's base has no queue, it is in it, or other rules hold it up. */
export const enqueue = async (context: RepositoryContext, pull: Pull, asker: Asker): Promise<void> => {
  const { store, now } = context;
  if (!queueRule(context, pull.base_ref)) throw unprocessable("The base branch does not have a merge queue.");
  if (pull.state === "closed" || pull.draft) throw unprocessable("Pull request is not mergeable.");
  if (queueEntryOf(store, pull.id)) throw unprocessable("Pull request is already in the queue.");
  const blockers = await blockersNow(context, pull, null);
  const [held] = blockers.filter(({ kind }) => kind === "blocked");
  if (held) throw unprocessable(held.message);
  const { id: pull_id, head_sha, base_ref } = pull;
  store.transaction(() =>
    insertQueueEntry(store, { pull_id, ...asker, head_sha, base_ref, created_at: now }),
  );
};

/** Takes a pull request out of its queue, and its group's branch away. */
export const dequeue = async (
  context: Pick<RepositoryContext, "store" | "git" | "now">,
  entry: QueueEntry,
  reason: RemovalReason,
): Promise<void> => {
  const { store, git, now } = context;
  store.transaction(() => removeQueueEntry(store, entry, { reason, now }));
  if (entry.group_ref !== null) {
    await moveRef(git, entry.group_ref, { from: await git.readRef(entry.group_ref), to: null });
  }
};

/** Does the next thing for the queues whose first entry is of this asker; whether there was anything to do. */
export const advanceQueues = async (context: RepositoryContext, asker: Asker): Promise<boolean> => {
  const { store, repository } = context;
  const all = queueEntriesIn(store, repository.id);
  for (const entry of all.filter((one) => isSameAsker(one, asker))) {
    const first = all.find(({ base_ref }) => base_ref === entry.base_ref);
    const pull = pullById(store, entry.pull_id);
    if (!pull || hasLeft(store, entry, pull)) {
      await dequeue(context, entry, "MANUAL");
      return true;
    }
    if (first?.id === entry.id && (await advanceEntry(context, entry, pull))) return true;
  }
  return false;
};

/** A pull request that was closed, retargeted or pushed to is no longer what was queued. */
const hasLeft = (_store: Store, entry: QueueEntry, pull: Pull): boolean =>
  pull.state === "closed" || pull.base_ref !== entry.base_ref || pull.head_sha !== entry.head_sha;

/** Makes the group of a queue's first, or ends it as its checks have; whether anything was done. */
const advanceEntry = async (context: RepositoryContext, entry: QueueEntry, pull: Pull): Promise<boolean> => {
  const rule = queueRule(context, entry.base_ref);
  if (!rule) {
    await dequeue(context, entry, "BRANCH_PROTECTIONS");
    return true;
  }
  const base = await context.git.readRef(branchRef(entry.base_ref));
  if (entry.group_sha === null || entry.base_sha !== base) {
    await build(context, { entry, pull: { ...pull, base_sha: base ?? pull.base_sha } }, rule);
    return true;
  }
  const end = stateOfGroup(context, entry, rule.check_response_timeout_minutes);
  if (end === "pending") return false;
  if (end === "passed") await land(context, { entry, pull: { ...pull, base_sha: base ?? pull.base_sha } });
  else await dequeue(context, entry, end);
  return true;
};

const methods = { MERGE: "merge", SQUASH: "squash", REBASE: "rebase" } as const;

/** What the base would be with the pull request in it, on a branch of the queue's, where checks look at it. */
const build = async (
  context: RepositoryContext,
  { entry, pull }: { entry: QueueEntry; pull: Pull },
  { merge_method }: RuleOf<"merge_queue">["parameters"],
): Promise<void> => {
  const { store, git, user, repository, now } = context;
  if (entry.group_ref !== null) {
    await moveRef(git, entry.group_ref, { from: await git.readRef(entry.group_ref), to: null });
  }
  const tree = await mergeTrees(git, pull.base_sha, pull.head_sha);
  if (tree === null) return dequeue(context, entry, "MERGE_CONFLICT");
  const head = `${pull.head_owner}/${pull.head_ref}`;
  const wanted = { method: methods[merge_method], pull, tree, user: user(), head, repository };
  const group_sha = await mergedCommit(git, wanted).catch((error: unknown) => {
    if (error instanceof HttpError) return null;
    throw error;
  });
  if (group_sha === null) return dequeue(context, entry, "INVALID_MERGE_COMMIT");
  const group_ref = `refs/heads/gh-readonly-queue/${entry.base_ref}/pr-${pull.number}-${pull.base_sha}`;
  await moveRef(git, group_ref, { from: await git.readRef(group_ref), to: group_sha });
  const group = { base_sha: pull.base_sha, group_ref, group_sha, built_at: now };
  store.transaction(() => setGroup(store, entry.id, group));
};

const stateOfGroup = (
  { store, repository, now }: RepositoryContext,
  { group_sha, base_ref, built_at }: QueueEntry,
  minutes: number,
): "passed" | "pending" | RemovalReason => {
  const checks = requiredChecks(rulesOn({ store, repository }, branchRef(base_ref)));
  const missing = missingChecks(store, { repositoryId: repository.id, sha: group_sha ?? "" }, checks);
  if (missing === null) return "passed";
  if (/failing/.test(missing)) return "CI_FAILURE";
  return Date.parse(now) - Date.parse(built_at ?? now) > minutes * 60_000 ? "CI_TIMEOUT" : "pending";
};

const land = async (
  context: RepositoryContext,
  { entry, pull }: { entry: QueueEntry; pull: Pull },
): Promise<void> => {
  await landOn(context, [{ pull, sha: entry.group_sha ?? "" }]).catch((error: unknown) => {
    // The base was moved meanwhile: the next look makes the group anew.
    if (error instanceof HttpError && error.status === conflict("").status) return;
    throw error;
  });
  if (pullById(context.store, pull.id)?.merged_at) await dequeue(context, entry, "MERGE");
};
