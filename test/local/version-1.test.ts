import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { agentScript, forgeState, linesOf, newWorld, reviewerScript, runToEnd } from "./world.ts";

/*
 * `version-1/forge.tar.gz` is the folder `.milepost/forge` that Milepost 0.1.0 (commit 5511d13) left of this plan when its
 * run was killed by SIGKILL: a1 is approved, and asked for a new todo; a2 is with its agent, b1 with its reviewer; c1 was
 * sent back and is with its agent; d1 is blocked by a question; the others wait. The tokens in it were for that forge
 * alone. It was packed by `tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -c forge | gzip -n -9`.
 */
const forge = join(process.cwd(), "test/local/version-1/forge.tar.gz");
const plan = `parallel: 5
bodies:
  - { body: a, todos: [{ todo: a1, title: A1 }, { todo: a2, title: A2 }, { todo: a3, title: A3 }] }
  - { body: b, todos: [{ todo: b1, title: B1 }] }
  - { body: c, todos: [{ todo: c1, title: C1 }] }
  - { body: d, todos: [{ todo: d1, title: D1 }] }
  - { body: e, todos: [{ todo: e1, title: E1, needs: [a1, b1] }] }
`;

test("a plan that version 1 was killed in goes on from its forge, and closes", async () => {
  using world = newWorld();
  const home = join(world.repo, ".milepost");
  mkdirSync(home);
  execFileSync("tar", ["--extract", "--gzip", "--no-same-owner", "--file", forge, "--directory", home]);
  world.git("fetch", "--quiet", join(home, "forge/repositories/owner/R.git"), "main");
  world.git("reset", "--quiet", "--hard", "FETCH_HEAD");
  const ran = await runToEnd(world, {
    plan: world.plan(plan),
    agent: world.file("agent.sh", agentScript(`echo "$MILEPOST_TODO" >> "${world.dir}/agents"`)),
    reviewer: world.file("reviewer.cjs", reviewerScript()),
    more: ["--retry"],
  });
  expect([ran.result.waiting, ran.code]).toEqual([[], 0]);
  expect(ran.result).toMatchObject({ milestone: { state: "closed" }, todos: { total: 8, done: 8 } });
  // What is approved, and what only waits for its verdict, no agent sees again.
  expect(linesOf(world, "agents").sort()).toEqual(["a2", "a3", "c1", "d1", "describe-a1-d86206", "e1"]);
  const { issues, pulls } = await forgeState(world);
  expect(issues).toEqual(
    ["A1", "A2", "A3", "B1", "C1", "D1", "Describe A1", "E1", "Milepost: Test", "Say more"].map(
      (title) => `${title}: closed`,
    ),
  );
  const reviews = new Map(pulls.map((pull) => [pull.title, pull.reviews.length]));
  expect([pulls.length, reviews.get("A1"), reviews.get("B1"), reviews.get("C1")]).toEqual([8, 1, 1, 2]);
});
