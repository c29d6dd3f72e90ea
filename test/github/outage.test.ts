import { createServer, type RequestListener, type Server } from "node:http";
import { ForgeOffline } from "../../src/core/offline.ts";
import { connect, createOnce } from "../../src/github/client.ts";
import { newOutage, type OutageTime } from "../../src/github/outage.ts";
import { portOf } from "../proxy.ts";

const json = { "content-type": "application/json" };
const whole: RequestListener = (request, response) => {
  request.resume();
  response.writeHead(200, json).end('{"login":"me"}');
};
const failed: RequestListener = (_, response) => response.writeHead(503, json).end("{}");
const closed: RequestListener = ({ socket }) => void socket.destroy();
/** One of its paths fails for good; the others are well. */
const ill: RequestListener = (request, response) =>
  (request.url === "/user" ? failed : whole)(request, response);

const listen = (server: Server, port = 0): Promise<void> =>
  new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));

/** A client of a server that does `bad` until `mend` is called. */
const place = async (bad: RequestListener | null, minutes = 1) => {
  let serve = bad ?? whole;
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    serve(request, response);
  });
  await listen(server);
  const port = portOf(server);
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  if (bad === null) await close();
  const told: string[] = [];
  const asking = new AbortController();
  const outage = newOutage({
    minutes: () => minutes,
    tell: (line) => told.push(line),
    signal: asking.signal,
  });
  const at = { url: `http://127.0.0.1:${port}`, token: "t", owner: "o", repo: "r", throttle: false };
  return {
    ...connect({ ...at, outage }),
    told,
    asked,
    stop: () => asking.abort(),
    mend: async () => {
      serve = whole;
      if (bad === null) await listen(server, port);
    },
    [Symbol.asyncDispose]: async () => {
      if (server.listening) await close();
    },
  };
};

test.each([
  ["that nobody listens at", null],
  ["that closes connections", closed],
  ["that is unavailable", failed],
] as const)("a forge %s is waited for, by all requests together, and told of once", async (_, bad) => {
  await using at = await place(bad);
  const both = [at.octokit.rest.users.getAuthenticated(), at.octokit.rest.meta.root()];
  while (at.told.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await at.mend();
  await Promise.all(both);
  expect(at.told).toEqual([
    expect.stringMatching(
      /^the forge does not answer since \d\d:\d\d \(.+\); this waits till \d\d:\d\d at most$/,
    ),
    expect.stringMatching(/^the forge answers again, after \d+ seconds?$/),
  ]);
});

test("what may have arrived is looked for before it is sent again, once the forge is there", async () => {
  await using at = await place(closed);
  const { octokit } = at;
  const create = async () =>
    (await octokit.request("POST /things", { request: { retries: 0 } })).data as object;
  const find = async () => ((await octokit.request("GET /things")).data as object) ?? null;
  const made = createOnce({ create, find });
  while (!at.asked.includes("GET /things")) await new Promise((resolve) => setTimeout(resolve, 5));
  await at.mend();
  expect(await made).toEqual({ login: "me" });
  expect(at.asked.filter((one) => one === "POST /things")).toHaveLength(1);
});

test("one request that fails while the forge answers others is no outage", async () => {
  await using at = await place(ill);
  await expect(at.octokit.rest.users.getAuthenticated()).rejects.toMatchObject({ status: 503 });
  expect(at.told).toEqual([]);
});

test("a forge that stays away, or that nobody wants to wait for, ends what waits as offline", async () => {
  await using late = await place(null, 0);
  await expect(late.octokit.rest.meta.root()).rejects.toBeInstanceOf(ForgeOffline);
  await using asked = await place(null);
  const waiting = asked.octokit.rest.meta.root();
  while (asked.told.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  asked.stop();
  await expect(waiting).rejects.toBeInstanceOf(ForgeOffline);
});

/** Work that fails until its clock has gone on by so many minutes; nothing is waited for in earnest. */
const awayFor = async (away: number, minutes: number) => {
  let now = Date.parse("2026-11-30T01:00:00Z");
  const back = now + away * 60_000;
  const time: OutageTime = {
    now: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
  };
  const told: string[] = [];
  const asking = { minutes: () => minutes, tell: (line: string) => told.push(line) };
  const outage = newOutage({ ...asking, time, signal: new AbortController().signal });
  const through = (work: () => string) =>
    outage.through(async () => work(), {
      failing: () => "away",
      isUp: async () => false,
      mayRepeat: true,
    });
  await through(() => "heard of once");
  const asked = through(() => {
    if (now < back) throw new Error("refused");
    return "done";
  });
  return {
    ended: await asked.catch((error: unknown) => error),
    told,
    took: (now - (back - away * 60_000)) / 60_000,
  };
};

test.each([
  ["half a minute", 0.5, 60],
  ["half an hour", 30, 60],
  ["nearly as long as it is waited for", 59, 60],
])(
  "a forge that is away for %s is waited for till it is back, and told of once",
  async (_, away, minutes) => {
    const { ended, told, took } = await awayFor(away, minutes);
    expect([ended, told.length]).toEqual(["done", 2]);
    expect(took - away).toBeLessThanOrEqual(0.25);
  },
);

test("a forge that stays away is waited for as long as the plan says, and no longer", async () => {
  const { ended, took } = await awayFor(30, 10);
  expect(ended).toBeInstanceOf(ForgeOffline);
  expect(took).toBe(10);
});
