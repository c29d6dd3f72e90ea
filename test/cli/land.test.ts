import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { agentScript, newWorld, reviewerScript, runToEnd, type World } from "../local/world.ts";
import { milepost } from "./milepost.ts";

const bodies = `verify: ["! test -e src/a/bad"]
bodies:
  - { body: a, todos: [{ todo: a1, order: 00a, title: First }, { todo: a2, order: 01a, title: Second }] }
  - { body: b, todos: [{ todo: b1, order: 00b, title: Third }] }
`;

/** A plan that is done, with the commands that land it. */
const doneWorld = async (
  base = "main",
): Promise<
  World & {
    land: (...more: string[]) => ReturnType<typeof milepost>;
    setting: Parameters<typeof runToEnd>[1];
  }
> => {
  const world = newWorld();
  if (base !== "main") world.git("branch", "--move", "main", base);
  const plan = world.plan(bodies);
  const setting = {
    plan,
    agent: world.file("agent.sh", agentScript()),
    reviewer: world.file("reviewer.cjs", reviewerScript()),
  };
  expect((await runToEnd(world, setting)).code).toBe(0);
  return { ...world, setting, land: (...more) => milepost(["land", plan, "--repo", world.repo, ...more]) };
};

test("approved work lands in order in a branch, with a merge for each todo; the plan's base is there to compare", async () => {
  using world = await doneWorld();
  const { git, land } = world;
  expect(git("rev-parse", "refs/remotes/milepost/main")).toBe(git("rev-parse", "main"));
  const refused = await land();
  expect([refused.exitCode, refused.stderr]).toEqual([
    1,
    expect.stringMatching(/main is checked out in .*\n.*--yes/s),
  ]);
  const landed = await land("--into", "all");
  expect([landed.exitCode, landed.stdout]).toEqual([
    0,
    expect.stringMatching(/^all is at \w+, with 3 approved todos: 00a, 00b, 01a/),
  ]);
  expect(git("log", "--first-parent", "--format=%s", "main..all").trim().split("\n")).toEqual([
    "Merge 01a: Second",
    "Merge 00b: Third",
    "Merge 00a: First",
  ]);
  expect(git("ls-tree", "-r", "--name-only", "all").trim().split("\n")).toEqual([
    ...["README.md", "src/a/a1.txt", "src/a/a2.txt", "src/b/b1.txt"],
  ]);
  expect(git("log", "-1", "--format=%B", "all")).toContain("Signed-off-by: Milepost <milepost@example.com>");
  expect((await land("--into", "all")).stdout).toBe("all has all that is approved");
  const here = await land("--yes", "--json");
  expect(JSON.parse(String(here.stdout))).toMatchObject({
    branch: "main",
    result: "landed",
    todos: ["00a", "00b", "01a"],
  });
  expect([git("status", "--porcelain"), git("rev-parse", "main^{tree}")]).toEqual([
    "",
    git("rev-parse", "all^{tree}"),
  ]);
});

test("a branch on which the approved work conflicts or fails is left as it is; the branch taken for a base that is not there is landed in", async () => {
  using world = await doneWorld("master");
  const { git, land, repo } = world;
  const own = (branch: string, path: string): void => {
    git("checkout", "--quiet", "-b", branch, "master");
    mkdirSync(dirname(join(repo, path)), { recursive: true });
    writeFileSync(join(repo, path), "mine\n");
    git("add", "--all");
    git("commit", "--quiet", "--message=Mine");
    git("checkout", "--quiet", "master");
  };
  own("conflicting", "src/b/b1.txt");
  own("failing", "src/a/bad");
  for (const [branch, why] of [
    ["conflicting", /^nothing was landed: 00b conflicts with conflicting in src\/b\/b1.txt/],
    ["failing", /^nothing was landed: `! test -e src\/a\/bad` fails on failing/],
  ] as const) {
    const { exitCode, stdout } = await land("--into", branch);
    expect([exitCode, stdout]).toEqual([2, expect.stringMatching(why)]);
    expect(git("log", "-1", "--format=%s", branch).trim()).toBe("Mine");
  }
  git("checkout", "--quiet", "failing");
  expect((await land()).stdout).toMatch(/^master is at \w+, with 3 approved todos/);
  expect(git("branch", "--list", "main")).toBe("");
});

test("a base that has gone another way than the forge's is told, with the command that mends it", async () => {
  using world = await doneWorld();
  const { git, repo, setting } = world;
  writeFileSync(join(repo, "README.md"), "changed\n");
  git("commit", "--quiet", "--all", "--amend", "--message=Another first commit");
  const mends =
    /main and the forge's \(milepost\/main\) have gone different ways: 1 commit here, 1 there.*git checkout main && git merge milepost\/main/;
  const { plan } = setting;
  expect((await milepost(["preview", plan, "--repo", repo])).stderr).toMatch(mends);
  expect((await milepost(["doctor", plan, "--repo", repo, "--forge", "local"])).stdout).toMatch(
    /have gone different ways/,
  );
  const { events } = await runToEnd(world, setting);
  expect(events).toContainEqual({ type: "warning", message: expect.stringMatching(mends) });
});
