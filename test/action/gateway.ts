import { createServer, request as forward, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { artifactService } from "./artifact-service.ts";

/** What stands between an action and the forge: it tells every request, and keeps artifacts as GitHub does. */
export interface Gateway extends AsyncDisposable {
  readonly port: number;
  /** Requests so far, each `METHOD path → status`; git's are told as `git fetch` and `git push`. */
  readonly requests: string[];
  readonly artifacts: () => string[];
  /** When each of them is let go, ISO 8601; `null` where nobody said so. */
  readonly expiries: () => (string | null)[];
  /** Lets artifacts go, as when they expire or somebody deletes them. */
  readonly lose: (name: RegExp) => void;
  /** Answers requests instead of the forge: the first of these whose pattern fits `METHOD path`. */
  readonly instead: Instead[];
  /** Requests of the forge's API that its limit still allows; `null`: as many as one likes. */
  left: number | null;
  /** Never answers the next request that fits one of these patterns, which then goes. */
  readonly silent: RegExp[];
}

export interface Instead {
  readonly asked: RegExp;
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const startGateway = async (forge: string): Promise<Gateway> => {
  const requests: string[] = [];
  const instead: Instead[] = [];
  const silent: RegExp[] = [];
  let port = 0;
  /** As what it was asked last: in answers it is called so. */
  let host = "";
  const service = artifactService(() => `http://${host}`);
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    host = request.headers.host ?? "";
    const asked = `${request.method} ${request.url}`;
    const unheard = silent.findIndex((one) => one.test(asked));
    if (unheard !== -1) {
      silent.splice(unheard, 1);
      return;
    }
    const other = instead.find((one) => one.asked.test(asked));
    if (other) {
      requests.push(`${asked} → ${other.status}`);
      request.resume();
      response.writeHead(other.status, { "content-type": "application/json", ...other.headers });
      response.end(JSON.stringify(other.body));
      return;
    }
    const answer = await service.answer(request);
    if (answer) {
      requests.push(
        `${asked.replace(/POST \/twirp\/.*\//, "artifacts: ").replace(/(\w+) \/blobs\/.*/, "artifacts: $1")} → ${answer.status}`,
      );
      response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
      response.end(answer.body);
      return;
    }
    if (gateway.left !== null && !request.url?.includes(".git/")) {
      if (gateway.left === 0) {
        request.resume();
        refuseOverLimit(response);
        return;
      }
      gateway.left -= 1;
    }
    pass(request, response, (status) => {
      const git = /\.git\/(git-upload-pack|git-receive-pack)$/.exec(request.url ?? "")?.[1];
      if (git) requests.push(git === "git-upload-pack" ? "git fetch" : "git push");
      else if (!request.url?.includes(".git/")) requests.push(`${asked} → ${status}`);
    });
  };
  const pass = (request: IncomingMessage, response: ServerResponse, told: (status: number) => void): void => {
    const { hostname, port: to } = new URL(forge);
    const { method, url: path } = request;
    const headers = { ...request.headers, host: new URL(forge).host };
    const passed = forward({ hostname, port: to, method, path, headers }, (answer) => {
      told(answer.statusCode ?? 0);
      const link = answer.headers.link?.toString().replaceAll(forge, `http://${request.headers.host}`);
      response.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...(link ? { link } : {}) });
      answer.pipe(response);
    });
    passed.on("error", (error) => response.destroy(error));
    request.pipe(passed);
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
  const gateway: Gateway = {
    port,
    requests,
    artifacts: service.names,
    expiries: service.expiries,
    lose: service.lose,
    instead,
    left: null,
    silent,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return gateway;
};

/** As GitHub says it of a limit that begins anew in an hour. */
export const refuseOverLimit = (response: ServerResponse): void => {
  response.writeHead(403, {
    "content-type": "application/json",
    "x-ratelimit-limit": "1000",
    "x-ratelimit-remaining": "0",
    "x-ratelimit-reset": String(Math.ceil(Date.now() / 1000) + 3600),
  });
  response.end(JSON.stringify({ message: "API rate limit exceeded for installation ID 1." }));
};
