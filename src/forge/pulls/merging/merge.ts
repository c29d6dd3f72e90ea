import { z } from "zod";
import { ok } from "../../answer.ts";
import { conflict, forbidden, methodNotAllowed } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { currentPull } from "../read.ts";
import type { Pull } from "../table.ts";
import { mergeNow } from "./perform.ts";
import { stackOfPull } from "./stacks.ts";
import { queueEntryOf } from "./waiting.ts";

export const merge = operation({
  id: "pulls/merge",
  method: "PUT",
  path: "/repos/{owner}/{repo}/pulls/{pull_number}/merge",
  needs: "write",
  movesRefs: true,
  body: z.object({
    commit_title: z.string().optional(),
    commit_message: z.string().optional(),
    sha: z.string().optional(),
    merge_method: z.enum(["merge", "squash", "rebase"]).default("merge"),
  }),
  handle: async (context) => {
    const { store, body } = context;
    const pull = await currentPull(context, context.params.pull_number);
    throwOnClosed(pull);
    if (body.sha !== undefined && body.sha !== pull.head_sha) {
      throw conflict("Head branch was modified. Review and try the merge again.");
    }
    if (queueEntryOf(store, pull.id)) throw methodNotAllowed("Pull Request is in the merge queue");
    if (stackOfPull(store, pull.id)) {
      throw forbidden("This pull request is part of a stack: merge it with the asynchronous merge endpoint.");
    }
    const sha = await mergeNow(context, pull, { ...body, method: body.merge_method });
    return ok({ sha, merged: true, message: "Pull Request successfully merged" });
  },
});

const throwOnClosed = (pull: Pull): void => {
  if (pull.state === "closed") throw methodNotAllowed("Pull Request is not mergeable");
  if (pull.draft) throw methodNotAllowed("Pull Request is still a draft");
};
