import { userById } from "./accounts.ts";
import type { ActionsHost } from "./actions/host.ts";
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
import { enter } from "./enter.ts";
import { HttpError, notForIntegrations, notFound, unauthorized } from "./errors.ts";
import type { KeyedMutex } from "./keyed-mutex.ts";
import type { RateCounter } from "./limits.ts";
import type { ForgeCall } from "./pages.ts";
import { pageOf } from "./pagination.ts";
import { followIn } from "./pulls/follow.ts";
import { basesOf } from "./pulls/heads.ts";
import { advance } from "./pulls/merging/advance.ts";
import { type Asker, waitingAskers } from "./pulls/merging/waiting.ts";
import { synchronizePulls } from "./pulls/synchronize.ts";
import type { Pushes } from "./pushes/watch.ts";
import { repositoryById } from "./repositories/table.ts";
import type { Repository } from "./repository.ts";
import type { Store } from "./store.ts";
import { urlsFrom } from "./urls.ts";

/** What operations need of the running forge. */
export interface Host {
  readonly store: Store;
  readonly repositories: RepositoryStore;
  readonly rates: RateCounter;
  readonly mutex: KeyedMutex;
  readonly actions: ActionsHost;
  readonly pushes: Pushes;
  /** Tells whoever runs the forge something, once. */
  readonly tell: (line: string) => void;
  /** The forge's address; known once it listens. */
  readonly url: () => string;
  /** What addresses begin with for whoever asked by these headers. */
  readonly originFor: (header: (name: string) => string | undefined) => string;
}

/** Lets operations answer from inside the process, by GitHub's names of them, to whoever `caller` is. */
export const createCalls = (host: Host, operations: readonly Operation[]) => {
  const nameOf = ({ method, path }: Pick<Endpoint, "method" | "path">): string => `${method} ${path}`;
  const byName = new Map(operations.map((operation) => [nameOf(operation), operation]));
  return async (caller: Caller, { route, params = {}, query = {}, body, accept = "" }: ForgeCall) => {
    const operation = byName.get(route);
    if (!operation) throw notFound();
    const asked = { params, query: new URLSearchParams(query), body, accept };
    return serve(host, { operation, origin: host.url(), prefix: "", caller, ...asked });
  };
};

/** A call of an operation, by whoever. */
export interface ServedCall {
  /** What addresses in the answer begin with: the forge's own, as the caller knows it. */
  readonly origin: string;
  readonly operation: Operation;
  readonly prefix: string;
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly accept: string;
}

/** @throws HttpError as the operation does for who may not call it; reads nothing of the request's body. */
export const admit = (host: Host, { operation, ...call }: ServedCall): void => {
  const context = contextOf(host, call);
  if (operation.scope === "repository") enter(host, operation, context);
  else throwOnUnfit(operation, context);
};

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
  { origin, prefix, caller, params, query, body, accept }: Omit<ServedCall, "operation">,
): RequestContext => {
  const { user: viewer, grant, app, only, installation } = caller;
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
    installation,
    user: () => {
      if (!viewer) throw unauthorized();
      return viewer;
    },
    now: timestamp(),
    urls: urlsFrom(origin, prefix),
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
  throwOnUnfit(operation, context);
  return operation.run(context);
};

const throwOnUnfit = (operation: GlobalOperation, context: RequestContext): void => {
  if (operation.needs === "user" && !context.viewer) throw unauthorized();
  if (operation.needs === "user" && context.grant && operation.id !== "graphql") throw notForIntegrations();
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
  if (operation.id !== advance.id) await advanceMerges(host, inside.repository.id);
  return answer;
};

/**
 * Merges what waited to be and may be now, each in the name of who asked for it. Not to be called in the repository's
 * turn: each merge takes one of its own.
 */
export const advanceMerges = async (host: Host, repositoryId: number): Promise<void> => {
  for (;;) {
    const repository = repositoryById(host.store, repositoryId);
    if (!repository) return;
    const done = await Promise.all(
      waitingAskers(host.store, repositoryId).map((asker) => advanceFor(host, repository, asker)),
    );
    if (!done.includes(true)) return;
  }
};

const advanceFor = async (host: Host, repository: Repository, asker: Asker): Promise<boolean> => {
  const user = userById(host.store, asker.user_id) ?? null;
  const grant = asker.scopes && { repositoryId: repository.id, runId: 0, jobId: 0, scopes: asker.scopes };
  const asked = { params: { owner: repository.owner, repo: repository.name }, query: new URLSearchParams() };
  const caller = { user, grant, app: null, only: null, installation: null };
  const context = contextOf(host, {
    origin: host.url(),
    prefix: "",
    caller,
    ...asked,
    body: undefined,
    accept: "",
  });
  try {
    const { body } = await serveRepository(host, advance, context);
    return Reflect.get(Object(body), "advanced") === true;
  } catch (error) {
    // Whoever may not do it any more keeps nobody from the rest.
    if (error instanceof HttpError) return false;
    throw error;
  }
};

const change = (host: Host, operation: RepositoryOperation, inside: RepositoryContext): Promise<Answer> =>
  host.mutex.take(String(inside.repository.id), async () =>
    host.actions.watchOperation({ operation, context: inside }, async () => {
      const answer = await operation.run(inside);
      if (operation.movesRefs) await synchronizePulls({ ...inside, by: inside.user().id });
      return answer;
    }),
  );
