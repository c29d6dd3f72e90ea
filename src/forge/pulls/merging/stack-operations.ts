import { z } from "zod";
import { type Answer, created, listedPage, noContent, ok } from "../../answer.ts";
import { byNumber } from "../../by-number.ts";
import type { Operation, RepositoryContext } from "../../context.ts";
import { conflict, invalid } from "../../errors.ts";
import { nodeId } from "../../node-id.ts";
import { operation } from "../../operation.ts";
import { fullNameOf } from "../../repository.ts";
import { personView } from "../../user-view.ts";
import { currentPull } from "../read.ts";
import { isForeign, type Pull } from "../table.ts";
import { minimalPullView } from "../view.ts";
import {
  addToStack,
  insertStack,
  type PullStack,
  pullsOfStack,
  stackOfPull,
  stacksOf,
  unstack,
} from "./stacks.ts";
import { queueEntryOf } from "./waiting.ts";

const path = "/repos/{owner}/{repo}/stacks";
const one = `${path}/{stack_number}`;
const longest = 100;

const stackView = (context: RepositoryContext, stack: PullStack) => ({
  ...headView(context, stack),
  pull_requests: pullsOfStack(context.store, stack.id).map((pull) => ({
    ...minimalPullView(context, pull),
    node_id: nodeId("PR", pull.id),
    title: pull.title,
    state: pull.state,
    merged_at: pull.merged_at,
    draft: pull.draft === 1,
    html_url: `${context.urls.html}/${fullNameOf(context.repository)}/pull/${pull.number}`,
    user: personView(context, pull.user_id),
  })),
});

const headView = ({ store, repository, urls }: RepositoryContext, stack: PullStack) => ({
  id: stack.id,
  number: stack.number,
  node_id: nodeId("PRS", stack.id),
  url: `${urls.repository(fullNameOf(repository))}/stacks/${stack.number}`,
  base: { ref: stack.base_ref },
  open: pullsOfStack(store, stack.id).some(({ state }) => state === "open"),
  created_at: stack.created_at,
});

const stackAt = ({
  store,
  repository,
  params,
}: RepositoryContext<{ readonly stack_number: string }>): PullStack =>
  byNumber(params.stack_number, (number) =>
    stacksOf(store, repository.id).find((stack) => stack.number === number),
  );

const problem = (message: string) =>
  invalid([{ resource: "Stack", code: "custom", field: "pull_requests", message }]);

/**
 * The pull requests of these numbers, each based on the one before it, the first on `below` if that is named.
 * @throws HttpError 404 or 422 when they are no chain of open pull requests of this repository.
 */
const chainOf = async (
  context: RepositoryContext,
  numbers: readonly number[],
  below: string | null,
): Promise<Pull[]> => {
  const pulls: Pull[] = [];
  for (const number of numbers) {
    const pull = await currentPull(context, String(number));
    const expected = pulls.at(-1)?.head_ref ?? below;
    if (pull.state === "closed") throw problem(`#${number} is not open`);
    if (isForeign(pull)) throw problem(`#${number} comes from a fork`);
    if (stackOfPull(context.store, pull.id)) throw problem(`#${number} is in a stack already`);
    if (expected !== null && pull.base_ref !== expected)
      throw problem(`#${number} is not based on ${expected}`);
    pulls.push(pull);
  }
  return pulls;
};

const list = operation({
  id: "pull-request-stacks/list",
  method: "GET",
  path,
  needs: "read",
  query: z.object({ pull_request: z.coerce.number().optional() }),
  handle: (context) => {
    const { store, repository, query, page } = context;
    const stacks = stacksOf(store, repository.id).filter(
      ({ id }) =>
        query.pull_request === undefined ||
        pullsOfStack(store, id).some(({ number }) => number === query.pull_request),
    );
    return listedPage(stacks, page, (stack) => ({
      ...headView(context, stack),
      pull_requests: pullsOfStack(store, stack.id).map((pull) => ({
        ...{ number: pull.number, state: pull.state, draft: pull.draft === 1, merged_at: pull.merged_at },
        head: { ref: pull.head_ref, sha: pull.head_sha },
      })),
    }));
  },
});

const create = operation({
  id: "pull-request-stacks/create",
  method: "POST",
  path,
  needs: "write",
  body: z.object({ pull_requests: z.array(z.int()).min(2).max(longest) }),
  handle: async (context): Promise<Answer> => {
    const { store, repository, now } = context;
    const pulls = await chainOf(context, context.body.pull_requests, null);
    const stack = store.transaction(() => {
      const made = insertStack(store, { repositoryId: repository.id, base: pulls[0]?.base_ref ?? "", now });
      addToStack(store, made.id, pulls);
      return made;
    });
    const view = stackView(context, stack);
    return created(view, view.url);
  },
});

const get = operation({
  id: "pull-request-stacks/get",
  method: "GET",
  path: one,
  needs: "read",
  handle: (context) => ok(stackView(context, stackAt(context))),
});

const add = operation({
  id: "pull-request-stacks/add",
  method: "POST",
  path: `${one}/add`,
  needs: "write",
  body: z.object({ pull_requests: z.array(z.int()).min(1).max(longest) }),
  handle: async (context) => {
    const { store } = context;
    const stack = stackAt(context);
    const held = pullsOfStack(store, stack.id);
    const top = held.at(-1);
    if (!top || top.state === "closed") throw conflict("The stack is closed.");
    if (held.length + context.body.pull_requests.length > longest) throw problem("is too long (100 at most)");
    const pulls = await chainOf(context, context.body.pull_requests, top.head_ref);
    store.transaction(() => addToStack(store, stack.id, pulls));
    return ok(stackView(context, stack));
  },
});

const remove = operation({
  id: "pull-request-stacks/unstack",
  method: "POST",
  path: `${one}/unstack`,
  needs: "write",
  handle: (context) => {
    const { store } = context;
    const stack = stackAt(context);
    if (pullsOfStack(store, stack.id).some(({ id }) => queueEntryOf(store, id))) {
      throw conflict("A pull request of the stack is in the merge queue.");
    }
    store.transaction(() => unstack(store, stack.id));
    return pullsOfStack(store, stack.id).length === 0 ? noContent() : ok(stackView(context, stack));
  },
});

export const stackOperations: readonly Operation[] = [list, create, get, add, remove];
