import { join } from "node:path";
import { Octokit } from "@octokit/rest";
import { startForge } from "../../src/forge/server.ts";
import type { Published } from "../../src/steps/publish-work.ts";
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
  const tokenOf = (wanted: string): string => forge.accounts.find(({ role }) => role === wanted)?.token ?? "";
  const env = {
    ...{ GITHUB_API_URL: forge.url, GITHUB_SERVER_URL: forge.url, GITHUB_TOKEN: tokenOf("bot") },
    GITHUB_REPOSITORY: "owner/shop",
  };
  const both = { ...env, MILEPOST_REVIEWER_TOKEN: tokenOf("reviewer") };
  const publish = async (as: Readonly<Record<string, string>> = both) => {
    const args = ["publish", plan, "--from", world.repo, "--repo", "owner/shop", "--json"];
    const { exitCode, stdout, stderr } = await milepost(args, { env: as });
    const made = exitCode === 0 ? JSON.parse(String(stdout)).pulls.map((one: Published) => one.made) : [];
    return { exitCode, stderr, made };
  };
  const seen = await watch(forge.url, tokenOf("bot"));
  const first = await publish(env);
  expect(first).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("MILEPOST_REVIEWER_TOKEN") });
  const informal = await seen();
  expect(informal.pulls.map(({ head, base }) => `${head.ref} on ${base.ref}`)).toEqual([
    "t/00a-a1 on main",
    "t/00b-b1 on t/00a-a1",
    "t/01a-a2 on t/00a-a1",
    "t/02b-b2 on milepost/base/02b",
  ]);
  expect(informal.pulls[1]?.body).toMatch(
    /\*\*Gates\*\* passed at [0-9a-f]{40}: .*verify.*\n\n\*\*Verdict\*\*: approved by [\w-]+ in round 1, at [0-9a-f]{40}; 1 rule confirmed. No review says so formally: .*\n\n\*\*Follow-ups\*\*: none were asked for\.\n\nTodo #\d+ /s,
  );
  expect(informal.reviews.flat()).toEqual([]);

  expect(await publish()).toEqual({ exitCode: 0, stderr: "", made: Array(4).fill("updated") });
  const before = await seen();
  expect(before.reviews.map((all) => all.map(({ by, state }) => `${by} ${state}`))).toEqual(
    Array(4).fill(["milepost-reviewer APPROVED"]),
  );
  expect(before.reviews[0]?.[0]?.body).toMatch(/^\*\*Round 1: approved\*\*\n\nRead it\..*✓ Be kind\./s);
  expect(before.pulls[1]?.body).not.toContain("No review");
  expect(await publish()).toEqual({ exitCode: 0, stderr: "", made: Array(4).fill("there") });
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
    env: both,
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

/** What there is to see on the forge: its issues, its pull requests and their reviews, the oldest first. */
const watch = async (baseUrl: string, auth: string) => {
  const { rest } = new Octokit({ baseUrl, auth });
  const at = { owner: "owner", repo: "shop", state: "all", direction: "asc", per_page: 100 } as const;
  return async () => {
    const issues = await rest.issues.listForRepo({ ...at, sort: "created" });
    const pulls = await rest.pulls.list({ ...at, sort: "created" });
    const reviews = await Promise.all(
      pulls.data.map(({ number: pull_number }) => rest.pulls.listReviews({ ...at, pull_number })),
    );
    return {
      issues: issues.data.map(({ number, updated_at, body }) => ({ number, updated_at, body })),
      pulls: pulls.data,
      reviews: reviews.map(({ data }) =>
        data.map(({ user, state, body }) => ({ by: user?.login, state, body })),
      ),
    };
  };
};
