import { join } from "node:path";
import { emptyTree } from "../../src/core/empty-tree.ts";
import { PushRefused } from "../../src/core/push-refused.ts";
import { openPublisher, type Publisher } from "../../src/git/repositories/publisher.ts";
import { createBranchByPush } from "../../src/github/branches.ts";
import { claimsBefore, win, winByPush } from "../../src/github/claims.ts";
import { openWorld, type Workshop, type World } from "../forge/world.ts";
import { clientOf } from "./client.ts";

let world: World;
let workshop: Workshop;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  workshop = await world.repository();
});

const note = (run: string) => ({ run, todo: "a", round: 1, at: "2026-01-01T00:00:00Z", starts: [] });

/** Publishers of machines that know nothing of each other, of which those beside the forge push into it directly. */
const machines = (way: "by git" | "directly"): Promise<Publisher[]> => {
  const { owner, repo, dir } = workshop;
  const token = world.token("bot") ?? "";
  const folder = join(world.dataDir, "repositories", owner, `${repo}.git`);
  return Promise.all(
    ["one", "other"].map((name) =>
      openPublisher({
        dir: join(dir, `../${repo}-${name}.git`),
        url: `${world.forge.url}/${owner}/${repo}.git`,
        token,
        ...(way === "directly"
          ? {
              borrow: folder,
              take: (push) => world.forge.takePush({ ...push, owner, name: repo, token }),
            }
          : {}),
      }),
    ),
  );
};

test.each(["by git", "directly"] as const)(
  "of two who claim %s what they saw alike one wins",
  async (way) => {
    const both = await machines(way);
    const claim = async (last: string | null, runs: readonly string[]) => {
      const wins = await Promise.all(
        both.map((git, at) => winByPush(git, { plan: "p", last, note: note(runs[at] ?? "") })),
      );
      const [won, lost] = wins.toSorted((a, b) => Number(b.won) - Number(a.won));
      expect([won?.won, lost?.won]).toEqual([true, false]);
      expect(lost).toMatchObject({ sha: won?.sha, holder: { run: runs[wins.findIndex((win) => win.won)] } });
      return won?.sha ?? "";
    };
    const first = await claim(null, ["1", "2"]);
    const second = await claim(first, ["3", "4"]);
    const [git] = both;
    expect(git && (await claimsBefore(git, second, 5))).toMatchObject([{ sha: first, before: null }]);
    expect(await workshop.git("ls-remote", "origin", "refs/milepost/claims/p/a")).toContain(second);
  },
);

test.each(["by a push", "by the API"])(
  "a forge that takes no empty tree is claimed on %s, with one file",
  async (way) => {
    const [git] = await machines("by git");
    if (!git) throw new Error("there are two machines");
    const { octokit, ...github } = clientOf(world, workshop);
    const holdsFile = async (commit: string) => (await git.git(["ls-tree", commit])).stdout !== "";
    octokit.hook.before("request", ({ url, tree }) => {
      if (url.endsWith("/git/commits") && tree === emptyTree)
        throw Object.assign(new Error("Tree SHA does not exist"), { status: 422 });
    });
    const push = async (...[sha, ref, lease]: Parameters<Publisher["push"]>) => {
      if (!(await holdsFile(sha))) throw new PushRefused("the forge refused: missing necessary objects");
      await git.push(sha, ref, lease);
    };
    const claim = (last: string | null) => {
      const claiming = { plan: "p", last, note: note("1") };
      return way === "by a push"
        ? winByPush({ ...git, push }, claiming)
        : win({ ...github, octokit }, claiming);
    };
    const first = await claim(null);
    const second = await claim(first.sha);
    expect([first.won, second.won]).toEqual([true, true]);
    expect(await claimsBefore(git, second.sha, 5)).toMatchObject([{ sha: first.sha }]);
    expect((await git.git(["ls-tree", "--name-only", second.sha])).stdout).toBe("README\n");
  },
);

test("a claim whose push was answered by nobody is its own", async () => {
  const [git] = await machines("by git");
  if (!git) throw new Error("there are two machines");
  const unanswered = async (...push: Parameters<Publisher["push"]>) => {
    await git.push(...push);
    await git.push(...push);
  };
  expect(
    await winByPush({ ...git, push: unanswered }, { plan: "p", last: null, note: note("1") }),
  ).toMatchObject({
    won: true,
  });
});

test("a branch is made without a request where the forge's folder is here, and is the API's to refuse", async () => {
  const [git] = await machines("directly");
  if (!git) throw new Error("there are two machines");
  const github = clientOf(world, workshop);
  const sha = (await git.headOf("main")) ?? "";
  expect(await createBranchByPush(git, github, { branch: "a", sha, starts: [] })).toBe(sha);
  expect(github.requests).toEqual({ read: 0, write: 0 });
  const theirs = await workshop.push("a", { theirs: "1\n" }, "main");
  const main = await workshop.push("main", { more: "1\n" });
  expect(await createBranchByPush(git, github, { branch: "a", sha: main, starts: [] })).toBeNull();
  expect(await git.headOf("a")).toBe(theirs);
});
