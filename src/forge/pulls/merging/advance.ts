import { ok } from "../../answer.ts";
import type { RepositoryContext } from "../../context.ts";
import { HttpError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import type { MergeMethod } from "../../rules/merges.ts";
import { synchronizePulls } from "../synchronize.ts";
import { movePull, openPulls, type Pull, pullById } from "../table.ts";
import { trialMerge } from "../trial-merge.ts";
import { mergedCommit } from "./commit.ts";
import { blockersNow, landOn, mergeNow, throwOnForbiddenMethod, usualMethod } from "./perform.ts";
import { advanceQueues, enqueue, queueRule } from "./queue.ts";
import { pullsOfStack, stackOfPull } from "./stacks.ts";
import {
  type AsyncMerge,
  type AutoMerge,
  askerOf,
  autoMergesIn,
  dropAutoMerge,
  endAsyncMerge,
  isSameAsker,
  pendingAsyncMerges,
} from "./waiting.ts";

/** Merges what waited in the asker's name and may be merged now; no address leads here. */
export const advance = operation({
  id: "pulls/advance",
  method: "POST",
  path: "/repos/{owner}/{repo}/pulls/advance",
  needs: "write",
  movesRefs: true,
  handle: async (context) => {
    const { store, repository } = context;
    await synchronizePulls(context);
    const asker = askerOf(context);
    const [merge] = pendingAsyncMerges(store, repository.id).filter((one) => isSameAsker(one, asker));
    if (merge) await endWith(context, merge);
    const autos = autoMergesIn(store, repository.id).filter((one) => isSameAsker(one, asker));
    let advanced = merge !== undefined;
    for (const auto of autos) advanced = (await tryAutoMerge(context, auto)) || advanced;
    return ok({ advanced: (await advanceQueues(context, asker)) || advanced });
  },
});

/** Merges or enqueues what waits for nothing any more; whether it did. */
const tryAutoMerge = async (context: RepositoryContext, auto: AutoMerge): Promise<boolean> => {
  const { store, git } = context;
  const pull = pullById(store, auto.pull_id);
  if (!pull || pull.draft || pull.state === "closed") return false;
  const blockers = await blockersNow(context, pull, auto.method);
  const { tree_sha } = await trialMerge({ store, git }, pull);
  if (tree_sha === null || blockers.some(({ kind }) => kind !== "queue")) return false;
  store.transaction(() => dropAutoMerge(store, pull.id));
  try {
    if (blockers.length > 0) await enqueue(context, pull, auto);
    else await mergeNow(context, pull, wantedBy(auto, auto.method));
  } catch (error) {
    // What cannot be merged so after all is left to people, as on GitHub.
    if (!(error instanceof HttpError)) throw error;
  }
  return true;
};

const wantedBy = ({ title, message }: Pick<AutoMerge, "title" | "message">, method: MergeMethod) => ({
  method,
  commit_title: title ?? undefined,
  commit_message: message ?? undefined,
});

/** Makes a merge that was asked for, and keeps how it ended. */
const endWith = async (context: RepositoryContext, merge: AsyncMerge): Promise<void> => {
  const { store, now } = context;
  const end = (status: "merged" | "enqueued" | "failed", answer: string, sha: string | null = null) =>
    store.transaction(() => endAsyncMerge(store, merge.uuid, { status, answer, sha, updated_at: now }));
  try {
    const pull = pullById(store, merge.pull_id);
    if (!pull || pull.state === "closed") return end("failed", "Pull Request is not mergeable");
    if (pull.head_sha !== merge.expected_head_sha) {
      return end("failed", "Head branch was modified. Review and try the merge again.");
    }
    const isQueued =
      merge.action === "merge_queue" || queueRule(context, rootOf(context, pull)) !== undefined;
    if (isQueued && merge.action !== "direct_merge") {
      await enqueue(context, pull, merge);
      return end("enqueued", "Pull request was added to the merge queue");
    }
    const method = merge.method === "default" ? usualMethod(context.repository) : merge.method;
    return end(
      "merged",
      "Pull Request successfully merged",
      await mergeDirectly(context, pull, { merge, method }),
    );
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    return end("failed", error.message);
  }
};

const rootOf = ({ store }: RepositoryContext, pull: Pull): string =>
  stackOfPull(store, pull.id)?.base_ref ?? pull.base_ref;

const mergeDirectly = async (
  context: RepositoryContext,
  pull: Pull,
  { merge, method }: { merge: AsyncMerge; method: MergeMethod },
): Promise<string> => {
  const { store } = context;
  const stack = stackOfPull(store, pull.id);
  if (!stack) return mergeNow(context, pull, wantedBy(merge, method));
  throwOnForbiddenMethod(context.repository, method);
  const open = pullsOfStack(store, stack.id).filter(({ state }) => state === "open");
  const upTo = open.slice(0, open.findIndex(({ id }) => id === pull.id) + 1);
  return mergeTogether(context, upTo, { base: stack.base_ref, wanted: wantedBy(merge, method) });
};

/** What was based on the last that was merged is based on the stack's base since. */
const retargetAbove = (
  { store, repository, now }: RepositoryContext,
  merged: Pull | undefined,
  base_ref: string,
  base_sha: string,
): void =>
  store.transaction(() => {
    for (const pull of openPulls(store, repository.id)) {
      if (pull.base_ref === merged?.head_ref) movePull(store, { ...pull, base_ref, base_sha }, now);
    }
  });

/** Merges the lower part of a stack into its base, all of it or nothing. */
const mergeTogether = async (
  context: RepositoryContext,
  pulls: readonly Pull[],
  { base, wanted }: { base: string; wanted: ReturnType<typeof wantedBy> },
): Promise<string> => {
  const { store, git, user, repository, now } = context;
  let tip = (await git.readRef(`refs/heads/${base}`)) ?? "";
  const landings: { pull: Pull; sha: string }[] = [];
  for (const one of pulls) {
    const pull = { ...one, base_ref: base, base_sha: tip };
    const blockers = await blockersNow(context, pull, wanted.method);
    // Of the lower ones each is up to date by being merged first.
    const [held] = blockers.filter(({ kind }) => kind !== "behind" || landings.length === 0);
    if (held) throw new HttpError(405, { message: `#${one.number}: ${held.message}` });
    const { tree_sha } = await trialMerge({ store, git }, pull);
    if (tree_sha === null)
      throw new HttpError(405, { message: `#${one.number}: Pull Request is not mergeable` });
    const head = `${pull.head_owner}/${pull.head_ref}`;
    tip = await mergedCommit(git, { ...wanted, pull, tree: tree_sha, user: user(), head, repository });
    landings.push({ pull, sha: tip });
  }
  store.transaction(() => {
    for (const { pull } of landings) movePull(store, pull, now);
  });
  await landOn(context, landings);
  retargetAbove(context, landings.at(-1)?.pull, base, tip);
  return tip;
};
