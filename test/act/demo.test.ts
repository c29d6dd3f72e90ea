import { demoFiles } from "./demo-files.ts";
import { describeWithAct } from "./tool.ts";
import { type ActWorld, type Installed, openActWorld } from "./world.ts";

/** The jobs of a run that did something, by name. */
const jobsOf = async (shop: Installed, run: number): Promise<string[]> =>
  (await shop.jobs(run)).map(({ name, conclusion }) => `${name}: ${conclusion}`).sort();

describeWithAct("workflows that have their own token alone", () => {
  let world: ActWorld;
  let shop: Installed;
  let first: number;
  beforeAll(async () => {
    world = await openActWorld("one");
    shop = await world.installed(await demoFiles());
    first = await shop.dispatch({ plan: "demo" });
    await shop.quiet();
  }, 400_000);
  afterAll(() => world[Symbol.asyncDispose]());

  test("one dispatch brings the demo plan to a closed milestone, each run started by the one before", async () => {
    const { data: milestones } = await shop.octokit.rest.issues.listMilestones({ ...shop.at, state: "all" });
    expect(milestones.map(({ title, state }) => `${title}: ${state}`)).toEqual([
      "Open a corner shop: closed",
    ]);
    const runs = (await shop.runs()).filter(({ name }) => name === "Milepost");
    expect(runs.length).toBeGreaterThan(7);
    const byHand = runs.filter(({ actor }) => actor !== "github-actions[bot]");
    expect(byHand.map(({ id, event }) => [id, event])).toEqual([[first, "workflow_dispatch"]]);
    expect(runs.filter(({ conclusion }) => conclusion !== "success" && conclusion !== "cancelled")).toEqual(
      [],
    );
    // A newer run sends one away that still waits: nothing of it had begun.
    for (const { id } of runs.filter(({ conclusion }) => conclusion === "cancelled"))
      expect((await shop.jobs(id)).filter(({ conclusion }) => conclusion === "success")).toEqual([]);
  });

  test("the first run tries the plan's commands on its base, and starts nothing", async () => {
    expect(await jobsOf(shop, first)).toEqual([
      "lane (_base) / implement: success",
      "lane (_base) / propose: skipped",
      "lane (_base) / review: skipped",
      "lane (_base) / settle: success",
      "orchestrate: success",
    ]);
  });

  test("a run has a lane for each body that can start, and a lane four jobs that hand files on", async () => {
    const steps = ["implement", "propose", "review", "settle"];
    const runs = (await shop.runs()).filter(({ name }) => name === "Milepost").map(({ id }) => id);
    const next = Math.min(...runs.filter((id) => id > first));
    expect(await jobsOf(shop, next)).toEqual([
      ...steps.map((step) => `lane (cents) / ${step}: success`),
      ...steps.map((step) => `lane (products) / ${step}: success`),
      "orchestrate: success",
    ]);
    const left = (await shop.artifacts(next)).map((name) => name.replace(/\.[0-9a-f]{12}\.1\./, " "));
    expect(left.filter((name) => name.startsWith("demo.cents ")).sort()).toEqual([
      "demo.cents change.bundle",
      "demo.cents command.log",
      "demo.cents proposal.json",
      "demo.cents report.json",
      "demo.cents review.json",
      "demo.cents review.log",
      "demo.cents transcript.log",
    ]);
  });

  test("every todo ends in a pull request that is approved by a comment and a status, and the report says so", async () => {
    const pulls = await shop.octokit.paginate(shop.octokit.rest.pulls.list, { ...shop.at, state: "open" });
    expect(pulls).toHaveLength(9);
    for (const { number: pull_number, head } of pulls) {
      const { data: reviews } = await shop.octokit.rest.pulls.listReviews({ ...shop.at, pull_number });
      const last = reviews.at(-1);
      expect(`${last?.user?.login} ${last?.state} ${last?.commit_id} ${last?.body.slice(0, 13)}`).toBe(
        `github-actions[bot] COMMENTED ${head.sha} **Approved.**`,
      );
      const ref = head.sha;
      const { data: combined } = await shop.octokit.rest.repos.getCombinedStatusForRef({ ...shop.at, ref });
      expect(combined.statuses.map(({ context, state }) => `${context} ${state}`).sort()).toEqual([
        "milepost/gates success",
        "milepost/review success",
      ]);
    }
    const report = (await shop.issue("Milepost: Open a corner shop")).body ?? "";
    expect(report.match(/^- \[x\]/gm)).toHaveLength(6);
    expect(report).toMatch(/not formal, since nobody may approve their own pull request: 01a, 01b, .*04a \(/);
  });

  test("what the token does starts no workflow but the next run, and checks that wait for a person", async () => {
    const others = (await shop.runs()).filter(({ name }) => name !== "Milepost");
    expect([...new Set(others.map((run) => `${run.event}: ${run.conclusion}`))]).toEqual([
      "pull_request: action_required",
    ]);
  });

  test("a dry run after the end would change nothing", async () => {
    const run = await shop.dispatch({ plan: "demo", "dry-run": "true" });
    await shop.quiet();
    const [job] = await shop.jobs(run);
    expect(await shop.log(job?.id ?? 0)).toContain("Open a corner shop: nothing would change");
  });

  test("a change of workflows is not pushed: its todo waits for a person, who is told why", async () => {
    const own = await world.installed(workflowPlan);
    const run = await own.dispatch({ plan: "ci" });
    await own.quiet();
    const { labels, body } = await own.issue("Add a workflow");
    expect(labels).toContain("milepost:blocked");
    expect(body).toMatch(
      /the job propose failed: the forge refused.*push as an App.*; see http:.*\/actions\/runs\/\d+/,
    );
    const proposed = (await own.jobs(run)).find(({ name }) => name === "lane (workflow) / propose");
    expect(await own.log(proposed?.id ?? 0)).toMatch(
      /refusing to allow a GitHub App to create or update workflow[\s\S]*push as an App/,
    );
    const main = await own.git("rev-parse", "main");
    expect(await own.git("ls-remote", "origin", "refs/heads/ci/*")).toBe(
      `${main}\trefs/heads/ci/00a-workflow`,
    );
  });
});

const workflowPlan = {
  "plans/ci.yml": `version: 1
plan: ci
title: Automate
branches: ci/{order}-{slug}
sandbox: off
limits: { attempts: 1 }
agent: { use: command, command: [./agent.sh] }
reviewer: { use: command, command: [./agent.sh] }
bodies:
  - { body: ci, owns: [".github/workflows/**"], todos: [{ todo: workflow, title: Add a workflow }] }
`,
  "agent.sh": "#!/bin/sh\ncat > /dev/null\necho 'on: push' > .github/workflows/new.yml\n",
};
