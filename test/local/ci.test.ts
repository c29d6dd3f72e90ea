import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Octokit } from "@octokit/rest";
import type { JobOrder, JobReport } from "../../src/forge/actions/runner/runner.ts";
import { startForge } from "../../src/forge/server.ts";
import { type Script, scriptedRunner, waits } from "../forge/runner.ts";
import { agentScript, newWorld, type Ran, reviewerScript, runToEnd, type World } from "./world.ts";

const at = { owner: "owner", repo: "R" };

/** The repository's own CI: two jobs on each pull request. */
const workflow = `name: Build
on: { pull_request: }
jobs:
  lint: { runs-on: ubuntu-latest, steps: [{ run: "true" }] }
  test: { runs-on: ubuntu-latest, steps: [{ run: "true" }] }
`;

interface Place {
  readonly world: World;
  readonly rest: Octokit["rest"];
  readonly run: (plan: string, agent?: string) => Promise<Ran>;
}

/** A repository with a CI of its own, on a forge that runs it as these scripts say. */
const openPlace = async (scripts: Readonly<Record<string, Script>>): Promise<Place & AsyncDisposable> => {
  const world = newWorld();
  const folder = join(world.repo, ".github/workflows");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "build.yml"), workflow);
  world.git("add", ".");
  world.git("commit", "--quiet", "--message=Add a CI");
  const runner = scriptedRunner(scripts);
  const forge = await startForge({ dataDir: join(world.dir, "forge"), actions: { runner } });
  await forge.createRepository({ ...at, name: at.repo, from: world.repo, base: "main" });
  const token = (role: string) => forge.accounts.find((one) => one.role === role)?.token ?? "";
  const { rest } = new Octokit({ baseUrl: forge.url, auth: token("owner") });
  return {
    world,
    rest,
    run: (plan, agent = agentScript()) =>
      runToEnd(world, {
        plan: world.plan(plan),
        agent: world.file("agent.sh", agent),
        reviewer: world.file("reviewer.sh", reviewerScript()),
        more: ["--forge", "github"],
        env: {
          ...{ GITHUB_API_URL: forge.url, GITHUB_SERVER_URL: forge.url },
          ...{ GITHUB_REPOSITORY: "owner/R", GITHUB_TOKEN: token("bot") },
          MILEPOST_REVIEWER_TOKEN: token("reviewer"),
        },
      }),
    [Symbol.asyncDispose]: async () => {
      await forge.close();
      world[Symbol.dispose]();
    },
  };
};

const branchOf = ({ event }: JobOrder): string =>
  (JSON.parse(event) as { pull_request: { head: { ref: string } } }).pull_request.head.ref;

const ended = (conclusion: JobReport["conclusion"]): JobReport => ({ conclusion, steps: {} });

const changesIn = (ran: Ran, type: string): string[] =>
  ran.events.flatMap((event) =>
    event.type === "change" && event.change === type ? [`${event.todo}: ${event.why}`] : [],
  );

/** So that whoever reads it knows what the scan hides. */
const secret = `ghp_${"a1B2c3D4e5F6".repeat(3)}`;

test("what the repository's own CI says is waited for: a flake costs one run again, and what stays red goes to its agent", async () => {
  const heads: string[] = [];
  await using place = await openPlace({
    test: (order, { log }) => {
      const branch = branchOf(order);
      heads.push(branch);
      const times = heads.filter((one) => one === branch).length;
      log({ step: 1, text: `\u001b[31mexpected 1 to be 2\u001b[0m` });
      log({ step: 1, text: `the token was ${secret}` });
      log({ step: 1, text: "##[error]Process completed with exit code 1." });
      const isRed = branch === "t/00a-a1" ? times === 1 : branch === "t/00b-b1" && times <= 2;
      return ended(isRed ? "failure" : "success");
    },
  });
  const ran = await place.run(
    `merge: auto
parallel: 2
bodies:
  - { body: a, todos: [{ todo: a1, order: 00a, title: A }] }
  - { body: b, todos: [{ todo: b1, order: 00b, title: B }] }
`,
  );
  expect([ran.code, ran.stderr, ran.result.milestone?.state]).toEqual([0, "", "closed"]);
  expect(ran.result.followUps).toEqual({ opened: 1, open: 0 });
  expect(changesIn(ran, "rerun").sort()).toEqual([
    "a1: checks of `00a` failed: their jobs run again, once",
    "b1: checks of `00b` failed: their jobs run again, once",
  ]);
  // The flake twice, and the other at its two heads; each merge brings nothing more to run.
  expect(heads.filter((one) => one === "t/00a-a1")).toHaveLength(2);
  expect(heads.filter((one) => one === "t/00b-b1").length).toBeGreaterThanOrEqual(3);
  const { data } = await place.rest.issues.listForRepo({ ...at, state: "closed", per_page: 100 });
  const fix = data.find(({ title }) => title.startsWith("Make the checks pass"));
  expect(fix?.title).toBe('Make the checks pass: "test"');
  expect(fix?.body).toContain("    expected 1 to be 2\n    the token was ***\n    Error: Process completed");
  expect(fix?.body).not.toContain(secret);
});

test("a check that hangs is told after its limit, once, and nothing is merged", async () => {
  await using place = await openPlace({ test: waits });
  const ran = await place.run(
    `merge: auto
ci: { minutes: 0.03 }
bodies: [{ body: a, todos: [{ todo: a1, order: 00a, title: A }] }]
`,
  );
  expect(ran.code).toBe(2);
  expect(ran.result.pulls.map(({ state }) => state)).toEqual(["open"]);
  expect(ran.result.waiting).toEqual([
    expect.stringContaining('is approved and not merged: "test" did not end within 0.03 min (`ci.minutes`)'),
    expect.stringContaining('criterion "pulls" does not hold'),
    expect.stringContaining("by the repository's own CI: 00a"),
  ]);
  const [pull] = ran.result.pulls;
  const { data } = await place.rest.issues.listComments({ ...at, issue_number: pull?.number ?? 0 });
  expect(data.filter(({ body }) => body?.includes("not merged yet"))).toHaveLength(1);
});
