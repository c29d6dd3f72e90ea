import { createServer, type RequestListener } from "node:http";
import { createServer as createLine, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { fetchBy } from "../../src/github/fetch.ts";
import { portOf } from "../proxy.ts";

const fetch = fetchBy({});
/** With a second of silence for thirty. */
const hasty = fetchBy({}, 1);

/** A server that answers as it is told, while the test asks it. */
const served = async <Result>(
  answer: RequestListener,
  ask: (url: string) => Promise<Result>,
): Promise<Result> => {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await ask(`http://127.0.0.1:${portOf(server)}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
};

test("what is sent arrives whole, and the answer's status, headers and text come back", async () => {
  const text = await served(
    async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const told = [request.method, request.headers["x-number"], Buffer.concat(chunks).toString()].join(" ");
      response.writeHead(201, { "x-told": "yes" }).end(told);
    },
    async (url) => {
      const answer = await fetch(url, { method: "POST", headers: { "x-number": "7" }, body: "grüße" });
      return [answer.status, answer.headers.get("x-told"), await answer.text()];
    },
  );
  expect(text).toEqual([201, "yes", "POST 7 grüße"]);
});

test("a compressed answer is read", async () => {
  const text = await served(
    (_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("long text")),
    async (url) => await (await fetch(url, {})).text(),
  );
  expect(text).toBe("long text");
});

test("an answer of JSON is its value, and another is its text", async () => {
  const bodies = await served(
    (request, response) => {
      const type = request.url === "/json" ? "application/json; charset=utf-8" : "text/plain";
      response.setHeader("content-type", type).end('{"number":1}');
    },
    async (url) => [(await fetch(`${url}/json`, {})).body, (await fetch(url, {})).body],
  );
  expect(bodies).toEqual([{ number: 1 }, '{"number":1}']);
});

test("a redirect is followed with the token on the same server, and without it on another", async () => {
  const answers = await served(
    (request, response) => {
      const { port } = new URL(`http://${request.headers.host}`);
      if (request.url === "/same") response.writeHead(301, { location: "/end" }).end();
      else if (request.url === "/other")
        response.writeHead(307, { location: `http://localhost:${port}/end` }).end();
      else response.end(request.headers.authorization ?? "none");
    },
    async (url) => {
      const sent = { headers: { authorization: "token" } };
      const same = await fetch(`${url}/same`, sent);
      const other = await fetch(`${url}/other`, sent);
      return [await same.text(), await other.text()];
    },
  );
  expect(answers).toEqual(["token", "none"]);
});

test("redirects without end are an error", async () => {
  const asked = served(
    (_, response) => response.writeHead(302, { location: "/again" }).end(),
    async (url) => await fetch(url, {}),
  );
  await expect(asked).rejects.toThrow("redirect count exceeded");
});

test("a server that is not there is an error", async () => {
  const gone = await served(
    (_, response) => response.end(),
    async (url) => url,
  );
  await expect(fetch(gone, {})).rejects.toThrow("ECONNREFUSED");
});

test.each<[string, RequestListener]>([
  ["never answers", () => undefined],
  ["stops in the middle of its answer", (_, response) => void response.writeHead(200).write("a")],
  [
    "stops in the middle of a whole answer's JSON",
    (_, response) => void response.writeHead(200, { "content-type": "application/json" }).write('{"a":'),
  ],
])("a server that %s is a lost connection after the silence", async (_, answer) => {
  await expect(served(answer, async (url) => await hasty(url, {}))).rejects.toThrow("nothing came for 1 s");
});

test("a proxy that never opens its tunnel is a lost connection after the silence", async () => {
  const sockets: Socket[] = [];
  const line = createLine((socket) => void sockets.push(socket));
  await new Promise<void>((resolve) => line.listen(0, "127.0.0.1", resolve));
  const through = fetchBy({ https_proxy: `http://127.0.0.1:${portOf(line)}` }, 1);
  await expect(through("https://forge.test/", {})).rejects.toThrow("nothing came for 1 s");
  for (const socket of sockets) socket.destroy();
  line.close();
});

test.each<[string, RequestListener, RegExp]>([
  [
    "JSON that ends early",
    (_, response) => response.setHeader("content-type", "application/json").end('{"number":'),
    /cut off/,
  ],
  [
    "fewer bytes than were announced",
    (_, response) =>
      void response
        .writeHead(200, { "content-length": 20, "content-type": "text/plain" })
        .write("a", () => response.destroy()),
    /other side closed|terminated|length/,
  ],
])("%s is no answer", async (_, answer, reason) => {
  await expect(served(answer, async (url) => await fetch(url, {}))).rejects.toThrow(reason);
});
