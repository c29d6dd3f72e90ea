import { mkdirSync, readdirSync, renameSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import { trySandbox } from "../../src/agents/sandbox/try.ts";
import { proxy } from "../agents/sandbox/scene.ts";
import { milepost } from "../cli/milepost.ts";
import { disk } from "../folders.ts";
import { agentScript, deciding, newWorld, reviewerScript, runToEnd, type World } from "./world.ts";

const { ok } = await trySandbox(proxy);
const sandboxed = (name: string, body: () => Promise<void>) =>
  ok ? test(name, body) : test.skip(`${name} (skipped: needs a sandbox)`, body);

const bodies = `limits: { attempts: 2, fixes: 0 }
bodies:
  - { body: a, todos: [{ todo: a1, order: 00a, title: A }] }
  - { body: b, todos: [{ todo: b1, order: 00b, title: B }] }
`;

const inA = (shell: string) => `if [ "$MILEPOST_BODY" = a ]; then ${shell}; fi`;

/** What a person sees of their repository. */
const asItWas = (world: World) => {
  const refs = world.git("for-each-ref").split("\n");
  return [
    world.git("status", "--porcelain"),
    world.git("config", "--list", "--local"),
    refs.filter((ref) => !ref.includes("refs/remotes/milepost/")).join("\n"),
    readdirSync(join(world.repo, ".git/hooks")).join(),
  ];
};

sandboxed(
  "an agent that leaves its worktree blocks its todo with what it tried, and changes nothing",
  async () => {
    using world = newWorld(disk);
    const before = asItWas(world);
    const ran = await runToEnd(world, {
      plan: world.plan(`sandbox: required\n${bodies}`),
      agent: world.file(
        "agent.sh",
        agentScript(
          inA(`git -C "${world.repo}" branch stolen || true; echo mine > "${world.repo}/README.md"`),
        ),
      ),
      reviewer: world.file("reviewer.cjs", reviewerScript()),
    });
    expect(ran.code).toBe(2);
    expect(ran.result.todos).toEqual({ total: 2, done: 1, blocked: 1 });
    expect(ran.result.waiting.join()).toMatch(
      /the sandbox denied it to write .*README\.md.*Read-only file system/s,
    );
    expect(ran.events).toContainEqual(
      expect.objectContaining({ type: "step", todo: "a1", stage: "agent denied" }),
    );
    expect(asItWas(world)).toEqual(before);
  },
);

sandboxed("commands and reviewers are held as agents are", async () => {
  using world = newWorld(disk);
  const before = asItWas(world);
  const steal = `echo mine > "${world.repo}/README.md"`;
  const forge = `try { writeFileSync(process.env.MILEPOST_DIFF.replace("change.diff", "review.json"), "{}"); } catch {}
try { writeFileSync("README.md", "mine"); } catch {}`;
  const plan = world.plan(
    `sandbox: required\ncheckBase: false\nsetup: ["true"]\nverify: ["sh ./check.sh"]\n${bodies}`,
  );
  const ran = await runToEnd(world, {
    plan,
    agent: world.file("agent.sh", agentScript(`echo true > check.sh; ${inA(`echo '${steal}' > check.sh`)}`)),
    reviewer: world.file(
      "reviewer.cjs",
      deciding().replace("const compliance", `${forge}\nconst compliance`),
    ),
  });
  expect(ran.result.todos).toEqual({ total: 2, done: 1, blocked: 1 });
  expect(ran.result.waiting.join()).toMatch(/verify/);
  const denied = ran.events.flatMap((event) =>
    event.type === "step" && event.stage.endsWith("denied") ? [`${event.stage} ${event.detail}`] : [],
  );
  expect(denied).toContainEqual(expect.stringMatching(/^command denied write .*R\/README\.md$/));
  expect(denied).toContainEqual(expect.stringMatching(/^reviewer denied write .*review\.json/));
  const { stdout } = await milepost(["show", "b1", "--plan", plan, "--repo", world.repo]);
  expect(stdout).toMatch(/^Denied by the sandbox\n #1 reviewer: write .*review\.json/m);
  expect(asItWas(world)).toEqual(before);
});

sandboxed("a repository in memory whose name is a pattern is worked on as any other", async () => {
  using world = newWorld();
  const repo = join(world.dir, "[client] shop");
  renameSync(world.repo, repo);
  const ran = await runToEnd(
    { ...world, repo },
    {
      plan: world.plan(`sandbox: required\ncheckBase: false\nverify: ["test -d src"]\n${bodies}`),
      agent: world.file("agent.sh", agentScript()),
      reviewer: world.file("reviewer.cjs", reviewerScript()),
    },
  );
  expect(ran.result.todos).toEqual({ total: 2, done: 2, blocked: 0 });
});

/** The machine's programs without bubblewrap. */
const pathWithout = (world: World): string => {
  const folder = join(world.dir, "bin");
  mkdirSync(folder);
  const seen = new Set(["bwrap"]);
  for (const place of (process.env.PATH ?? "").split(delimiter)) {
    for (const name of namesIn(place)) {
      if (!seen.has(name)) symlinkSync(join(place, name), join(folder, name));
      seen.add(name);
    }
  }
  return folder;
};

const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

const runWithout = (world: World, sandbox: string) =>
  runToEnd(world, {
    plan: world.plan(`sandbox: ${sandbox}\n${bodies}`),
    agent: world.file("agent.sh", agentScript()),
    reviewer: world.file("reviewer.cjs", reviewerScript()),
    env: { PATH: pathWithout(world) },
  });

test("a plan that requires a sandbox is refused on a machine without one, before anything is done", async () => {
  using world = newWorld(disk);
  const ran = await runWithout(world, "required");
  expect(ran.code).toBe(1);
  expect(ran.stderr).toMatch(/requires a sandbox.*bubblewrap.*apt-get install/s);
  expect(world.git("status", "--porcelain", "--ignored").trim()).toBe("");
});

test("a plan that only wants a sandbox runs without one, and says so loudly", async () => {
  using world = newWorld(disk);
  const ran = await runWithout(world, "auto");
  expect(ran.code).toBe(0);
  expect(ran.stderr).toContain("WITHOUT A SANDBOX");
  expect(ran.events).toContainEqual({
    type: "warning",
    message: expect.stringContaining("WITHOUT A SANDBOX"),
  });
});
