import { Hono, type Context as HonoContext } from "hono";
import { MilepostError } from "../core/error.ts";
import { errorCode } from "../git/files.ts";
import { type Answer, text } from "./answer.ts";
import { authenticate } from "./authentication.ts";
import { bodyLimitOf, jsonOf, limitBodies } from "./body.ts";
import type { Caller } from "./caller.ts";
import type { Operation } from "./context.ts";
import { HttpError, unauthorized } from "./errors.ts";
import { rateHeaders, render } from "./headers.ts";
import { bodyFormIn, inForm } from "./media-types.ts";
import { notServed, servedList, servedPath, swallowed } from "./not-served.ts";
import type { Pages } from "./pages.ts";
import { inMatchingOrder, parametersOf, routeOf } from "./routes.ts";
import { admit, type Host, type ServedCall, serve } from "./serving.ts";

/** Where the API answers: at the root, and below `/api` and `/api/v3` as on GitHub Enterprise. */
const prefixes = ["", "/api/v3", "/api"];

/** The HTTP application that serves every operation of the list, and pages where no operation answers. */
export const createRouter = (host: Host, operations: readonly Operation[], pages: Pages | null): Hono => {
  const router = new Hono({ strict: false });
  // What is served beside the operations reads bodies as it likes; an operation reads its own.
  for (const path of ownPaths) router.use(path, limitBodies);
  router.onError(broken);
  const missing = (request: HonoContext) =>
    respond(host, request, async (caller) => {
      throwOnNobody(caller);
      const what = `${request.req.method} ${request.req.path}`;
      host.tell(`not served: ${what.slice(0, 200)}`);
      throw notServed(what, originOf(host, request));
    });
  for (const prefix of prefixes) {
    // The narrower of two addresses comes first, so what a wider one would swallow is met before it.
    for (const one of inMatchingOrder([...swallowed.map((path) => ({ path })), ...operations])) {
      if ("id" in one) router.on(one.method, routeOf(prefix, one.path), serverOf(host, one, prefix));
      else router.get(routeOf(prefix, one.path), missing);
    }
  }
  router.get(servedPath, (request) =>
    respond(host, request, async (caller) => {
      throwOnNobody(caller);
      return text("text/plain; charset=utf-8", servedList(operations));
    }),
  );
  router.notFound(async (request) => {
    if (request.req.header("transfer-encoding") !== undefined) return missing(request);
    return (await pages?.answer(request.req.raw)) ?? missing(request);
  });
  return router;
};

/** Serves an operation: who may not call it is told so before the request's body is read. */
const serverOf = (host: Host, operation: Operation, prefix: string) => (request: HonoContext) =>
  respond(host, request, async (caller) => {
    if (!isOpen(operation)) throwOnNobody(caller);
    const asked = askedOf(request, { operation, origin: originOf(host, request), prefix, caller });
    admit(host, asked);
    const body =
      operation.method === "GET" ? undefined : await jsonOf(request.req.raw, bodyLimitOf(operation));
    return inAskedForm(await serve(host, { ...asked, body }), asked.accept);
  });

/** Where something else than an operation answers. */
const ownPaths = ["/_artifacts/*", "/_logs/*", "/_pushes/*", "/twirp/*", "/-/*"];

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

/** An answer with its texts as HTML or plain, where that is what the client accepts. */
const inAskedForm = async (answer: Answer, accept: string): Promise<Answer> => {
  const form = bodyFormIn(accept);
  return form === null || answer.body === undefined
    ? answer
    : { ...answer, body: await inForm(answer.body, form) };
};

const originOf = (host: Host, { req }: HonoContext): string => host.originFor((name) => req.header(name));

const askedOf = (
  { req }: HonoContext,
  called: Pick<ServedCall, "operation" | "origin" | "prefix" | "caller">,
): ServedCall => ({
  ...called,
  params: parametersOf(called.operation.path, req.param()),
  query: new URL(req.url).searchParams,
  body: undefined,
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
  const { pathname, search } = new URL(request.req.url);
  const url = new URL(originOf(host, request) + pathname + search);
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
