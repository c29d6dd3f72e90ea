import { rmSync } from "node:fs";
import { join } from "node:path";
import { lossOfHome, rememberHome } from "../../src/local/lost-home.ts";
import { milepost } from "../cli/milepost.ts";
import { agentScript, linesOf, newWorld, reviewerScript, runToEnd } from "./world.ts";

test("what git clean takes with it is noticed, and begun anew only when a person says so", async () => {
  using world = newWorld();
  const plan = world.plan("bodies:\n  - { body: a, todos: [{ todo: a1, title: A }] }\n");
  const setting = {
    plan,
    agent: world.file("agent.sh", agentScript(`echo "$MILEPOST_TODO" >> ${world.dir}/worked`)),
    reviewer: world.file("reviewer.cjs", reviewerScript()),
  };
  expect((await runToEnd(world, setting)).code).toBe(0);
  const place = { gitDir: join(world.repo, ".git") };
  await rememberHome(place, "other");
  world.git("clean", "-fdxq");
  rmSync(join(world.repo, ".milepost"), { recursive: true, force: true });
  const lost =
    /\.milepost is gone, and with it the issues, pull requests and unapproved work of test, other; 2 approved branches .*milepost\/\*/;
  const refused = await runToEnd(world, setting);
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(lost)]);
  const status = await milepost(["status", plan, "--repo", world.repo]);
  expect([status.exitCode, status.stderr]).toEqual([1, expect.stringMatching(/--anew/)]);
  expect(linesOf(world, "worked")).toEqual(["a1"]);
  expect((await runToEnd(world, { ...setting, more: ["--anew"] })).code).toBe(0);
  expect(linesOf(world, "worked")).toEqual(["a1", "a1"]);
  const home = { dir: join(world.repo, ".milepost"), forge: join(world.repo, ".milepost/forge") };
  expect(await lossOfHome(place, home, "test")).toBe(null);
  expect(await lossOfHome(place, home, "other")).toMatch(/an earlier .* is gone, .* work of other;/);
});
