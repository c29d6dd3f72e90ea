import { join } from "node:path";
import { Octokit } from "@octokit/rest";
import { startForge } from "../../src/forge/server.ts";
import { agentScript, linesOf, newWorld, reviewerScript, runToEnd } from "../local/world.ts";
import { milepost } from "./milepost.ts";

test("approved work is published as a stack on another forge, again without anything new, and goes on there", async () => {
  using world = newWorld();
  const plan = world.plan(`verify: ["true"]
rules: [Be kind.]
bodies:
  - { body: a, todos: [{ todo: a1, order: 00a, title: First }, { todo: a2, order: 01a, title: Second }] }
  - { body: b, todos: [{ todo: b1, order: 00b, title: Third, needs: [a1] }, { todo: b2, order: 02b, title: Both, needs: [a2] }] }
`);
  const setting = {
    plan,
    agent: world.file("agent.sh", agentScript(`echo "$MILEPOST_TODO" >> ${world.dir}/worked`)),
    reviewer: world.file("reviewer.cjs", reviewerScript('({ decision: "approve" })')),
  };
  expect((await runToEnd(world, setting)).code).toBe(0);
  await using forge = await startForge({ dataDir: join(world.dir, "github") });
  await forge.createRepository({ owner: "owner", name: "shop", from: world.repo, base: "main" });
  const token = forge.accounts.find(({ role }) => role === "bot")?.token ?? "";
  const env = { GITHUB_API_URL: forge.url, GITHUB_SERVER_URL: forge.url, GITHUB_TOKEN: token };
  const publish = () =>
    milepost(["publish", plan, "--from", world.repo, "--repo", "owner/shop", "--json"], { env });
  const { rest } = new Octokit({ baseUrl: forge.url, auth: token });
  const seen = async () => {
    const [issues, pulls] = await Promise.all([
      rest.issues.listForRepo({ owner: "owner", repo: "shop", state: "all", per_page: 100 }),
      rest.pulls.list({ owner: "owner", repo: "shop", state: "all", sort: "created", direction: "asc" }),
    ]);
    return {
      issues: issues.data.map(({ number, updated_at, body }) => ({ number, updated_at, body })),
      pulls: pulls.data,
    };
  };
  const first = await publish();
  expect([first.exitCode, first.stderr]).toEqual([0, ""]);
  const before = await seen();
  expect(before.pulls.map(({ head, base }) => `${head.ref} on ${base.ref}`)).toEqual([
    "t/00a-a1 on main",
    "t/00b-b1 on t/00a-a1",
    "t/01a-a2 on t/00a-a1",
    "t/02b-b2 on milepost/base/02b",
  ]);
  expect(before.pulls[1]?.body).toMatch(
    /\*\*Gates\*\* passed at [0-9a-f]{40}: .*verify.*\n\n\*\*Verdict\*\*: approved by [\w-]+ in round 1, at [0-9a-f]{40}; 1 rule confirmed.\n\n\*\*Follow-ups\*\*: none were asked for\.\n\nTodo #\d+ /s,
  );
  const again = await publish();
  expect(again.exitCode).toBe(0);
  expect(await seen()).toEqual(before);
  const here = await milepost([
    "run",
    plan,
    "--repo",
    world.repo,
    "--agent",
    `command:${setting.agent}`,
    "--reviewer",
    `command:${setting.reviewer}`,
  ]);
  expect([here.exitCode, here.stderr]).toEqual([
    1,
    expect.stringMatching(/published on owner\/shop.*--forge github/s),
  ]);
  const worked = linesOf(world, "worked").length;
  const there = await runToEnd(world, {
    ...setting,
    more: ["--forge", "github"],
    env: { ...env, GITHUB_REPOSITORY: "owner/shop" },
  });
  expect([there.code, there.result.milestone?.state, linesOf(world, "worked").length]).toEqual([
    0,
    "closed",
    worked,
  ]);
  expect((await seen()).pulls.map(({ number, head }) => [number, head.sha])).toEqual(
    before.pulls.map(({ number, head }) => [number, head.sha]),
  );
});
