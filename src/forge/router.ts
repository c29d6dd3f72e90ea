import { Hono, type Context as HonoContext } from "hono";
import { MilepostError } from "../core/error.ts";
import { errorCode } from "../git/files.ts";
import type { ActionsHost } from "./actions/host.ts";
import { permissionWith } from "./actions/tokens/permission.ts";
import { allows } from "./actions/tokens/scopes.ts";
import type { Answer } from "./answer.ts";
import { authenticate } from "./authentication.ts";
import { jsonOf, limitBodies } from "./body.ts";
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
import { forbidden, HttpError, notForIntegrations, notFound, unauthorized } from "./errors.ts";
import { rateHeaders, render } from "./headers.ts";
import type { KeyedMutex } from "./keyed-mutex.ts";
import type { RateCounter } from "./limits.ts";
import type { ForgeCall, Pages } from "./pages.ts";
import { pageOf } from "./pagination.ts";
import { includes, permissionWithin } from "./permissions.ts";
import { followIn } from "./pulls/follow.ts";
import { basesOf } from "./pulls/heads.ts";
import { synchronizePulls } from "./pulls/synchronize.ts";
import { findRepository } from "./repositories/table.ts";
import { inMatchingOrder, parametersOf, routeOf } from "./routes.ts";
import type { Store } from "./store.ts";
import { urlsFrom } from "./urls.ts";

/** What the router needs of the running forge. */
export interface Host {
  readonly store: Store;
  readonly repositories: RepositoryStore;
  readonly rates: RateCounter;
  readonly mutex: KeyedMutex;
  readonly actions: ActionsHost;
  /** The forge's address; known once it listens. */
  readonly url: () => string;
}

/** Where the API answers: at the root, and below `/api` and `/api/v3` as on GitHub Enterprise. */
const prefixes = ["", "/api/v3", "/api"];

/** The HTTP application that serves every operation of the list, and pages where no operation answers. */
export const createRouter = (host: Host, operations: readonly Operation[], pages: Pages | null): Hono => {
  const router = new Hono({ strict: false });
  router.use(limitBodies);
  router.onError(broken);
  const sorted = inMatchingOrder(operations);
  for (const prefix of prefixes) {
    for (const operation of sorted) {
      router.on(operation.method, routeOf(prefix, operation.path), (request) =>
        respond(host, request, async (caller) => {
          if (!isOpen(operation)) throwOnNobody(caller);
          return serve(host, await callOf(request, { operation, prefix, caller }));
        }),
      );
    }
  }
  router.notFound(
    async (request) =>
      (await pages?.answer(request.req.raw)) ??
      respond(host, request, async (caller) => {
        throwOnNobody(caller);
        throw notFound();
      }),
  );
  return router;
};

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

/** What says nothing of anybody, by which clients see that there is a forge. */
const isOpen = ({ id }: Operation): boolean => ["meta/root", "meta/get", "rate-limit/get"].includes(id);

/** @throws HttpError 401 for who has no token: what is on this machine is for its user, public repositories too. */
const throwOnNobody = ({ user, app }: Caller): void => {
  if (!user && !app) throw unauthorized();
};

/** What becomes of an error in what is served beside the operations. */
const broken = async (error: Error, { req }: HonoContext): Promise<Response> => {
  const settled = await settle(() => Promise.reject(error));
  const asked = { method: req.method, url: new URL(req.url), ifNoneMatch: undefined };
  const { status, headers, content } = render(settled, asked);
  return new Response(content, { status, headers });
};

interface Call {
  readonly operation: Operation;
  readonly prefix: string;
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly accept: string;
}

const callOf = async (
  { req }: HonoContext,
  called: Pick<Call, "operation" | "prefix" | "caller">,
): Promise<Call> => ({
  ...called,
  params: parametersOf(called.operation.path, req.param()),
  query: new URL(req.url).searchParams,
  body: called.operation.method === "GET" ? undefined : await jsonOf(req),
  accept: req.header("accept") ?? "",
});

/** Authenticates and counts a request, lets `answer` answer it, and renders what comes out, errors too. */
const respond = async (
  host: Host,
  request: HonoContext,
  answer: (caller: Caller) => Promise<Answer>,
): Promise<Response> => {
  const now = Date.now();
  let login = "anonymous";
  const settled = await settle(async () => {
    const caller = authenticate(host.store, request.req.header("authorization"));
    if (caller.user) login = caller.user.login;
    host.rates.count(login, now);
    if (creates(request.req)) host.rates.countCreate(login, now);
    return answer(caller);
  });
  const url = new URL(request.req.url);
  const ifNoneMatch = request.req.header("if-none-match");
  const rendered = render(settled, { method: request.req.method, url, ifNoneMatch });
  if (rendered.status === 304) host.rates.forgive(login, now);
  const headers = { ...rendered.headers, ...rateHeaders(host.rates.state(login, now)) };
  return new Response(rendered.content, { status: rendered.status, headers });
};

/** Whether a request makes something; GraphQL asks by POST too, and what it makes is counted by itself. */
const creates = ({ method, path }: HonoContext["req"]): boolean =>
  method === "POST" && !path.endsWith("/graphql");

const settle = async (work: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof HttpError) return error;
    if (isCutOff(error)) return new HttpError(400, { message: "The request's body ended too early" });
    if (isTooDeep(error)) return new HttpError(400, { message: "The request is nested too deeply" });
    process.stderr.write(
      `forge: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    return new HttpError(500, {
      message: error instanceof MilepostError ? forPeople(error) : "Server Error",
    });
  }
};

/** Whether the client went away while its request was read. */
const isCutOff = (error: unknown): boolean => errorCode(error) === "ECONNRESET";

/** JSON and queries are walked by functions that call themselves, which what is nested deeply makes too often. */
const isTooDeep = (error: unknown): boolean =>
  error instanceof RangeError && error.message.includes("call stack");

/** What its user can mend, such as a full disk. */
const forPeople = ({ message, hint }: MilepostError): string => (hint ? `${message}; ${hint}` : message);

const serve = async (host: Host, { operation, ...call }: Call): Promise<Answer> => {
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
  { prefix, caller, params, query, body, accept }: Omit<Call, "operation">,
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
