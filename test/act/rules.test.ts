import {
  checksRule,
  linearRule,
  only,
  ownBranches,
  queueRule,
  type Rule,
  reviewsRule,
  setRules,
  workflowFor,
} from "../local/rules.ts";
import { agentScript, deciding } from "../local/world.ts";
import { describeWithAct } from "./tool.ts";
import { type ActWorld, type Installed, openActWorld } from "./world.ts";

const plan = `version: 1
plan: small
title: Small
branches: "t/{order}-{slug}"
sandbox: off
checkBase: false
merge: auto
agent: { use: command, command: [./agent.sh] }
reviewer: { use: command, command: [./review.cjs] }
bodies: [{ body: a, todos: [{ todo: a1, order: 00a, title: A }, { todo: a2, order: 01a, title: B }] }]
`;

const files = { "plans/small.yml": plan, "agent.sh": agentScript(), "review.cjs": deciding() };

/** A repository, and how its owner sets it up. */
interface Setting {
  readonly name: string;
  readonly set: (where: Ruled) => Promise<unknown>;
}
type Ruled = Parameters<typeof setRules>[0];

const reviewed = reviewsRule({ required_review_thread_resolution: false });

const closing: readonly Setting[] = [
  {
    name: "takes reviewed work alone, and no merge commits",
    set: (where) => setRules(where, [reviewed, linearRule]),
  },
  { name: "allows squashes alone", set: (where) => only(where, "squash") },
  { name: "allows replays alone", set: (where) => only(where, "rebase") },
  { name: "has a merge queue", set: (where) => setRules(where, [queueRule]) },
  {
    name: "takes no merge commits on the plan's own branches",
    set: async (where) => {
      await only(where, "squash");
      await setRules(where, [linearRule], ownBranches);
    },
  },
];

const asking: readonly (readonly [string, readonly Rule[], RegExp])[] = [
  ["takes signed commits alone", [{ type: "required_signatures" }], /verified signatures/],
  ["lets only some update it", [{ type: "update" }], /Cannot update this protected ref/],
];

describeWithAct("repositories with rules, on workflows", () => {
  let world: ActWorld;
  beforeAll(async () => {
    world = await openActWorld("two");
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const ruled = async (
    set: Setting["set"],
    more: Readonly<Record<string, string>> = {},
  ): Promise<Installed> => {
    const shop = await world.installed({ ...files, ...more });
    await set({ rest: shop.octokit.rest, at: shop.at });
    return shop;
  };

  const ended = async (shop: Installed) => {
    await shop.dispatch({ plan: "small" });
    await shop.quiet();
    const { rest } = shop.octokit;
    const { data: milestones } = await rest.issues.listMilestones({ ...shop.at, state: "all" });
    const { data: pulls } = await rest.pulls.list({ ...shop.at, state: "all" });
    return {
      milestone: milestones[0]?.state,
      merged: pulls.filter(({ merged_at }) => merged_at).length,
      pulls,
    };
  };

  /** All that is said on the first of the pull requests. */
  const saidOnFirst = async (
    { octokit, at }: Installed,
    { pulls }: Awaited<ReturnType<typeof ended>>,
  ): Promise<string> => {
    const issue_number = Math.min(...pulls.map(({ number }) => number));
    const { data } = await octokit.rest.issues.listComments({ ...at, issue_number });
    return data.map(({ body }) => body).join("\n");
  };

  test.each(closing)("a plan closes in a repository that $name", async ({ set }) => {
    const shop = await ruled(set);
    expect(await ended(shop)).toMatchObject({ milestone: "closed", merged: 2 });
    await shop.git("fetch", "--quiet", "origin");
    const merges = await shop.git("log", "--merges", "--first-parent", "--format=%s", "origin/main");
    expect(merges).toBe("");
  });

  test.each(asking)(
    "a plan waits for a person where its base %s, and says so in its words",
    async (_, rules, words) => {
      const shop = await ruled((where) => setRules(where, rules));
      const stuck = await ended(shop);
      expect(stuck).toMatchObject({ milestone: "open", merged: 0 });
      expect(await saidOnFirst(shop, stuck)).toMatch(words);
    },
  );

  /** Lets run what waits for an approval, as is asked on the pull requests. */
  const approveRuns = async ({ octokit: { rest }, at }: Installed): Promise<number> => {
    const { data } = await rest.actions.listWorkflowRunsForRepo({ ...at, status: "action_required" });
    for (const { id: run_id } of data.workflow_runs) await rest.actions.approveWorkflowRun({ ...at, run_id });
    return data.workflow_runs.length;
  };

  test.each([
    ["takes what its own CI passed alone", checksRule()],
    ["takes that alone, and up to date", checksRule({ strict: true })],
  ])("a plan asks for what only a person may start where its base %s, and closes after", async (_, rule) => {
    const build = { ".github/workflows/build.yml": workflowFor() };
    const shop = await ruled((where) => setRules(where, [rule]), build);
    const stuck = await ended(shop);
    expect(stuck).toMatchObject({ milestone: "open", merged: 0 });
    expect(await saidOnFirst(shop, stuck)).toMatch(/approv/);
    let last = stuck;
    while (last.milestone === "open" && (await approveRuns(shop)) > 0) {
      await shop.quiet();
      last = await ended(shop);
    }
    expect(last).toMatchObject({ milestone: "closed", merged: 2 });
  });

  test("where code owners are wanted a person is asked in the rule's words, and their approvals let all of it land", async () => {
    const owned = reviewsRule({ required_review_thread_resolution: false, require_code_owner_review: true });
    const shop = await ruled((where) => setRules(where, [owned]), { CODEOWNERS: "src/ @owner\n" });
    const stuck = await ended(shop);
    expect(stuck).toMatchObject({ milestone: "open", merged: 0 });
    expect(await saidOnFirst(shop, stuck)).toContain("Waiting on code owner review from owner");
    const { rest } = shop.octokit;
    for (const { number: pull_number } of stuck.pulls)
      await rest.pulls.createReview({ ...shop.at, pull_number, event: "APPROVE" });
    expect(await ended(shop)).toMatchObject({ milestone: "closed", merged: 2 });
  });
});
