import { createServer, request as forward, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { refuseOverLimit } from "../action/gateway.ts";

/** What stands before a forge, and lets each repository have so many requests of its API in an hour. */
export interface LimitedGateway extends AsyncDisposable {
  readonly url: string;
  /** Requests that are left, by repository; as many as one likes where none is said. */
  readonly left: Map<string, number>;
  /** Requests so far, and those of them that were refused, by repository. */
  readonly made: ReadonlyMap<string, number>;
  readonly refused: ReadonlyMap<string, number>;
  /** Names the forge, which needs the address of what stands before it first. */
  readonly before: (port: number) => void;
}

export const startLimitedGateway = async (): Promise<LimitedGateway> => {
  const left = new Map<string, number>();
  const made = new Map<string, number>();
  const refused = new Map<string, number>();
  const repositories = new Map<string, string>();
  let forge = 0;
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? "";
    if (!isOfApi(path)) return pass(request, response, { port: forge, body: request });
    const body = await buffer(request);
    const repository = repositoryOf(request, body, repositories);
    countIn(made, repository);
    const rest = left.get(repository);
    if (rest === 0) {
      countIn(refused, repository);
      return refuseOverLimit(response);
    }
    if (rest !== undefined) left.set(repository, rest - 1);
    pass(request, response, { port: forge, body });
  };
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    ...{ left, made, refused },
    before: (of) => {
      forge = of;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const countIn = (counts: Map<string, number>, name: string): void =>
  void counts.set(name, (counts.get(name) ?? 0) + 1);

/** What GitHub counts: neither git nor artifacts. */
const isOfApi = (path: string): boolean =>
  !path.includes(".git/") && !/^\/(?:twirp|_artifacts|_logs|_pushes)\//.test(path);

/** The repository of a request, by its path, its body, or what its token was used for before. */
const repositoryOf = (
  { url = "", headers }: IncomingMessage,
  body: Buffer,
  repositories: Map<string, string>,
): string => {
  const token = headers.authorization ?? "";
  const named = /\/repos\/[^/]+\/([^/?]+)/.exec(url)?.[1] ?? /\bshop-\d+\b/.exec(body.toString())?.[0];
  if (named !== undefined) repositories.set(token, named);
  return named ?? repositories.get(token) ?? "";
};

const pass = (
  { method, url, headers }: IncomingMessage,
  response: ServerResponse,
  { port, body }: { port: number; body: IncomingMessage | Buffer },
): void => {
  const passed = forward({ hostname: "127.0.0.1", port, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  passed.on("error", (error) => response.destroy(error));
  if (Buffer.isBuffer(body)) passed.end(body);
  else body.pipe(passed);
};
