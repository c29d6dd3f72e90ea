import { noContent } from "../answer.ts";
import type { RepositoryContext } from "../context.ts";
import { forbidden, notFound } from "../errors.ts";
import { operation } from "../operation.ts";
import { includes } from "../permissions.ts";
import { type Pull, pullById } from "../pulls/table.ts";
import { setResolved, type Thread, threadById } from "./comments/threads.ts";

const path = "/repos/{owner}/{repo}/pulls/threads/{thread_id}/resolution";

/** Resolves a thread: GitHub does so by GraphQL alone, so no address leads here. */
export const resolve = operation({
  id: "pulls/resolve-thread",
  method: "PUT",
  path,
  needs: "read",
  handle: (context) => change(context, context.user().id),
});

export const unresolve = operation({
  id: "pulls/unresolve-thread",
  method: "DELETE",
  path,
  needs: "read",
  handle: (context) => change(context, null),
});

/** Whether the asker may resolve the threads of a pull request: its author and who may write may. */
export const mayResolve = ({ viewer, permission }: RepositoryContext, pull: Pull): boolean =>
  pull.user_id === viewer?.id || includes(permission, "write");

type OfThread = RepositoryContext<{ readonly thread_id: string }>;

const change = (context: OfThread, by: number | null) =>
  context.store.transaction(() => {
    const { pull, thread } = addressed(context);
    if (!mayResolve(context, pull)) {
      throw forbidden(`${context.user().login} does not have the correct permissions to resolve threads.`);
    }
    setResolved(context.store, thread, by);
    return noContent();
  });

const addressed = ({ store, repository, params, user }: OfThread): { pull: Pull; thread: Thread } => {
  const thread = threadById(store, Number(params.thread_id), user().id);
  const pull = thread && pullById(store, thread.root.pull_id);
  if (!thread || !pull || pull.repository_id !== repository.id) throw notFound();
  return { pull, thread };
};
