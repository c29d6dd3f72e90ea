import type { RequestContext } from "../context.ts";
import { missing } from "./errors.ts";
import { commentMutationResolvers } from "./issues/comment-mutations.ts";
import { linkMutationResolvers } from "./issues/link-mutations.ts";
import { issueMutationResolvers } from "./issues/mutations.ts";
import { triageMutationResolvers } from "./issues/triage-mutations.ts";
import { labelMutationResolvers } from "./labels/mutations.ts";
import { nodeOf } from "./node.ts";
import { pullMutationResolvers } from "./pulls/mutations.ts";
import { repositoryMutationResolvers } from "./repositories/mutations.ts";
import { repositoryNode } from "./repositories/node.ts";
import { reviewMutationResolvers } from "./reviews/mutations.ts";
import { threadMutationResolvers } from "./reviews/thread-mutations.ts";
import { searchResults } from "./search/results.ts";
import { repositoryNamed } from "./seen.ts";
import { userNode, userOfLogin } from "./users/node.ts";

interface Login {
  readonly login: string;
}

/** What a query or mutation starts from: fields are functions of their arguments and the request. */
export const root = {
  viewer: (_: unknown, context: RequestContext) => userNode(context, context.user()),
  user: ({ login }: Login, context: RequestContext) => ownerOf(context, login, "User"),
  repositoryOwner: ({ login }: Login, context: RequestContext) => ownerOf(context, login, "RepositoryOwner"),
  organization: ({ login }: Login) => {
    throw missing(`Could not resolve to an Organization with the login of '${login}'.`);
  },
  repository: ({ owner, name }: { owner: string; name: string }, context: RequestContext) =>
    repositoryNode(context, repositoryNamed(context, owner, name)),
  node: ({ id }: { id: string }, context: RequestContext) => nodeOf(context, id),
  nodes: ({ ids }: { ids: readonly string[] }, context: RequestContext) =>
    ids.map(async (id) => nodeOf(context, id)),
  search: searchResults,

  rateLimit: (_: unknown, { limits }: RequestContext) => {
    const { limit, used, reset } = limits.current();
    const resetAt = new Date(reset * 1000).toISOString().replace(/\.\d+Z$/, "Z");
    return { limit, used, remaining: Math.max(0, limit - used), cost: 1, resetAt };
  },

  ...repositoryMutationResolvers,
  ...issueMutationResolvers,
  ...commentMutationResolvers,
  ...triageMutationResolvers,
  ...linkMutationResolvers,
  ...labelMutationResolvers,
  ...pullMutationResolvers,
  ...reviewMutationResolvers,
  ...threadMutationResolvers,
};

const ownerOf = (context: RequestContext, login: string, type: string) => {
  const user = userOfLogin(context, login);
  if (user) return userNode(context, user);
  throw missing(`Could not resolve to a ${type} with the login of '${login}'.`);
};
