import { z } from "zod";
import type { User } from "../../accounts.ts";
import { accepted, listedPage } from "../../answer.ts";
import type { Operation, RepositoryContext } from "../../context.ts";
import { forbidden, invalid, notForIntegrations, unprocessable } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { permissionOf } from "../../permissions.ts";
import type { Repository } from "../../repository.ts";
import { isRepositoryName } from "../repository-store.ts";
import { findRepository } from "../table.ts";
import { fullRepositoryView, repositoryView } from "../view.ts";
import { forksOf, ofNetwork } from "./table.ts";

const path = "/repos/{owner}/{repo}/forks";

const create = operation({
  id: "repos/create-fork",
  method: "POST",
  path,
  needs: "read",
  body: z.object({
    organization: z.string().optional(),
    name: z.string().optional(),
    default_branch_only: z.boolean().default(false),
  }),
  handle: async (context) => {
    const { store, repositories, repository, body, urls } = context;
    const owner = context.user();
    if (context.grant) throw notForIntegrations();
    if (body.organization !== undefined) {
      throw unprocessable(`'${body.organization}' is no organization: this forge has user accounts only.`);
    }
    await throwOnUnforkable(context);
    // Asked again, GitHub answers with the fork that is there; an owner cannot have a second one.
    const fork =
      ofNetwork(store, repository, owner.id) ??
      (await repositories.fork(repository, {
        owner: owner.login,
        name: freeName(context, owner, body.name),
        onlyDefaultBranch: body.default_branch_only,
      }));
    return accepted(fullRepositoryView({ store, repository: fork, urls }, "admin"));
  },
});

const throwOnUnforkable = async ({ git, repository }: RepositoryContext): Promise<void> => {
  if ((await git.readRef(`refs/heads/${repository.default_branch}`)) === null) {
    throw forbidden(
      "The repository exists, but it contains no Git content. Empty repositories cannot be forked.",
    );
  }
  if (repository.private) throw forbidden("The repository exists, but forking is disabled.");
};

/** The name that was asked for, or the parent's, with a number when the owner has something else of that name. */
const freeName = ({ store, repository }: RepositoryContext, owner: User, wanted?: string): string => {
  const isTaken = (name: string) => findRepository(store, owner.login, name) !== undefined;
  if (wanted === undefined) {
    for (let number = 1, name = repository.name; ; name = `${repository.name}-${number}`, number += 1) {
      if (!isTaken(name)) return name;
    }
  }
  if (!isRepositoryName(wanted)) throw invalid([{ resource: "Repository", code: "invalid", field: "name" }]);
  if (!isTaken(wanted)) return wanted;
  const message = "name already exists on this account";
  throw invalid([{ resource: "Repository", code: "custom", field: "name", message }]);
};

const list = operation({
  id: "repos/list-forks",
  method: "GET",
  path,
  needs: "read",
  query: z.object({ sort: z.enum(["newest", "oldest", "stargazers", "watchers"]).default("newest") }),
  handle: ({ store, repository, viewer, query, page, urls }) => {
    const newest = forksOf(store, repository);
    const forks = query.sort === "oldest" ? newest.toReversed() : newest;
    return listedPage(forks, page, (fork: Repository) =>
      repositoryView({ store, repository: fork, urls }, permissionOf(store, fork, viewer?.id ?? null)),
    );
  },
});

export const forksOperations: readonly Operation[] = [create, list];
