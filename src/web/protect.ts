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
    frameSrc: [self],
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
export const filePolicy = { text: "default-src 'none'; sandbox", isFramed: false };

/** What the frame may do in which Mermaid draws what somebody wrote: run its own scripts, as nobody, and reach nothing. */
export const drawingPolicy = (host: string) => ({
  text: `default-src 'none'; script-src http://${host}; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'self'; sandbox allow-scripts`,
  isFramed: true,
});

/** Answers that say what they may do are held to that. */
export const ownPolicy: MiddlewareHandler<PageEnv> = async (context, next) => {
  await next();
  if (context.get("isForFrames")) context.header("cross-origin-resource-policy", "cross-origin");
  const policy = context.get("policy");
  if (!policy) return;
  context.header("content-security-policy", policy.text);
  if (policy.isFramed) context.header("x-frame-options", undefined);
};

/** Whether a request only reads, or comes from one of our own pages: by its origin, port and all. */
export const isFromOurPages = (request: Request, host: string): boolean =>
  ["GET", "HEAD"].includes(request.method) || request.headers.get("origin") === `http://${host}`;
