import { manyFiles } from "../gates/split/large.ts";
import { agentScript, deciding } from "../local/world.ts";
import { describeWithAct } from "./tool.ts";
import { type ActWorld, type Installed, openActWorld } from "./world.ts";

const planOf = (more: string): string => `version: 1
plan: small
title: Small
branches: "t/{order}-{slug}"
sandbox: off
parallel: 2
limits: { attempts: 1, fixes: 0 }
verify: ["node check.mjs"]
generated: ["**/*.gen.mjs"]
agent: { use: command, command: [./agent.sh] }
reviewer: { use: command, command: [./review.cjs] }
bodies: [{ body: a, todos: [{ todo: a1, order: 00a, title: Much }, { todo: a2, order: 01a, title: More }] }]
${more}`;

const { before, after } = manyFiles();
const wanted = Object.entries(after).map(([path, text]) => [`wanted/${path}`, text] as const);

// Each run of a lane is four jobs, and the parts are lanes of their own: minutes.
describeWithAct("2,638 lines, on workflows", () => {
  let world: ActWorld;
  beforeAll(async () => {
    world = await openActWorld("two");
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const install = async (more: string): Promise<Installed> =>
    await world.installed({
      ...before,
      ...Object.fromEntries(wanted),
      "plans/small.yml": planOf(more),
      "agent.sh": agentScript(
        `if [ "$MILEPOST_TODO $MILEPOST_ROUND" = "a1 1" ]; then cp -R wanted/src .; fi`,
      ),
      "review.cjs": deciding(),
    });

  const expectParts = async ({ octokit, at, git }: Installed): Promise<void> => {
    const { data: milestones } = await octokit.rest.issues.listMilestones({ ...at, state: "all" });
    expect(milestones.map(({ state }) => state)).toEqual(["closed"]);
    const { data: pulls } = await octokit.rest.pulls.list({ ...at, direction: "asc", per_page: 100 });
    const orders = pulls.map(({ head, base }) => `${head.ref.slice(0, 5)} on ${base.ref.slice(0, 5)}`);
    expect(orders.sort()).toEqual([
      ...["t/00a on main", "t/00b on t/00a", "t/00c on t/00b", "t/00d on t/00c", "t/01a on t/00d"],
    ]);
    await git("fetch", "--quiet", "origin");
    const last = pulls.find(({ head }) => head.ref.startsWith("t/00d"))?.head.ref;
    for (const folder of ["api", "core", "store", "web"])
      expect(await git("rev-parse", `origin/${last}:src/${folder}`)).toBe(
        await git("rev-parse", `main:wanted/src/${folder}`),
      );
  };

  test("are cut into four pull requests where the plan says so", async () => {
    const shop = await install("oversized: split\n");
    await shop.dispatch({ plan: "small" });
    await shop.quiet();
    await expectParts(shop);
  }, 900_000);

  test("are cut when a person comments `/milepost split`", async () => {
    const shop = await install("");
    await shop.dispatch({ plan: "small" });
    await shop.quiet();
    expect((await shop.issue("Much")).labels).toContain("milepost:blocked");
    expect(await shop.say("Much", "/milepost split")).toContain("cut into parts");
    await expectParts(shop);
  }, 900_000);
});
