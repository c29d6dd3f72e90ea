import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { agentScript, newWorld, reviewerScript, runToEnd, type World } from "./world.ts";

const plan = `bodies:
  - { body: a, todos: [{ todo: a1, order: 00a, title: A }] }
`;

const git = (cwd: string, ...args: string[]) =>
  execFileSync("git", ["-C", cwd, ...args], { encoding: "utf8" });

const hook = '#!/bin/sh\ntouch "$(dirname "$0")/ran"\nexit 1\n';

/** Makes a repository out of the world's, and answers its folder. */
const kinds: Record<string, (world: World) => string> = {
  "one with hooks that refuse everything, changes that are not committed, a branch of the todo's name, and spaces and letters of the world in its path":
    ({ dir, repo }) => {
      git(repo, "branch", "t/00a-a1");
      writeFileSync(join(repo, "README.md"), "changed\n");
      writeFileSync(join(repo, "new.txt"), "new\n");
      git(repo, "add", "new.txt");
      for (const name of ["pre-commit", "commit-msg", "post-checkout", "pre-push", "reference-transaction"]) {
        writeFileSync(join(repo, ".git/hooks", name), hook, { mode: 0o755 });
      }
      const other = join(dir, "ein Pfad – 路");
      execFileSync("mv", [repo, other]);
      return other;
    },
  "one that is itself a worktree, of one that sends this machine's addresses elsewhere": ({ dir, repo }) => {
    git(repo, "config", "url.http://nowhere.invalid/.insteadOf", "http://127.0.0.1");
    git(repo, "worktree", "add", "--quiet", join(dir, "linked"), "-b", "linked");
    return join(dir, "linked");
  },
  "a bare one whose branch is called otherwise": ({ dir, repo }) => {
    git(repo, "branch", "--move", "main", "trunk");
    git(dir, "clone", "--quiet", "--bare", repo, "bare.git");
    return join(dir, "bare.git");
  },
  "a shallow one whose HEAD is detached": ({ dir, repo }) => {
    git(repo, "commit", "--quiet", "--allow-empty", "--message=Second");
    git(dir, "clone", "--quiet", "--depth=1", `file://${repo}`, "shallow");
    git(join(dir, "shallow"), "checkout", "--quiet", "--detach");
    return join(dir, "shallow");
  },
  "a folder inside of one": ({ repo }) => {
    mkdirSync(join(repo, "inner"));
    return join(repo, "inner");
  },
};

const stateOf = (repo: string): string =>
  [
    git(repo, "for-each-ref", "--format=%(refname) %(objectname)", "refs/heads", "refs/tags"),
    git(repo, "rev-parse", "HEAD"),
    git(repo, "rev-parse", "--is-bare-repository").startsWith("true")
      ? ""
      : git(repo, "status", "--porcelain"),
  ].join("\n");

test.each(Object.entries(kinds))("closes a milestone on %s and leaves it as it was", async (_kind, make) => {
  using world = newWorld();
  const repo = make(world);
  const before = stateOf(repo);
  const ran = await runToEnd(
    { ...world, repo },
    {
      plan: world.plan(plan),
      agent: world.file("agent.sh", agentScript()),
      reviewer: world.file("reviewer.cjs", reviewerScript()),
    },
  );
  expect(ran.stderr).toBe("");
  expect(ran.code).toBe(0);
  expect(stateOf(repo)).toBe(before);
  expect(git(repo, "log", "-1", "--format=%s", "refs/remotes/milepost/t/00a-a1").trim()).toBe(
    "Work on a1, round 1",
  );
  expect(existsSync(join(repo, ".git/hooks/ran"))).toBe(false);
  expect(existsSync(join(world.dir, "linked/.milepost"))).toBe(false);
});

const refused: Record<string, { make: (world: World) => string; says: RegExp }> = {
  "a folder that is none": { make: ({ dir }) => dir, says: /not in a git repository[\s\S]*git init/ },
  "a missing folder": { make: ({ dir }) => join(dir, "nowhere"), says: /there is no folder/ },
  "one without a commit": {
    make: ({ dir }) => {
      git(dir, "init", "--quiet", "empty");
      return join(dir, "empty");
    },
    says: /has no commit[\s\S]*first one/,
  },
  "one whose forge cannot say where it is": {
    make: ({ repo }) => {
      mkdirSync(join(repo, ".milepost/forge.json"), { recursive: true });
      return repo;
    },
    says: /EISDIR/,
  },
};

test.each(Object.entries(refused))("refuses %s with the next step", async (_kind, { make, says }) => {
  using world = newWorld();
  const ran = await runToEnd(
    { ...world, repo: make(world) },
    {
      plan: world.plan(plan),
      agent: world.file("agent.sh", agentScript()),
      reviewer: world.file("reviewer.cjs", reviewerScript()),
    },
  );
  expect(ran.code).toBe(1);
  expect(ran.stderr).toMatch(says);
});
