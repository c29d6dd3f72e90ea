import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { agentScript, newWorld, reviewerScript, runToEnd, type World } from "./world.ts";

/** The base's tests are its file `check.sh`, which notes that it ran. */
const commitCheck = (world: World, script: string): void => {
  writeFileSync(join(world.repo, "check.sh"), `echo run >> "${world.dir}/checked"\n${script}\n`);
  world.git("add", ".");
  world.git("commit", "--quiet", "--message=Check");
};

const count = (world: World, name: string): number =>
  existsSync(join(world.dir, name)) ? readFileSync(join(world.dir, name), "utf8").split("\n").length - 1 : 0;

test("a base whose tests are broken starts and costs nothing, and goes on when it is repaired", async () => {
  using world = newWorld();
  const setting = {
    plan: world.plan(
      'verify: ["sh ./check.sh"]\nbodies:\n  - { body: a, todos: [{ todo: a1, title: A }] }\n  - { body: b, todos: [{ todo: b1, title: B }] }\n',
    ),
    agent: world.file("agent.sh", agentScript(`echo paid >> "${world.dir}/paid"`)),
    reviewer: world.file("reviewer.cjs", reviewerScript()),
  };
  commitCheck(world, "echo 3 of 4 failed; exit 1");
  const broken = await runToEnd(world, setting);
  expect(broken.code).toBe(2);
  expect(broken.result).toMatchObject({ todos: { total: 2, done: 0, blocked: 0 }, spent: { runs: 0 } });
  expect(broken.result.waiting).toEqual([
    expect.stringMatching(/nothing was paid: on the base `main` `verify` fails at .*\n[\s\S]*3 of 4 failed$/),
  ]);
  expect([count(world, "paid"), count(world, "checked")]).toEqual([0, 1]);

  commitCheck(world, "true");
  const repaired = await runToEnd(world, setting);
  expect(repaired.code).toBe(0);
  expect(repaired.result.todos).toEqual({ total: 2, done: 2, blocked: 0 });
  // Once on each base, once for each todo, and once on both together.
  expect([count(world, "paid"), count(world, "checked")]).toEqual([2, 5]);

  // What was proved is on the forge, not on this machine.
  for (const lost of ["hub.git", "publisher.git", "lanes"])
    rmSync(join(world.repo, ".milepost", lost), { recursive: true });
  world.file(
    "plan.yml",
    `${readFileSync(setting.plan, "utf8")}  - { body: c, todos: [{ todo: c1, title: C }] }\n`,
  );
  await runToEnd(world, setting);
  expect([count(world, "paid"), count(world, "checked")]).toEqual([3, 7]);
});
