import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { gitCallOf } from "./git/http.ts";
import { answerGit, refuse } from "./git-gateway.ts";
import { throwOnForeignHost } from "./hosts.ts";
import type { Pages } from "./pages.ts";
import type { Host } from "./serving.ts";

/** What a server answers to, and with. */
interface Served {
  readonly hosts: readonly string[];
  readonly pages: Pages | null;
  /** Answers what is neither git's nor the pages'. */
  readonly answer: AnswerRequest;
}

export type AnswerRequest = (request: Request) => Response | Promise<Response>;

/** Has a server that listens answer whatever it is asked; no request, and no connection that fails, ends the process. */
export const serveRequests = (server: Server, host: Host, served: Served): void => {
  server.keepAliveTimeout = keepAliveMs;
  server.on("request", listenerFor(host, served));
  server.on("connect", refuseTunnel);
  // A connection that could not be taken, for one when there are too many: who asked sees it break.
  server.on("error", (error) => process.stderr.write(`forge: ${error.message}\n`));
};

/** Clients clone and install between two requests, and some send the next one without looking whether it was hung up. */
const keepAliveMs = 75_000;

/** Git's own requests go straight to git, those to the pages' own name to them, the rest to the router. */
const listenerFor = (host: Host, { hosts, pages, answer: answerRest }: Served): RequestListener => {
  const api = getRequestListener(answerRest, { overrideGlobalObjects: false });
  const site = getRequestListener(async (request) => (await pages?.answer(request)) ?? nothing(), {
    overrideGlobalObjects: false,
  });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    throwOnForeignHost(request, hosts);
    const call = gitCallOf(request.url ?? "");
    if (call) await answerGit(host, call, { request, response });
    else if (pages && isForPages(request, pages)) await site(request, response);
    else await api(request, response);
  };
  return (request, response) => {
    response.on("error", () => response.destroy());
    answer(request, response).catch((error: unknown) => refuse(response, error));
  };
};

/** Under the pages' own name nothing else answers; elsewhere a browser that asks for the root wants their first. */
const isForPages = ({ headers, method, url }: IncomingMessage, pages: Pages): boolean =>
  headers.host === pages.host ||
  (method === "GET" && url === "/" && /^text\/html\b/.test(headers.accept ?? ""));

const nothing = (): Response => new Response(null, { status: 404 });

const refuseTunnel = (_: IncomingMessage, socket: Socket): void => {
  socket.on("error", () => socket.destroy());
  socket.end("HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
};
