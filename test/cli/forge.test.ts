import { request } from "node:http";
import { join } from "node:path";
import { z } from "zod";
import { scene } from "../git/scene.ts";
import { milepost, startMilepost } from "./milepost.ts";

const started = z.object({
  type: z.literal("forge"),
  url: z.url(),
  port: z.number(),
  data: z.string(),
  accounts: z.array(z.object({ login: z.string(), token: z.string(), role: z.string() })),
});

const serve = async (data: string, ...args: string[]) => {
  const child = startMilepost(["forge", "--data", data, "--json", ...args]);
  const line = await new Promise<string>((resolve) =>
    child.stdout?.once("data", (chunk) => resolve(`${chunk}`)),
  );
  return { child, ...started.parse(JSON.parse(line)) };
};

test("the forge tells its address and the tokens of this start, and ends at Ctrl-C", async () => {
  await using place = await scene();
  const data = join(place.dir, "forge");
  const first = await serve(data);
  const [owner] = first.accounts;
  const ask = async (token: string) =>
    (await fetch(`${first.url}/user`, { headers: { authorization: `Bearer ${token}` } })).status;
  expect(first.accounts.map(({ role }) => role).sort()).toEqual(["bot", "owner", "reviewer"]);
  expect(await ask("wrong")).toBe(401);
  expect(await ask(owner?.token ?? "")).toBe(200);
  first.child.kill("SIGINT");
  expect(await first.child).toMatchObject({ exitCode: 0, stderr: "" });
  const second = await serve(data);
  const loginsOf = ({ accounts }: typeof first) => accounts.map(({ login }) => login);
  const tokensOf = ({ accounts }: typeof first) => new Set(accounts.map(({ token }) => token));
  expect(loginsOf(second)).toEqual(loginsOf(first));
  expect(new Set([...tokensOf(first), ...tokensOf(second)]).size).toBe(6);
  second.child.kill("SIGTERM");
  expect(await second.child).toMatchObject({ exitCode: 0 });
});

test("a port that is taken is said", async () => {
  await using place = await scene();
  const { child, url } = await serve(join(place.dir, "a"));
  const port = new URL(url).port;
  const { exitCode, stderr } = await milepost(["forge", "--data", join(place.dir, "b"), "--port", port]);
  expect(exitCode).toBe(1);
  expect(stderr).toContain(`cannot listen on port ${port}`);
  child.kill("SIGINT");
  await child;
});

test("it begins with the repositories that it is told, and with nothing else when it is reset", async () => {
  await using place = await scene();
  const data = join(place.dir, "forge");
  const answer = async (url: string, path: string, token: string) => {
    const response = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } });
    return { status: response.status, body: await response.json() };
  };
  const tokenOf = ({ accounts }: Awaited<ReturnType<typeof serve>>) => accounts[0]?.token ?? "";
  const first = await serve(data, "--seed", `acme/shop=${place.repo}`);
  expect(await answer(first.url, "/repos/acme/shop/branches/main", tokenOf(first))).toMatchObject({
    status: 200,
  });
  first.child.kill("SIGINT");
  await first.child;
  const second = await serve(data, "--reset", "--seed", `acme/other=${place.repo}`);
  expect((await answer(second.url, "/repos/acme/shop", tokenOf(second))).status).toBe(404);
  expect((await answer(second.url, "/repos/acme/other", tokenOf(second))).status).toBe(200);
  second.child.kill("SIGINT");
  await second.child;
});

test("behind a proxy its answers name the proxy, and it answers to that name", async () => {
  await using place = await scene();
  const base = "https://forge.example:8443/git";
  const seed = ["--seed", `acme/shop=${place.repo}`];
  const { child, url, port, accounts } = await serve(
    join(place.dir, "forge"),
    "--base-url",
    `${base}/`,
    ...seed,
  );
  expect(url).toBe(base);
  const headers = { host: "forge.example:8443", authorization: `Bearer ${accounts[0]?.token}` };
  const answer = await new Promise<string>((resolve, reject) => {
    const asked = request({ port, host: "127.0.0.1", path: "/repos/acme/shop", headers }, (response) => {
      let text = "";
      response.on("data", (chunk) => (text += chunk)).on("end", () => resolve(text));
    });
    asked.on("error", reject).end();
  });
  expect(JSON.parse(answer)).toMatchObject({
    url: `${base}/repos/acme/shop`,
    clone_url: `${base}/acme/shop.git`,
  });
  child.kill("SIGINT");
  await child;
});

test.each([
  { args: ["--base-url", "forge.example"], says: "is no address" },
  { args: ["--seed", "shop=."], says: "names no repository" },
  { args: ["--seed", "acme/shop"], says: "has no value" },
  { args: ["--app", "shop=key.pem"], says: "names no App" },
  { args: ["--app", "1:shop=/no/such/key.pem"], says: "cannot be read" },
  { args: ["--host", "203.0.113.1"], says: "cannot listen" },
])("$args is refused with the way to write it", async ({ args, says }) => {
  await using place = await scene();
  const { exitCode, stderr } = await milepost(["forge", "--data", join(place.dir, "forge"), ...args]);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(says) });
  expect(stderr).toMatch(/^error: .*\nnext: {2}.*(\ncause: .*)?$/);
});
