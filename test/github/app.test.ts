import { Octokit } from "@octokit/rest";
import { mintToken, revokeToken } from "../../src/github/app.ts";
import { newApp } from "../forge/app.ts";
import { openWorld, type World } from "../forge/world.ts";

const app = newApp(7, "milepost");
const wanted = { actions: "write", checks: "read", issues: "write" } as const;
let world: World;
beforeAll(async () => {
  world = await openWorld({ apps: [app.options] });
});
afterAll(() => world[Symbol.asyncDispose]());

/** A new repository, with the App installed in it or not. */
const place = async (isInstalled: boolean) => {
  const { owner, repo } = await world.repository();
  const octokit = new Octokit({ baseUrl: world.forge.url, auth: world.token("owner") });
  if (isInstalled) await octokit.rest.repos.addCollaborator({ owner, repo, username: "milepost[bot]" });
  return { api: world.forge.url, owner, repo };
};

test.each([
  ["as it is", app.privateKey],
  ["with its line breaks written out, as in many secrets", app.privateKey.replaceAll("\n", "\\n")],
])("an App's token is minted from its key %s, and writes in that repository as its bot", async (_, key) => {
  const { api, owner, repo } = await place(true);
  const { token, login } = await mintToken({ api, owner, repo }, { id: "7", key, wanted });
  expect(login).toBe("milepost[bot]");
  const octokit = new Octokit({ baseUrl: api, auth: token });
  const { data } = await octokit.rest.issues.create({ owner, repo, title: "Mine" });
  expect(data.user?.login).toBe("milepost[bot]");
});

test("an App's token may only what was wanted, as far as the App may, and nothing once it is revoked", async () => {
  const at = await place(true);
  const { token } = await mintToken(at, { id: "7", key: app.privateKey, wanted });
  const { owner, repo } = at;
  const { rest } = new Octokit({ baseUrl: at.api, auth: token, log: quiet });
  await rest.checks.listForRef({ owner, repo, ref: "main" });
  await rest.issues.create({ owner, repo, title: "Mine" });
  await expect(rest.repos.listBranches({ owner, repo })).rejects.toMatchObject({ status: 403 });
  await revokeToken(at, token);
  await expect(rest.issues.listForRepo({ owner, repo })).rejects.toMatchObject({ status: 401 });
  await expect(revokeToken(at, token)).rejects.toThrow("the forge answered 401");
});

const say = () => undefined;
const quiet = { debug: say, info: say, warn: say, error: say };

test.each([
  ["the key of another App", newApp(7, "other").privateKey, true, /belong together/],
  ["what is no key", "milepost", true, /belong together/],
  ["the right key where the App is not installed", app.privateKey, false, /install the App in acme\//],
])("%s mints nothing and says what to do", async (_, key, isInstalled, hint) => {
  const at = await place(isInstalled);
  await expect(mintToken(at, { id: "7", key, wanted })).rejects.toMatchObject({
    message: "no token could be minted for the App 7",
    hint: expect.stringMatching(hint),
  });
});
