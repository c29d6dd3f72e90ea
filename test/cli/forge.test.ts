import { join } from "node:path";
import { z } from "zod";
import { scene } from "../git/scene.ts";
import { milepost } from "./milepost.ts";

const started = z.object({
  type: z.literal("forge"),
  url: z.url(),
  data: z.string(),
  accounts: z.array(z.object({ login: z.string(), token: z.string(), role: z.string() })),
});

const serve = async (data: string, ...args: string[]) => {
  const child = milepost(["forge", "--data", data, "--json", ...args]);
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
