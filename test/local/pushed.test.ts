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

test("a base that is rewound under an agent's hands, then under open pull requests, is nobody's attempt: all is made anew without what is gone", async () => {
  using world = newWorld();
  const commits = ["first", "second"].map((name) => {
    const sha = world.git("rev-parse", "HEAD").trim();
    writeFileSync(join(world.repo, `${name}.txt`), `${name}\n`);
    world.git("add", `${name}.txt`);
    world.git("commit", "--quiet", `--message=Drop the ${name}`);
    return sha;
  });
  const plan = world.plan(`bodies:
  - { body: a, owns: ["src/a/**"], todos: [{ todo: a1, order: 00a, title: A }, { todo: a2, order: 00b, title: B }] }
`);
  const forge = join(world.repo, ".milepost/forge/repositories/owner/R.git");
  const git = (...args: string[]) => execFileSync("git", ["--git-dir", forge, ...args], { encoding: "utf8" });
  const rewind = (todo: string, to = "") =>
    `[ "$MILEPOST_TODO" != ${todo} ] || git --git-dir='${forge}' update-ref refs/heads/main ${to}\n`;
  const agent = world.file("agent.sh", agentScript(rewind("a1", commits[1])));
  const reviewer = world.file(
    "reviewer.sh",
    reviewerScript().replace("#!/bin/sh\n", `#!/bin/sh\n${rewind("a2", commits[0])}`),
  );
  const { code, events } = await runToEnd(world, { plan, agent, reviewer });
  const results = events.flatMap((event) => (event.type === "settled" ? [event.result] : []));
  expect(results).toEqual(["interrupted", "approved", "approved", "restacked", "restacked"]);
  expect([code, agentRunsIn({ events } as Ran)]).toEqual([0, 3]);
  for (const name of [branch, "t/00b-a2"]) {
    expect(git("log", "--format=%s", `main..${name}`)).not.toContain("Drop");
    expect(git("ls-tree", "-r", "--name-only", name)).not.toMatch(/first|second/);
  }
  expect(git("diff", "--name-only", "main", "t/00b-a2")).toBe("src/a/a1.txt\nsrc/a/a2.txt\n");
});
