import { join } from "node:path";
import { startForge } from "../../src/forge/server.ts";
import { githubPlaceOf } from "../../src/local/github.ts";
import { agentScript, newWorld, reviewerScript, runToEnd } from "./world.ts";

const plan = `bodies:
  - { body: a, todos: [{ todo: a1, order: 00a, title: A }, { todo: a2, order: 00b, title: A2, needs: [a1] }] }
`;

test.each([
  { name: "two identities", second: true, approvals: 2 },
  { name: "one identity, which cannot approve its own pull requests", second: false, approvals: 0 },
])("a plan closes on a forge of its own with $name", async ({ second, approvals }) => {
  using world = newWorld();
  await using forge = await startForge({ dataDir: join(world.dir, "forge") });
  await forge.createRepository({ owner: "owner", name: "shop", from: world.repo, base: "main" });
  const token = (role: string) => forge.accounts.find((one) => one.role === role)?.token ?? "";
  const { code, result, stderr } = await runToEnd(world, {
    plan: world.plan(plan),
    agent: world.file("agent.sh", agentScript()),
    reviewer: world.file("review.mjs.js", reviewerScript()),
    more: ["--forge", "github"],
    env: {
      GITHUB_API_URL: forge.url,
      GITHUB_SERVER_URL: forge.url,
      GITHUB_REPOSITORY: "owner/shop",
      GITHUB_TOKEN: token("bot"),
      MILEPOST_REVIEWER_TOKEN: second ? token("reviewer") : "",
    },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) });
  expect(result.milestone?.state).toBe("closed");
  const reviews = await Promise.all(
    result.pulls.map(async ({ number }) => {
      const url = `${forge.url}/repos/owner/shop/pulls/${number}/reviews`;
      const answer = await fetch(url, { headers: { authorization: `token ${token("bot")}` } });
      return (await answer.json()) as { state: string }[];
    }),
  );
  expect(reviews.flat().filter(({ state }) => state === "APPROVED")).toHaveLength(approvals);
  expect(reviews.every((all) => all.length === 1)).toBe(true);
});

test.each([
  ["https://github.com/acme/shop.git", "https://api.github.com", "https://github.com/acme/shop.git"],
  ["git@github.com:acme/shop.git", "https://api.github.com", "https://github.com/acme/shop.git"],
  ["ssh://git@github.com/acme/shop", "https://api.github.com", "https://github.com/acme/shop.git"],
  ["https://acme.ghe.com/acme/shop", "https://api.acme.ghe.com", "https://acme.ghe.com/acme/shop.git"],
  [
    "https://x:y@git.acme.test/acme/shop",
    "https://git.acme.test/api/v3",
    "https://git.acme.test/acme/shop.git",
  ],
])("the remote %s is found on GitHub", async (remote, url, gitUrl) => {
  const place = await githubPlaceOf({ remoteUrl: async () => remote }, {});
  expect(place).toEqual({ url, gitUrl, owner: "acme", repo: "shop" });
});

test.each([null, "/srv/git/shop.git", "file:///srv/shop"])(
  "the remote %s is not on GitHub",
  async (remote) => {
    await expect(githubPlaceOf({ remoteUrl: async () => remote }, {})).rejects.toMatchObject({
      hint: expect.stringContaining("GITHUB_REPOSITORY"),
    });
  },
);
