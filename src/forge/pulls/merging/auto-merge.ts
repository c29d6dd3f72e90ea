import { z } from "zod";
import { noContent } from "../../answer.ts";
import { unprocessable } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { currentPull } from "../read.ts";
import { pullAt } from "../table.ts";
import { trialMerge } from "../trial-merge.ts";
import { blockersNow, throwOnForbiddenMethod, usualMethod } from "./perform.ts";
import { askerOf, dropAutoMerge, setAutoMerge } from "./waiting.ts";

const path = "/repos/{owner}/{repo}/pulls/{pull_number}/auto-merge";

/** Has a pull request merged as soon as it may be: GitHub does so by GraphQL alone, so no address leads here. */
export const enableAutoMerge = operation({
  id: "pulls/enable-auto-merge",
  method: "PUT",
  path,
  needs: "write",
  body: z.object({
    merge_method: z.enum(["merge", "squash", "rebase"]).optional(),
    commit_title: z.string().optional(),
    commit_message: z.string().optional(),
    sha: z.string().optional(),
  }),
  handle: async (context) => {
    const { store, git, repository, body, now } = context;
    const pull = await currentPull(context, context.params.pull_number);
    if (!repository.allow_auto_merge) throw unprocessable("Auto merge is not allowed for this repository");
    if (pull.state === "closed") throw unprocessable("Pull request is closed");
    if (body.sha !== undefined && body.sha !== pull.head_sha) throw unprocessable("Head sha didn't match");
    const method = body.merge_method ?? usualMethod(repository);
    throwOnForbiddenMethod(repository, method);
    const { tree_sha } = await trialMerge({ store, git }, pull);
    const isClean =
      tree_sha !== null && !pull.draft && (await blockersNow(context, pull, method)).length === 0;
    if (isClean) throw unprocessable("Pull request is in clean status");
    const { commit_title: title = null, commit_message: message = null } = body;
    const auto = { pull_id: pull.id, ...askerOf(context), method, title, message, enabled_at: now };
    store.transaction(() => setAutoMerge(store, auto));
    return noContent();
  },
});

export const disableAutoMerge = operation({
  id: "pulls/disable-auto-merge",
  method: "DELETE",
  path,
  needs: "write",
  handle: ({ store, repository, params }) =>
    store.transaction(() => {
      dropAutoMerge(store, pullAt(store, repository, params.pull_number).id);
      return noContent();
    }),
});
