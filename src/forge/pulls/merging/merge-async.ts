import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type Answer, ok } from "../../answer.ts";
import { notFound } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { currentPull } from "../read.ts";
import { pullAt } from "../table.ts";
import { type AsyncMerge, askerOf, asyncMergesOf, insertAsyncMerge } from "./waiting.ts";

const path = "/repos/{owner}/{repo}/pulls/{pull_number}/merge-async";

/** GitHub's `pull-request-merge-async-result`. */
const view = (merge: AsyncMerge) => {
  const { status, answer: message, sha } = merge;
  if (status === "failed") return { status, details: { message } };
  if (status === "merged") return { status, details: { message, sha: sha ?? "" } };
  const { uuid, method: merge_method, action: merge_action, expected_head_sha } = merge;
  return { status, details: { message, uuid, merge_method, merge_action, expected_head_sha } };
};

const failed = (message: string): Answer => ({
  status: 400,
  body: { status: "failed", details: { message } },
});

export const mergeAsync = operation({
  id: "pulls/merge-async",
  method: "PUT",
  path,
  needs: "write",
  body: z.object({
    commit_title: z.string().optional(),
    commit_message: z.string().optional(),
    sha: z.string().optional(),
    merge_method: z.enum(["merge", "squash", "rebase"]).optional(),
    merge_action: z.enum(["default", "direct_merge", "merge_queue"]).default("default"),
  }),
  handle: async (context) => {
    const { store, body, now } = context;
    const pull = await currentPull(context, context.params.pull_number);
    if (pull.merged_at !== null) {
      const details = { message: "Pull request is already merged", sha: pull.merge_commit_sha ?? "" };
      return ok({ status: "merged", details });
    }
    if (pull.state === "closed") return failed("Pull Request is closed");
    if (pull.draft) return failed("Pull Request is still a draft");
    if (body.sha !== undefined && body.sha !== pull.head_sha) {
      return failed("Head branch was modified. Review and try the merge again.");
    }
    const [pending] = asyncMergesOf(store, pull.id).filter(({ status }) => status === "pending");
    if (pending) return { status: 409, body: view(pending) };
    const merge: AsyncMerge = {
      ...{ uuid: randomUUID(), pull_id: pull.id, ...askerOf(context) },
      ...{ method: body.merge_method ?? "default", action: body.merge_action, sha: null },
      ...{ title: body.commit_title ?? null, message: body.commit_message ?? null, updated_at: now },
      ...{ expected_head_sha: pull.head_sha, status: "pending", answer: "Merge request was queued" },
    };
    store.transaction(() => insertAsyncMerge(store, merge));
    return { status: 202, body: view(merge) };
  },
});

export const getMergeAsync = operation({
  id: "pulls/get-merge-async-result",
  method: "GET",
  path: `${path}/{uuid}`,
  needs: "read",
  handle: ({ store, repository, params }) => {
    const pull = pullAt(store, repository, params.pull_number);
    const found = asyncMergesOf(store, pull.id).find(({ uuid }) => uuid === params.uuid);
    if (!found) throw notFound();
    return ok(view(found));
  },
});
