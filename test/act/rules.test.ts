import { agentScript, deciding } from "../local/world.ts";
import { isThorough } from "../thorough.ts";
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
bodies: [{ body: a, todos: [{ todo: a1, order: 00a, title: A }${isThorough ? ", { todo: a2, order: 01a, title: B }" : ""}] }]
`;
const todos = isThorough ? 2 : 1;

const files = { "plans/small.yml": plan, "agent.sh": agentScript(), "review.cjs": deciding() };

describeWithAct("repositories with rules, on workflows", () => {
  let world: ActWorld;
  beforeAll(async () => {
    world = await openActWorld("two");
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const reviewsRule = (more: object) => ({
    type: "pull_request",
    parameters: { required_approving_review_count: 1, require_last_push_approval: true, ...more },
  });

  const ruled = async (
    more: Readonly<Record<string, string>>,
    rules: readonly object[],
  ): Promise<Installed> => {
    const shop = await world.installed({ ...files, ...more });
    await shop.octokit.rest.repos.createRepoRuleset({
      ...{ ...shop.at, name: "main", target: "branch", enforcement: "active" },
      conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
      rules: rules as never,
    });
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

  test("a base that takes reviewed work alone, and no merge commits, gets all of it, and the plan closes", async () => {
    const shop = await ruled({}, [reviewsRule({}), { type: "required_linear_history" }]);
    expect(await ended(shop)).toMatchObject({ milestone: "closed", merged: todos });
    expect(await shop.git("ls-remote", "origin", "refs/heads/main")).not.toBe("");
    await shop.git("fetch", "--quiet", "origin");
    expect(await shop.git("log", "--merges", "--format=%s", "origin/main")).toBe("");
  });

  test("where code owners are wanted a person is asked in the rule's words, and their approvals let all of it land", async () => {
    const owners = { CODEOWNERS: "src/ @owner\n" };
    const shop = await ruled(owners, [reviewsRule({ require_code_owner_review: true })]);
    const stuck = await ended(shop);
    expect(stuck).toMatchObject({ milestone: "open", merged: 0 });
    const { rest } = shop.octokit;
    const first = stuck.pulls.map(({ number }) => number).sort((one, other) => one - other)[0] ?? 0;
    const { data: said } = await rest.issues.listComments({ ...shop.at, issue_number: first });
    expect(said.map(({ body }) => body).join("\n")).toContain("Waiting on code owner review from owner");
    for (const { number: pull_number } of stuck.pulls)
      await rest.pulls.createReview({ ...shop.at, pull_number, event: "APPROVE" });
    expect(await ended(shop)).toMatchObject({ milestone: "closed", merged: todos });
  });
});
