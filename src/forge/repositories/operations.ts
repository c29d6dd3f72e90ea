import { z } from "zod";
import { findUser } from "../accounts.ts";
import { type Answer, listedPage, noContent, ok } from "../answer.ts";
import type { Operation, RequestContext } from "../context.ts";
import { invalid, notFound, unprocessable } from "../errors.ts";
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
import { deleteRepository, repositoriesOf, repositoriesWith, repositoryById } from "./table.ts";
import { fullRepositoryView, repositoryView } from "./view.ts";

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

const update = operation({
  id: "repos/update",
  method: "PATCH",
  path: one,
  needs: "admin",
  body: z.object({
    description: z.string().nullish(),
    private: z.boolean().optional(),
    default_branch: z.string().optional(),
    allow_merge_commit: z.boolean().optional(),
    allow_squash_merge: z.boolean().optional(),
    allow_rebase_merge: z.boolean().optional(),
    delete_branch_on_merge: z.boolean().optional(),
  }),
  handle: async ({ store, git, repository, permission, body, now, urls }) => {
    if (body.private && repository.parent_id !== null) {
      throw unprocessable("Public forks can't be made private. Please duplicate the repository.");
    }
    const branch = body.default_branch ?? repository.default_branch;
    if (body.default_branch !== undefined) {
      if ((await git.readRef(`refs/heads/${branch}`)) === null) {
        throw invalid([{ resource: "Repository", code: "invalid", field: "default_branch" }]);
      }
      await git.run(["symbolic-ref", "HEAD", `refs/heads/${branch}`]);
    }
    const bit = (wanted: boolean | undefined, held: 0 | 1) => Number(wanted ?? held === 1);
    return store.transaction(() => {
      if (body.private) leaveNetwork(store, repository);
      store.run(
        `update repositories set description = ?, private = ?, default_branch = ?, allow_merge_commit = ?,
           allow_squash_merge = ?, allow_rebase_merge = ?, delete_branch_on_merge = ?, updated_at = ? where id = ?`,
        body.description === undefined ? repository.description : body.description,
        bit(body.private, repository.private),
        branch,
        bit(body.allow_merge_commit, repository.allow_merge_commit),
        bit(body.allow_squash_merge, repository.allow_squash_merge),
        bit(body.allow_rebase_merge, repository.allow_rebase_merge),
        bit(body.delete_branch_on_merge, repository.delete_branch_on_merge),
        now,
        repository.id,
      );
      const changed = repositoryById(store, repository.id) ?? repository;
      return ok(fullRepositoryView({ store, repository: changed, urls }, permission));
    });
  },
});

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
