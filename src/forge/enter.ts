import { permissionWith } from "./actions/tokens/permission.ts";
import { allows } from "./actions/tokens/scopes.ts";
import type { Caller } from "./caller.ts";
import type { RepositoryContext, RepositoryOperation, RequestContext } from "./context.ts";
import { forbidden, type HttpError, notForIntegrations, notFound, unauthorized } from "./errors.ts";
import { commentById } from "./issues/comments/table.ts";
import { findIssue, issueById } from "./issues/table.ts";
import { includes, permissionWithin } from "./permissions.ts";
import { findRepository } from "./repositories/table.ts";
import type { Repository } from "./repository.ts";
import { ruleActor } from "./rules/actor.ts";
import { throwOnRules } from "./rules/guard.ts";
import type { Store } from "./store.ts";

/** What may be done with an archived repository: to be no longer one, or to be no longer. */
const changesArchived: ReadonlySet<string> = new Set(["repos/update", "repos/delete"]);

/** Whether an address names a pull request, or a comment on one, where an issue may stand. */
const namesPull = (
  store: Store,
  repository: Repository,
  { issue_number, comment_id }: Readonly<Record<string, string | undefined>>,
): boolean => {
  const comment = comment_id === undefined ? undefined : commentById(store, Number(comment_id));
  const issue = comment
    ? issueById(store, comment.issue_id)
    : findIssue(store, repository.id, Number(issue_number ?? 0));
  return issue?.is_pull === 1;
};

/** Adds the repository to the context, if the viewer may do there what the operation does. */
export const enter = (
  { store, repositories }: Pick<RequestContext, "store" | "repositories">,
  operation: RepositoryOperation,
  context: RequestContext,
): RepositoryContext => {
  const { owner = "", repo = "" } = context.params;
  const repository = findRepository(store, owner, repo);
  if (!repository) throw notFound();
  const { grant, viewer, only, installation } = context;
  const isAboutPull = (grant ?? installation) !== null && namesPull(store, repository, context.params);
  const permission = grant
    ? permissionWith(store, { grant, repository, operation, isAboutPull })
    : permissionWithin(store, repository, { user: viewer, only });
  if (permission === "none") throw notFound();
  if (operation.method !== "GET" && !viewer) throw unauthorized();
  if (grant?.repositoryId === repository.id && !allows(grant.scopes, { ...operation, isAboutPull }))
    throw notForIntegrations();
  if (
    only?.includes(repository.id) &&
    installation &&
    !allows(installation.scopes, { ...operation, isAboutPull })
  )
    throw notForIntegrations();
  if (grant && operation.method !== "GET" && grant.repositoryId !== repository.id) throw notForIntegrations();
  if (repository.archived && operation.method !== "GET" && !changesArchived.has(operation.id)) {
    throw forbidden("Repository was archived so is read-only.");
  }
  if (!includes(permission, operation.needs)) throw grant ? notForIntegrations() : refusal(operation, viewer);
  const git = repositories.open(repository);
  return {
    ...context,
    repository,
    permission,
    git,
    guard: guardOf(context, { repository, permission, git }),
  };
};

const guardOf =
  (
    { store, user, grant, only }: RequestContext,
    here: Pick<RepositoryContext, "repository" | "permission" | "git">,
  ): RepositoryContext["guard"] =>
  async (move, { status, elsewhere } = {}) => {
    const { repository, git } = elsewhere ?? here;
    const permission = elsewhere
      ? permissionWithin(store, repository, { user: user(), only })
      : here.permission;
    const actor = ruleActor(store, { user: user(), permission, grant });
    await throwOnRules({ store, repository, git, actor }, move, status);
  };

const refusal = (operation: RepositoryOperation, viewer: Caller["user"]): HttpError => {
  if (!viewer) return unauthorized();
  return operation.needs === "admin" ? forbidden("Must have admin rights to Repository.") : forbidden();
};
