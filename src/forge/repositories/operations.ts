import { findUser } from "../accounts.ts";
import { type Answer, listedPage, noContent } from "../answer.ts";
import type { Operation, RequestContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { globalOperation, operation } from "../operation.ts";
import { permissionOf } from "../permissions.ts";
import type { Repository } from "../repository.ts";
import { collaboratorsOperations } from "./collaborators/operations.ts";
import { commitsOperations } from "./commits/operations.ts";
import { contentsOperations } from "./contents/operations.ts";
import { create } from "./create.ts";
import { forksOperations } from "./forks/operations.ts";
import { leaveNetwork } from "./forks/table.ts";
import { get } from "./get.ts";
import { deleteRepository, repositoriesOf, repositoriesWith } from "./table.ts";
import { update } from "./update.ts";
import { repositoryView } from "./view.ts";

const one = "/repos/{owner}/{repo}";

const listMine = globalOperation({
  id: "repos/list-for-authenticated-user",
  method: "GET",
  path: "/user/repos",
  needs: "user",
  handle: (context) => list(context, repositoriesWith(context.store, context.user().id)),
});

const listOfUser = globalOperation({
  id: "repos/list-for-user",
  method: "GET",
  path: "/users/{username}/repos",
  needs: "none",
  handle: (context) => {
    const owner = findUser(context.store, context.params.username);
    if (!owner) throw notFound();
    return list(context, repositoriesOf(context.store, owner.id));
  },
});

/** The page's repositories among those that the viewer may see. */
const list = (
  { store, viewer, page, urls }: RequestContext<unknown>,
  found: readonly Repository[],
): Answer => {
  const seen = found
    .map((repository) => ({ repository, permission: permissionOf(store, repository, viewer?.id ?? null) }))
    .filter(({ permission }) => permission !== "none");
  return listedPage(seen, page, ({ repository, permission }) =>
    repositoryView({ store, repository, urls }, permission),
  );
};

const remove = operation({
  id: "repos/delete",
  method: "DELETE",
  path: one,
  needs: "admin",
  handle: async ({ store, repositories, repository }) => {
    store.transaction(() => {
      leaveNetwork(store, repository);
      deleteRepository(store, repository.id);
    });
    await repositories.remove(repository);
    return noContent();
  },
});

export const repositoriesOperations: readonly Operation[] = [
  create,
  listMine,
  listOfUser,
  get,
  update,
  remove,
  ...collaboratorsOperations,
  ...commitsOperations,
  ...forksOperations,
  ...contentsOperations,
];
