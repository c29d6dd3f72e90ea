import { request as ask, createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, connect, type Server as Line, type Socket } from "node:net";

export const portOf = (server: Line): number => (server.address() as AddressInfo).port;

/** A proxy that alone knows where a name leads. */
export interface TestProxy extends AsyncDisposable {
  readonly url: string;
  /** What it was asked for: `CONNECT host:port`, or `METHOD url`. */
  readonly requests: string[];
}

/** The toolkit's client for artifacts takes only hosts of GitHub's own domains, so the forge has a second name. */
const known = /^(forge\.test|forge\.test\.ghe\.com)$/;
const nameIn = (host: string): string => host.replace(/:\d+$/, "");

/** Starts a proxy on this machine that knows the names of a forge, which lead to one port. */
export const startProxy = async (to: () => number): Promise<TestProxy> => {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer(passTo(to, requests));
  server.on("connect", (request, client: Socket, head: Buffer) => {
    requests.push(`CONNECT ${request.url}`);
    if (!known.test(nameIn(request.url ?? ""))) return void client.end("HTTP/1.1 502 Unknown\r\n\r\n");
    const forge = connect(to(), "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connected\r\n\r\n");
      forge.write(head);
      forge.pipe(client).pipe(forge);
    });
    for (const one of [forge, client]) {
      sockets.add(one);
      one.on("error", () => [forge, client].map((other) => other.destroy()));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    requests,
    [Symbol.asyncDispose]: () => close(server, sockets),
  };
};

const passTo =
  (to: () => number, requests: string[]): RequestListener =>
  (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const url = URL.canParse(request.url ?? "") ? new URL(request.url ?? "") : null;
    if (!url || !known.test(url.hostname)) return void response.writeHead(502).end();
    const options = { host: "127.0.0.1", port: to(), method: request.method, headers: request.headers };
    const passed = ask({ ...options, path: `${url.pathname}${url.search}` }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on("error", () => response.destroy());
    request.pipe(passed);
  };

const close = async (server: Server, sockets: ReadonlySet<Socket>): Promise<void> => {
  for (const socket of sockets) socket.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
};
