import type { ActionsHost } from "./actions/host.ts";
import { permissionWith } from "./actions/tokens/permission.ts";
import { allows } from "./actions/tokens/scopes.ts";
import type { Answer } from "./answer.ts";
import type { Caller } from "./caller.ts";
import { timestamp } from "./clock.ts";
import type {
  Endpoint,
  GlobalOperation,
  Operation,
  OperationCall,
  RepositoryContext,
  RepositoryOperation,
  RepositoryStore,
  RequestContext,
} from "./context.ts";
import { forbidden, type HttpError, notForIntegrations, notFound, unauthorized } from "./errors.ts";
import type { KeyedMutex } from "./keyed-mutex.ts";
import type { RateCounter } from "./limits.ts";
import type { ForgeCall } from "./pages.ts";
import { pageOf } from "./pagination.ts";
import { includes, permissionWithin } from "./permissions.ts";
import { followIn } from "./pulls/follow.ts";
import { basesOf } from "./pulls/heads.ts";
import { synchronizePulls } from "./pulls/synchronize.ts";
import { findRepository } from "./repositories/table.ts";
import type { Store } from "./store.ts";
import { urlsFrom } from "./urls.ts";

/** What operations need of the running forge. */
export interface Host {
  readonly store: Store;
  readonly repositories: RepositoryStore;
  readonly rates: RateCounter;
  readonly mutex: KeyedMutex;
  readonly actions: ActionsHost;
  /** The forge's address; known once it listens. */
  readonly url: () => string;
}

/** Lets operations answer from inside the process, by GitHub's names of them, to whoever `caller` is. */
export const createCalls = (host: Host, operations: readonly Operation[]) => {
  const nameOf = ({ method, path }: Pick<Endpoint, "method" | "path">): string => `${method} ${path}`;
  const byName = new Map(operations.map((operation) => [nameOf(operation), operation]));
  return async (caller: Caller, { route, params = {}, query = {}, body, accept = "" }: ForgeCall) => {
    const operation = byName.get(route);
    if (!operation) throw notFound();
    const asked = { params, query: new URLSearchParams(query), body, accept };
    return serve(host, { operation, prefix: "", caller, ...asked });
  };
};

/** A call of an operation, by whoever. */
export interface ServedCall {
  readonly operation: Operation;
  readonly prefix: string;
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly accept: string;
}

/** Lets an operation answer a call. @throws HttpError as it does. */
export const serve = async (host: Host, { operation, ...call }: ServedCall): Promise<Answer> => {
  const context = contextOf(host, call);
  switch (operation.scope) {
    case "global":
      return serveGlobal(operation, context);
    case "repository":
      return serveRepository(host, operation, context);
    default:
      return operation satisfies never;
  }
};

const contextOf = (
  host: Host,
  { prefix, caller, params, query, body, accept }: Omit<ServedCall, "operation">,
): RequestContext => {
  const { user: viewer, grant, app, only } = caller;
  const login = viewer?.login ?? "anonymous";
  const context: RequestContext = {
    store: host.store,
    params,
    query: Object.fromEntries(query),
    body,
    page: pageOf(query),
    viewer,
    grant,
    app,
    only,
    user: () => {
      if (!viewer) throw unauthorized();
      return viewer;
    },
    now: timestamp(),
    urls: urlsFrom(host.url(), prefix),
    accept,
    limits: { current: () => host.rates.state(login, Date.now()) },
    repositories: host.repositories,
    actions: host.actions,
    calls: {
      enter: (called, repository) => enter(host, called, calling(context, { repository })),
      perform: (called, call) => {
        if (called.method === "POST") host.rates.countCreate(login, Date.now());
        return serveRepository(host, called, calling(context, call));
      },
    },
  };
  return context;
};

/** The context of an operation that another one calls. */
const calling = (context: RequestContext, { repository, params, body }: OperationCall): RequestContext => ({
  ...context,
  params: { ...params, owner: repository.owner, repo: repository.name },
  body,
  query: {},
});

const serveGlobal = (operation: GlobalOperation, context: RequestContext): Promise<Answer> => {
  if (operation.needs === "user" && !context.viewer) throw unauthorized();
  if (operation.needs === "user" && context.grant && operation.id !== "graphql") throw notForIntegrations();
  return operation.run(context);
};

const serveRepository = async (
  host: Host,
  operation: RepositoryOperation,
  context: RequestContext,
): Promise<Answer> => {
  const inside = enter(host, operation, context);
  if (operation.method === "GET") return operation.run(inside);
  const bases = basesOf(host.store, inside.repository.id);
  const answer = await change(host, operation, inside);
  await followIn(host, bases, { user: inside.viewer, grant: inside.grant });
  return answer;
};

const change = (host: Host, operation: RepositoryOperation, inside: RepositoryContext): Promise<Answer> =>
  host.mutex.take(String(inside.repository.id), async () =>
    host.actions.watchOperation({ operation, context: inside }, async () => {
      const answer = await operation.run(inside);
      if (operation.movesRefs) await synchronizePulls(inside);
      return answer;
    }),
  );

/** Adds the repository to the context, if the viewer may do there what the operation does. */
const enter = (host: Host, operation: RepositoryOperation, context: RequestContext): RepositoryContext => {
  const { owner = "", repo = "" } = context.params;
  const repository = findRepository(host.store, owner, repo);
  if (!repository) throw notFound();
  const { grant, viewer, only } = context;
  const permission = grant
    ? permissionWith(host.store, { grant, repository, operation })
    : permissionWithin(host.store, repository, { user: viewer, only });
  if (permission === "none") throw notFound();
  if (operation.method !== "GET" && !viewer) throw unauthorized();
  if (grant?.repositoryId === repository.id && !allows(grant.scopes, operation)) throw notForIntegrations();
  if (grant && operation.method !== "GET" && grant.repositoryId !== repository.id) throw notForIntegrations();
  if (!includes(permission, operation.needs)) throw grant ? notForIntegrations() : refusal(operation, viewer);
  return {
    ...context,
    repository,
    permission,
    git: host.repositories.open(repository),
  };
};

const refusal = (operation: RepositoryOperation, viewer: Caller["user"]): HttpError => {
  if (!viewer) return unauthorized();
  return operation.needs === "admin" ? forbidden("Must have admin rights to Repository.") : forbidden();
};
