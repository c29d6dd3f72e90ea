import type { IncomingMessage, ServerResponse } from "node:http";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type OpenGit, openGit } from "../../git/by-hand.ts";
import type { GitConfig } from "../../git/environment.ts";
import { HttpError } from "../errors.ts";

/** A request of git's smart HTTP protocol, taken apart. */
export interface GitCall {
  readonly owner: string;
  readonly name: string;
  /** What follows the repository: `/info/refs`, `/git-upload-pack` or `/git-receive-pack`. */
  readonly path: string;
  readonly query: string;
  readonly service: "git-upload-pack" | "git-receive-pack";
}

/**
 * The git call in a request's address, which is whole when the forge is asked as a proxy; `null` for everything else.
 * @throws HttpError 400 when its escapes are malformed.
 */
export const gitCallOf = (address: string): GitCall | null => {
  const [path = "", query = ""] = address.split("?", 2);
  const match =
    /^(?:https?:\/\/[^/]+)?\/([^/]+)\/([^/]+?)(?:\.git)?(\/info\/refs|\/git-upload-pack|\/git-receive-pack)$/.exec(
      path,
    );
  const [, owner, name, rest] = match ?? [];
  if (owner === undefined || name === undefined || rest === undefined) return null;
  const service = rest === "/info/refs" ? new URLSearchParams(query).get("service") : rest.slice(1);
  if (service !== "git-upload-pack" && service !== "git-receive-pack") return null;
  return { owner: decoded(owner), name: decoded(name), path: rest, query, service };
};

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new HttpError(400, { message: "The address holds a malformed escape." });
  }
};

/**
 * Answers a git call by streaming it through `git http-backend`; says whether that ended well.
 * @throws HttpError 503 when it dies before it has said anything.
 * @throws MilepostError when it cannot be started.
 */
export const serveGit = async (
  call: GitCall,
  {
    dir,
    user,
    config,
    variables,
    request,
    response,
  }: {
    dir: string;
    user: string;
    /** Settings beyond the repository's. */
    config: GitConfig;
    /** What its hooks are told. */
    variables: Readonly<Record<string, string>>;
    request: IncomingMessage;
    response: ServerResponse;
  },
): Promise<boolean> => {
  const env = { ...cgiVariables(call, request), ...variables, GIT_PROJECT_ROOT: dir, REMOTE_USER: user };
  const child = openGit(["http-backend"], { env, config });
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) =>
    child.once("close", (code, signal) => resolve({ code, signal })),
  );
  child.once("exit", (_, signal) => signal !== null && endGroup(child));
  // A client that goes away ends it.
  if (response.closed) child.kill();
  response.on("close", () => child.kill());
  const sent = feed(request, child.stdin);
  const begun = await readHead(child.stdout, response);
  if (begun) await pipeline(child.stdout, response, { end: false }).catch(() => response.destroy());
  await sent;
  const { code, signal } = await ended;
  if (!begun) throw new HttpError(503, { message: `git ended with ${signal ?? code}: try again` });
  // What was killed has not said all: an end would make it look whole.
  if (signal === null) response.end();
  else response.destroy();
  return code === 0;
};

/** A git that was killed leaves the gits that work for it. */
const endGroup = ({ pid }: OpenGit): void => {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGTERM");
  } catch {
    // It left none.
  }
};

/** A backend that stops reading says why in its answer, for which the client may have to send the rest first. */
const feed = (request: IncomingMessage, stdin: Writable): Promise<void> =>
  new Promise((resolve) => {
    const stop = () => {
      request.unpipe(stdin);
      request.resume();
      resolve();
    };
    stdin.on("error", stop).on("close", stop);
    // A request that is whole is closed, too: its end is still on its way to git.
    request.on("close", () => {
      if (!request.complete) stdin.destroy();
    });
    if (request.destroyed) stdin.destroy();
    else request.pipe(stdin);
  });

const cgiVariables = (call: GitCall, request: IncomingMessage): Record<string, string> => ({
  GIT_HTTP_EXPORT_ALL: "1",
  PATH_INFO: call.path,
  QUERY_STRING: call.query,
  REQUEST_METHOD: request.method ?? "GET",
  CONTENT_TYPE: request.headers["content-type"] ?? "",
  HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
  GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
  REMOTE_ADDR: request.socket.remoteAddress ?? "",
});

/** Reads the CGI header block and sends it on; what came after it is put back. False when there is none. */
const readHead = async (output: NodeJS.ReadableStream, response: ServerResponse): Promise<boolean> => {
  let head = Buffer.alloc(0);
  for (;;) {
    const end = head.indexOf("\r\n\r\n");
    if (end !== -1) {
      output.unshift(head.subarray(end + 4));
      writeHead(head.subarray(0, end).toString(), response);
      return true;
    }
    const chunk = await nextChunk(output);
    if (chunk === null) return false;
    head = Buffer.concat([head, chunk]);
  }
};

const nextChunk = (output: NodeJS.ReadableStream): Promise<Buffer | null> =>
  new Promise((resolve, reject) => {
    const take = () => {
      const chunk = output.read();
      if (chunk === null) return;
      stop();
      resolve(Buffer.from(chunk));
    };
    const end = () => {
      stop();
      resolve(null);
    };
    const stop = () => {
      output.off("readable", take);
      output.off("end", end);
      output.off("error", reject);
    };
    output.on("readable", take);
    output.on("end", end);
    output.on("error", reject);
  });

const writeHead = (head: string, response: ServerResponse): void => {
  let status = 200;
  for (const line of head.split("\r\n")) {
    const colon = line.indexOf(":");
    const [name, value] = [line.slice(0, colon), line.slice(colon + 1).trim()];
    if (name.toLowerCase() === "status") status = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
  response.writeHead(status);
};
