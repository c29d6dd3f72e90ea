import { createServer, type RequestListener } from "node:http";
import { connect, type GitHub } from "../../src/github/client.ts";
import { explained } from "../../src/github/explain.ts";
import { portOf } from "../proxy.ts";

/** A client of a server on this machine that gives one answer after the other, the last of them for ever. */
const answered = async (
  answers: readonly RequestListener[],
  ask: (octokit: GitHub["octokit"], said: readonly string[]) => Promise<void>,
): Promise<number> => {
  let count = 0;
  const server = createServer((request, response) => {
    count += 1;
    request.resume();
    (answers[count - 1] ?? answers.at(-1))?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const said: string[] = [];
  const place = { url: `http://127.0.0.1:${portOf(server)}`, owner: "o", repo: "r", token: "t" };
  try {
    await ask(connect({ ...place, throttle: false, onWait: (line) => said.push(line) }).octokit, said);
    return count;
  } finally {
    server.closeAllConnections();
    server.close();
  }
};

const json = { "content-type": "application/json" };
const whole: RequestListener = (_, response) => response.writeHead(200, json).end('{"login":"me"}');

test.each<[string, RequestListener]>([
  ["JSON that is cut", (_, response) => response.writeHead(200, json).end('{"login":"m')],
  ["a connection that is closed", ({ socket }) => void socket.destroy()],
  ["a server's own fault", (_, response) => response.writeHead(502, json).end("{}")],
])("%s is asked for again, on this machine too", async (_, first) => {
  const count = await answered([first, whole], async (octokit) => {
    expect((await octokit.rest.users.getAuthenticated()).data.login).toBe("me");
  });
  expect(count).toBe(2);
});

test.each([400, 401, 403, 404, 405, 409, 410, 412, 413, 422])("%i is an answer", async (status) => {
  const count = await answered(
    [(_, response) => response.writeHead(status, json).end("{}")],
    async (octokit) => {
      await expect(octokit.rest.users.getAuthenticated()).rejects.toMatchObject({ status });
    },
  );
  expect(count).toBe(1);
});

test.each([
  [
    "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>",
    'a page that says "502 Bad Gateway"',
  ],
  ["<!DOCTYPE html><body><h1>\n Down </h1>", 'a page that says "Down"'],
  ["<html></html>", "a page in place of an answer"],
  ["no such thing", "no such thing"],
])("what a proxy answers in a forge's place is told in a few words: %s", async (page, told) => {
  const answer: RequestListener = (_, response) =>
    void response.writeHead(404, { "content-type": "text/html" }).end(page);
  await answered([answer], async (octokit) => {
    const error = await octokit.rest.users.getAuthenticated().catch((thrown: unknown) => explained(thrown));
    expect(error).toMatchObject({ message: `GET /user was answered 404: ${told}` });
  });
});

test("a request of its own settings is asked by the same fetch, which says what was lost", async () => {
  const closed: RequestListener = ({ socket }) => void socket.destroy();
  const count = await answered([closed], async (octokit, said) => {
    const asked = octokit.rest.users.getAuthenticated({ request: { retries: 0 } });
    const error = await asked.catch((thrown: unknown) => explained(thrown));
    expect(said).toEqual(["GET /user was not answered by the forge: other side closed"]);
    expect(error).toMatchObject({
      message: "GET /user was not answered: other side closed",
      hint: expect.stringContaining("http_proxy"),
    });
  });
  expect(count).toBe(1);
});
