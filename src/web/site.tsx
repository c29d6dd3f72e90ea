import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { setCookie } from "hono/cookie";
import type { Caller } from "../forge/caller.ts";
import { HttpError } from "../forge/errors.ts";
import type { PagesForge } from "../forge/pages.ts";
import { asset, isAssetName } from "./assets.ts";
import type { PageContext, PageEnv } from "./environment.ts";
import type { Followers } from "./events.ts";
import { forgeApi } from "./forge-api.ts";
import type { KeptPages } from "./kept-pages.ts";
import { DrawingFrame } from "./layout/drawing-frame.tsx";
import { layout } from "./layout/layout.tsx";
import { Notice, SignedOut } from "./layout/notice.tsx";
import { renderWithoutHooks } from "./layout/without-hooks.ts";
import { pages } from "./pages/pages.ts";
import { planPages } from "./plan/pages.tsx";
import type { PlanSource } from "./plan/source.ts";
import { drawingPolicy, isFromOurPages, ownPolicy, securityHeaders } from "./protect.ts";
import { cookieName, type Sessions } from "./sessions.ts";

interface SiteOptions {
  readonly forge: PagesForge;
  readonly sessions: Sessions;
  readonly followers: Followers;
  /** The pages' own host, with its port. */
  readonly host: string;
  readonly entrance: (login: string, path?: string) => string;
  /** Where the pages of plans are from; `null` where there are none. */
  readonly plans: PlanSource | null;
  /** Answers what they are known by, for another process to go on with them. */
  readonly handOver?: () => KeptPages;
}

/** Longest form that is read, in bytes: a comment of GitHub's 65,536 characters, each written as nine. */
const longestForm = 600_000;

/** All pages of a forge; `null` answers what is for no page, under another name than theirs. */
export const createSite = (options: SiteOptions): ((request: Request) => Promise<Response | null>) => {
  renderWithoutHooks();
  const site = new Hono<PageEnv>();
  site.use(ownPolicy);
  site.use(securityHeaders);
  site.use(layout);
  site.onError((error, context) => refusal(error, context as PageContext));
  openDoor(site, options);
  site.use(bodyLimit({ maxSize: longestForm }));
  site.use(async (context, next) => {
    const caller = callerOf(options, context.req.raw);
    if (!caller?.user) return signedOut(context as PageContext);
    context.set("viewer", caller.user.login);
    context.set("hasPlans", options.plans !== null);
    context.set("forgeUrl", options.forge.url);
    context.set("logOf", options.forge.logOf);
    context.set("api", forgeApi(options.forge, caller));
    return await next();
  });
  site.get("/-/events", (context) => options.followers.follow(context, options.forge.changes));
  site.post("/-/entrances", (context) => context.json({ url: options.entrance(context.var.viewer) }, 201));
  site.post("/-/hand-over", (context) => {
    // No page asks for this: a program does, with the token of the one whose machine this is.
    const isProgram = context.req.header("authorization") !== undefined && context.var.viewer === "owner";
    if (!isProgram || !options.handOver) return missing(context as PageContext);
    return context.json(options.handOver(), 202);
  });
  if (options.plans) site.route("/", planPages(options.plans));
  for (const page of pages) site.route("/", page);
  site.notFound((context) => missing(context as PageContext));
  return async (request) => {
    const response = await site.fetch(request);
    if (request.headers.get("host") === options.host) return response;
    const isForPrograms =
      response.status === 401 && !/\btext\/html\b/.test(request.headers.get("accept") ?? "");
    return isForPrograms || response.headers.has(nothingHere) ? null : response;
  };
};

/** Marks the answer to an address that no page has. */
const nothingHere = "x-milepost-no-page";

/** What needs no session: the way to one, and files that say nothing of anybody. */
const openDoor = (site: Hono<PageEnv>, { sessions, host }: SiteOptions): void => {
  site.get("/-/assets/:version/:name", (context) => {
    const name = context.req.param("name");
    if (!isAssetName(name)) return context.notFound();
    const { content, type, isForFrames } = asset(name);
    if (isForFrames) context.set("isForFrames", true);
    return context.body(content, 200, {
      "content-type": type,
      "cache-control": "public, max-age=31536000, immutable",
    });
  });
  site.get("/-/drawing", (context) => {
    context.set("policy", drawingPolicy(host));
    return context.html(<DrawingFrame />);
  });
  site.get("/-/enter/:code", (context) => {
    const secret = context.req.header("host") === host ? sessions.redeem(context.req.param("code")) : null;
    if (secret === null) return signedOut(context);
    setCookie(context, cookieName, secret, { httpOnly: true, sameSite: "Strict", path: "/" });
    return entered(context, pathWithin(context.req.query("to")));
  });
};

/** Goes on from the address that worked once by a page, since a redirect from elsewhere would not take the cookie along. */
const entered = (context: PageContext, to: string): Response | Promise<Response> => {
  context.header("refresh", `0; url=${to}`);
  context.header("cache-control", "no-store");
  return context.render(<Notice title="You are in" text="The page opens." link={{ to, text: "Go on" }} />, {
    title: "You are in",
  });
};

/** A path of these pages, whatever an address says: never another host's. */
const pathWithin = (to = "/"): string => {
  const base = "http://pages.localhost";
  const url = URL.canParse(to, base) ? new URL(to, base) : null;
  return url?.origin === base ? `${url.pathname}${url.search}${url.hash}` : "/";
};

/** Who asks: by a token in a header anywhere, by a cookie only under the pages' own name. */
const callerOf = ({ forge, sessions, host }: SiteOptions, request: Request): Caller | null => {
  const authorization = request.headers.get("authorization");
  if (authorization !== null) return forge.callerWith(authorization);
  if (request.headers.get("host") !== host) return null;
  if (!isFromOurPages(request, host)) throw new HttpError(403, { message: "This came from another page." });
  const login = sessions.loginOf(request.headers.get("cookie") ?? undefined);
  return login === null ? null : forge.callerNamed(login);
};

const signedOut = (context: PageContext): Response | Promise<Response> => {
  context.status(401);
  return context.render(<SignedOut />, { title: "Signed out" });
};

const missing = (context: PageContext): Response | Promise<Response> => {
  context.status(404);
  context.header(nothingHere, "1");
  return context.render(<Notice title="There is nothing here" text="No page has this address." />, {
    title: "Not found",
  });
};

const refusal = (error: unknown, context: PageContext): Response | Promise<Response> => {
  const status = error instanceof HttpError ? error.status : 500;
  if (!(error instanceof HttpError))
    process.stderr.write(`pages: ${error instanceof Error ? error.stack : error}\n`);
  context.status(status as 500);
  const text =
    error instanceof HttpError ? error.message : "Something went wrong; the forge's output says what.";
  const title = status === 404 ? "There is nothing here" : `It did not work (${status})`;
  return context.render(<Notice title={title} text={text} />, { title });
};
