import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";
import type { PageEnv } from "./environment.ts";

const self = "'self'";
const none = "'none'";

/** Nothing of another origin is loaded, sent to or framed; scripts and styles are the package's own files. */
export const securityHeaders: MiddlewareHandler = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: [none],
    scriptSrc: [self],
    styleSrc: [self],
    imgSrc: [self, "data:"],
    connectSrc: [self],
    formAction: [self],
    baseUri: [none],
    frameAncestors: [none],
  },
  crossOriginOpenerPolicy: "same-origin",
  crossOriginResourcePolicy: "same-origin",
  referrerPolicy: "same-origin",
  xFrameOptions: "DENY",
  strictTransportSecurity: false,
  originAgentCluster: false,
});

/** What a repository's files may do that are opened as they are: nothing, whatever they say they are. */
export const filePolicy: MiddlewareHandler<PageEnv> = async (context, next) => {
  await next();
  if (context.get("isFile")) context.header("content-security-policy", "default-src 'none'; sandbox");
};

/** Whether a request only reads, or comes from one of our own pages: by its origin, port and all. */
export const isFromOurPages = (request: Request, host: string): boolean =>
  ["GET", "HEAD"].includes(request.method) || request.headers.get("origin") === `http://${host}`;
