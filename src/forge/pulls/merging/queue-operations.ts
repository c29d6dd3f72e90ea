import { z } from "zod";
import { noContent } from "../../answer.ts";
import { unprocessable } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { currentPull } from "../read.ts";
import { pullAt } from "../table.ts";
import { dequeue, enqueue } from "./queue.ts";
import { askerOf, queueEntryOf } from "./waiting.ts";

const path = "/repos/{owner}/{repo}/pulls/{pull_number}/merge-queue";

/** Puts a pull request into its base's queue, or takes it out: by GraphQL alone, so no address leads here. */
export const enqueuePull = operation({
  id: "pulls/enqueue",
  method: "PUT",
  path,
  needs: "write",
  movesRefs: true,
  body: z.object({ sha: z.string().optional() }),
  handle: async (context) => {
    const pull = await currentPull(context, context.params.pull_number);
    const { sha } = context.body;
    if (sha !== undefined && sha !== pull.head_sha) throw unprocessable("Head sha didn't match");
    await enqueue(context, pull, askerOf(context));
    return noContent();
  },
});

export const dequeuePull = operation({
  id: "pulls/dequeue",
  method: "DELETE",
  path,
  needs: "write",
  movesRefs: true,
  handle: async (context) => {
    const { store, repository, params } = context;
    const entry = queueEntryOf(store, pullAt(store, repository, params.pull_number).id);
    if (!entry) throw unprocessable("Pull request is not in the merge queue.");
    await dequeue(context, entry, "MANUAL");
    return noContent();
  },
});
