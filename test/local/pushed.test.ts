import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { agentScript, newWorld, type Ran, reviewerScript, runToEnd, type World } from "./world.ts";

const branch = "t/00a-a1";

/** What a person pushes to the pull request's branch while nothing runs. */
const pushAsPerson = (world: World, note: string): string => {
  const clone = join(world.dir, "person");
  const forge = join(world.repo, ".milepost/forge/repositories/owner/R.git");
  const git = (...args: string[]) => execFileSync("git", ["-C", clone, ...args], { encoding: "utf8" }).trim();
  if (!existsSync(clone)) execFileSync("git", ["clone", "--quiet", "--branch", branch, forge, clone]);
  git("pull", "--quiet");
  writeFileSync(join(clone, "src/a/note.txt"), `${note}\n`);
  git("add", "--all");
  git(
    "-c",
    "user.name=Ada",
    "-c",
    "user.email=ada@example.com",
    "commit",
    "--quiet",
    "--signoff",
    "-m",
    note,
  );
  git("push", "--quiet", "origin", `HEAD:${branch}`);
  return git("rev-parse", "HEAD");
};

const agentRunsIn = ({ events }: Ran): number =>
  events.filter((event) => event.type === "step" && event.stage === "agent").length;

test("what a person pushes is judged before its review; what fails goes to the agent, and the plan ends", async () => {
  using world = newWorld();
  // What verify leaves is nobody's work, so the agent that mends what failed does not hand it in.
  const plan = world.plan(`verify: ["touch left-by-verify; ! grep -rq broken src"]
bodies:
  - { body: a, owns: ["src/a/**"], todos: [{ todo: a1, order: 00a, title: A }] }
`);
  const repair =
    "mkdir -p src/a; if [ -e src/a/note.txt ]; then word=mended; else word=broken; fi; echo $word > src/a/note.txt";
  const agent = world.file("agent.sh", agentScript(repair));
  const reviewer = world.file("reviewer.cjs", reviewerScript());
  const run = () => runToEnd(world, { plan, agent, reviewer });
  expect((await run()).code).toBe(0);

  const good = pushAsPerson(world, "helpful");
  const second = await run();
  expect(second.result.criteria).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: "verdicts", evidence: expect.stringContaining(good.slice(0, 10)) }),
      expect.objectContaining({ name: "checks", ok: true }),
    ]),
  );
  expect([second.code, agentRunsIn(second)]).toEqual([0, 0]);

  pushAsPerson(world, "broken");
  const third = await run();
  const results = third.events.flatMap((event) => (event.type === "settled" ? [event.result] : []));
  expect(results).toEqual(["refused", "approved"]);
  expect([third.code, agentRunsIn(third)]).toEqual([0, 1]);
  expect(third.result.milestone?.state).toBe("closed");
});

test("a base that is rewound under an agent's hands is nobody's attempt: its work begins anew, without what is gone", async () => {
  using world = newWorld();
  const first = world.git("rev-parse", "HEAD").trim();
  writeFileSync(join(world.repo, "dropped.txt"), "dropped\n");
  world.git("add", "dropped.txt");
  world.git("commit", "--quiet", "--message=Drop me");
  const plan = world.plan(`bodies:
  - { body: a, owns: ["src/a/**"], todos: [{ todo: a1, order: 00a, title: A }] }
`);
  const forge = join(world.repo, ".milepost/forge/repositories/owner/R.git");
  const agent = world.file(
    "agent.sh",
    agentScript(`git --git-dir='${forge}' update-ref refs/heads/main ${first}`),
  );
  const reviewer = world.file("reviewer.cjs", reviewerScript());
  const { code, events } = await runToEnd(world, { plan, agent, reviewer });
  const results = events.flatMap((event) => (event.type === "settled" ? [event.result] : []));
  expect(results).toEqual(["interrupted", "approved"]);
  expect(code).toBe(0);
  const paths = execFileSync("git", ["--git-dir", forge, "ls-tree", "-r", "--name-only", branch], {
    encoding: "utf8",
  });
  expect(paths).toContain("src/a");
  expect(paths).not.toContain("dropped.txt");
});
