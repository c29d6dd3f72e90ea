import type { User } from "./accounts.ts";
import type { ActionsServices } from "./actions-services.ts";
import type { Answer } from "./answer.ts";
import type { App } from "./caller.ts";
import type { GitRepository } from "./git/repository.ts";
import type { Grant, InstallationToken } from "./grant.ts";
import type { Page } from "./pagination.ts";
import type { Permission } from "./permissions.ts";
import type { Repository } from "./repository.ts";
import type { Store } from "./store.ts";
import type { Urls } from "./urls.ts";

/** What every operation is given. */
export interface RequestContext<Params = Record<string, string>, Body = unknown, Query = unknown> {
  readonly store: Store;
  readonly params: Params;
  readonly body: Body;
  readonly query: Query;
  readonly page: Page;
  /** Who asks; `null` is an anonymous reader. */
  readonly viewer: User | null;
  /** What the asker may that is a job of a run; `null` for everyone else. */
  readonly grant: Grant | null;
  /** The App that asks for itself; `null` for everyone else. */
  readonly app: App | null;
  /** Ids of the repositories that an App's bot has come for; `null` for everyone else. */
  readonly only: readonly number[] | null;
  /** What an App's bot acts by; `null` for everyone else. */
  readonly installation: InstallationToken | null;
  /** Who asks, for what needs somebody; throws a 401 for an anonymous reader. */
  readonly user: () => User;
  /** The time of the request. */
  readonly now: string;
  readonly urls: Urls;
  /** The `Accept` header, for media types other than JSON. */
  readonly accept: string;
  readonly limits: RateReader;
  readonly repositories: RepositoryStore;
  readonly actions: ActionsServices;
  readonly calls: Calls;
}

/** What an operation of a repository is given besides. */
export interface RepositoryContext<Params = Record<string, string>, Body = unknown, Query = unknown>
  extends RequestContext<Params, Body, Query> {
  readonly repository: Repository;
  readonly permission: Permission;
  readonly git: GitRepository;
  readonly guard: Guard;
}

/**
 * Asks the rules of a repository, this one unless another is named, whether the asker may move a ref so.
 * @throws HttpError 422, or the status that is named, when they do not allow it.
 */
type Guard = (
  move: { readonly ref: string; readonly from: string | null; readonly to: string | null },
  how?: {
    readonly status?: number;
    readonly elsewhere?: { readonly repository: Repository; readonly git: GitRepository };
  },
) => Promise<void>;

/** What a request may ask of other operations in its asker's name, with their permissions, limits and events. */
interface Calls {
  /**
   * The repository as the operation would see it.
   * @throws HttpError as the operation does when the asker may not call it there.
   */
  readonly enter: (operation: RepositoryOperation, repository: Repository) => RepositoryContext;
  /** Lets the operation answer, in its turn. @throws HttpError as the operation does. */
  readonly perform: (operation: RepositoryOperation, call: OperationCall) => Promise<Answer>;
}

export interface OperationCall {
  readonly repository: Repository;
  /** The other parameters of the operation's path. */
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** An operation as the router and the contract test see it: its body and query are parsed inside. */
export type Operation = GlobalOperation | RepositoryOperation;

export interface GlobalOperation extends Endpoint {
  readonly scope: "global";
  /** `user` refuses anonymous callers. */
  readonly needs: "none" | "user";
  readonly run: (context: RequestContext) => Promise<Answer>;
}

export interface RepositoryOperation extends Endpoint {
  readonly scope: "repository";
  /** The least permission in the repository. */
  readonly needs: Exclude<Permission, "none">;
  readonly run: (context: RepositoryContext) => Promise<Answer>;
}

/** Where an operation answers. */
export interface Endpoint {
  /** GitHub's `operationId`. */
  readonly id: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly movesRefs: boolean;
}

/** How much of the hour's requests the asker has used. */
interface RateReader {
  readonly current: () => RateState;
}

export interface RateState {
  readonly limit: number;
  readonly used: number;
  /** Seconds since 1970 when the count starts again. */
  readonly reset: number;
}

/** Makes and removes the folders of repositories. */
export interface RepositoryStore {
  readonly create: (repository: NewRepository) => Promise<Repository>;
  /** Makes a repository of another one's branches and tags. */
  readonly fork: (parent: Repository, wanted: NewFork) => Promise<Repository>;
  readonly remove: (repository: Repository) => Promise<void>;
  /** Moves a repository's folder to another name; its row is the caller's to change. */
  readonly rename: (repository: Repository, name: string) => Promise<void>;
  readonly open: (repository: Repository) => GitRepository;
}

export interface NewFork {
  readonly owner: string;
  readonly name: string;
  /** Leaves the parent's other branches and its tags where they are. */
  readonly onlyDefaultBranch: boolean;
}

export interface NewRepository {
  readonly owner: string;
  readonly name: string;
  /** A local git repository to start from; without it the new one is empty. */
  readonly from?: string;
  /** The branch that it starts with, and its default branch; `main` when not given. */
  readonly base?: string;
  /** What `base` points at in `from`, when it is not that branch. */
  readonly sourceRef?: string;
  readonly description?: string | null;
  readonly private?: boolean;
}
