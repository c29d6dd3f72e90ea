import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { fetchLightly } from "../../src/github/fetch.ts";

/** A server that answers as it is told, while the test asks it. */
const served = async <Result>(
  answer: RequestListener,
  ask: (url: string) => Promise<Result>,
): Promise<Result> => {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await ask(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
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
      const sent = { method: "POST", headers: { "x-number": 7 }, body: "grüße" };
      const answer = await fetchLightly(url, sent);
      return [answer.status, answer.headers.get("x-told"), await answer.text()];
    },
  );
  expect(text).toEqual([201, "yes", "POST 7 grüße"]);
});

test("a compressed answer is read", async () => {
  const text = await served(
    (_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("long text")),
    async (url) => await (await fetchLightly(url, {})).text(),
  );
  expect(text).toBe("long text");
});

test("an answer of JSON is its value, and another is its text", async () => {
  const bodies = await served(
    (request, response) => {
      const type = request.url === "/json" ? "application/json; charset=utf-8" : "text/plain";
      response.setHeader("content-type", type).end('{"number":1}');
    },
    async (url) => [(await fetchLightly(`${url}/json`, {})).body, (await fetchLightly(url, {})).body],
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
      const same = await fetchLightly(`${url}/same`, sent);
      const other = await fetchLightly(`${url}/other`, sent);
      return [await same.text(), await other.text()];
    },
  );
  expect(answers).toEqual(["token", "none"]);
});

test("redirects without end are answered as they are", async () => {
  const status = await served(
    (_, response) => response.writeHead(302, { location: "/again" }).end(),
    async (url) => (await fetchLightly(url, {})).status,
  );
  expect(status).toBe(302);
});

test("a server that is not there is an error", async () => {
  await expect(fetchLightly("http://127.0.0.1:1/", {})).rejects.toThrow("ECONNREFUSED");
});
