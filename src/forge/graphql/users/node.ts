import { findUser, type User, userById } from "../../accounts.ts";
import type { RequestContext } from "../../context.ts";
import { identityOf } from "../../identity.ts";
import { nodeId } from "../../node-id.ts";
import { findRepository, repositoriesOf } from "../../repositories/table.ts";
import { mayRead } from "../../repositories/visible.ts";
import type { Repository } from "../../repository.ts";
import { connection, inMemory, nothing, type Slice } from "../connection.ts";
import { repositoryLink } from "../link.ts";

/** A user by id as GitHub's `Actor`; `null` for one that is gone. */
export const actorOf = (context: RequestContext, userId: number | null) => {
  const user = userId === null ? undefined : userById(context.store, userId);
  return user ? actorNode(context, user) : null;
};

/** A person, or the bot of an App, whose login GraphQL writes without `[bot]`. */
export const actorNode = (context: RequestContext, user: User) => {
  const { urls } = context;
  const shared = {
    id: nodeId("U", user.id),
    databaseId: user.id,
    url: `${urls.html}/${encodeURIComponent(user.login)}`,
    avatarUrl: `${urls.html}/avatars/${user.id}`,
    createdAt: user.created_at,
  };
  if (user.login.endsWith("[bot]")) {
    return { __typename: "Bot", ...shared, login: user.login.slice(0, -"[bot]".length) };
  }
  return { ...userNode(context, user), ...shared };
};

export const userNode = (context: RequestContext, user: User) => ({
  __typename: "User",
  id: nodeId("U", user.id),
  databaseId: user.id,
  login: user.login,
  name: user.login,
  url: `${context.urls.html}/${encodeURIComponent(user.login)}`,
  avatarUrl: `${context.urls.html}/avatars/${user.id}`,
  email: "",
  createdAt: user.created_at,
  isViewer: context.viewer?.id === user.id,
  organizations: (slice: Slice) => connection(nothing, slice, () => null),
  repositories: (wanted: Slice & RepositoryFilter) =>
    connection(inMemory(owned(context, user, wanted)), wanted, (one) => repositoryLink(context, one)),
  repository: ({ name }: { name: string }) => {
    const repository = findRepository(context.store, user.login, name);
    return repository && mayRead(context, repository) ? repositoryLink(context, repository) : null;
  },
});

/** The address that commits made in a user's name carry. */
export const commitEmailOf = (user: User): string => identityOf(user).email;

/** The user of a login as GraphQL writes it: an App's bot may come without `[bot]`. */
export const userOfLogin = (context: RequestContext, login: string): User | undefined =>
  findUser(context.store, login) ?? findUser(context.store, `${login}[bot]`);

interface RepositoryFilter {
  readonly isFork?: boolean | null;
  readonly isArchived?: boolean | null;
  readonly privacy?: "PRIVATE" | "PUBLIC" | null;
  readonly visibility?: "INTERNAL" | "PRIVATE" | "PUBLIC" | null;
  readonly orderBy?: { readonly field: keyof typeof keys; readonly direction: "ASC" | "DESC" } | null;
}

const keys = {
  NAME: ({ name }: Repository) => name,
  CREATED_AT: ({ created_at }: Repository) => created_at,
  UPDATED_AT: ({ updated_at }: Repository) => updated_at,
  PUSHED_AT: ({ pushed_at }: Repository) => pushed_at,
  STARGAZERS: () => "",
};

const owned = (context: RequestContext, user: User, wanted: RepositoryFilter): Repository[] => {
  const { isFork, isArchived, orderBy } = wanted;
  const visibility = wanted.privacy ?? wanted.visibility ?? null;
  const found = repositoriesOf(context.store, user.id).filter(
    (one) =>
      mayRead(context, one) &&
      isArchived !== true &&
      (typeof isFork !== "boolean" || isFork === (one.parent_id !== null)) &&
      (visibility === null || visibility === (one.private ? "PRIVATE" : "PUBLIC")),
  );
  if (!orderBy) return found;
  const key = keys[orderBy.field];
  const sorted = found.toSorted((one, other) => key(one).localeCompare(key(other)));
  return orderBy.direction === "ASC" ? sorted : sorted.reverse();
};
