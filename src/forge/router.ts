import { Hono, type Context as HonoContext } from "hono";
import { MilepostError } from "../core/error.ts";
import { errorCode } from "../git/files.ts";
import type { Answer } from "./answer.ts";
import { authenticate } from "./authentication.ts";
import { jsonOf, limitBodies } from "./body.ts";
import type { Caller } from "./caller.ts";
import type { Operation } from "./context.ts";
import { HttpError, notFound, unauthorized } from "./errors.ts";
import { rateHeaders, render } from "./headers.ts";
import type { Pages } from "./pages.ts";
import { inMatchingOrder, parametersOf, routeOf } from "./routes.ts";
import { type Host, type ServedCall, serve } from "./serving.ts";

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

const callOf = async (
  { req }: HonoContext,
  called: Pick<ServedCall, "operation" | "prefix" | "caller">,
): Promise<ServedCall> => ({
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
