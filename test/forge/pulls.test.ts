import type { Octokit } from "@octokit/rest";
import { clientOf } from "./client.ts";
import { openWorld, type Workshop, type World } from "./world.ts";

let world: World;
let workshop: Workshop;
let at: { owner: string; repo: string };
let bot: Octokit;
let reviewer: Octokit;

beforeAll(async () => {
  world = await openWorld();
  [bot, reviewer] = [clientOf(world, "bot"), clientOf(world, "reviewer")];
});
beforeEach(async () => {
  workshop = await world.repository();
  at = { owner: workshop.owner, repo: workshop.repo };
});
afterAll(() => world[Symbol.asyncDispose]());

const open = async (head: string, base = "main", body = ""): Promise<number> =>
  (await bot.pulls.create({ ...at, title: `Add ${head}`, head, base, body })).data.number;

const read = async (pull_number: number) => (await bot.pulls.get({ ...at, pull_number })).data;

/** Reads a pull request until the forge has tried to merge it. */
const settled = async (pull_number: number) => {
  for (;;) {
    const pull = await read(pull_number);
    if (pull.mergeable !== null) return pull;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

const failure = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  return { status: Reflect.get(Object(error), "status"), message: Reflect.get(Object(error), "message") };
};

test("a pull request is reviewed by another identity and merged, and closes its issue", async () => {
  const { data: issue } = await bot.issues.create({ ...at, title: "Todo" });
  await workshop.push("a", { "a.txt": "a\n" }, "main");
  const pull_number = await open("a", "main", `Closes #${issue.number}`);
  await bot.pulls.requestReviewers({ ...at, pull_number, reviewers: ["milepost-reviewer"] });
  const own = await failure(bot.pulls.createReview({ ...at, pull_number, event: "APPROVE" }));
  expect(own).toMatchObject({
    status: 422,
    message: expect.stringContaining("Can not approve your own pull request"),
  });
  const { data: review } = await reviewer.pulls.createReview({ ...at, pull_number, event: "APPROVE" });
  expect(review).toMatchObject({ state: "APPROVED", user: { login: "milepost-reviewer" } });
  expect((await settled(pull_number)).requested_reviewers).toEqual([]);
  const { data: merged } = await bot.pulls.merge({ ...at, pull_number });
  expect(await read(pull_number)).toMatchObject({
    merged: true,
    state: "closed",
    merge_commit_sha: merged.sha,
  });
  expect((await bot.issues.get({ ...at, issue_number: issue.number })).data.state).toBe("closed");
  const { data: commit } = await bot.repos.getCommit({ ...at, ref: "main" });
  expect(commit).toMatchObject({
    sha: merged.sha,
    author: { login: "milepost-bot" },
    commit: { message: `Merge pull request #${pull_number} from acme/a\n\nAdd a` },
  });
});

test("mergeable is unknown at first, and says what a failing status makes of it", async () => {
  const sha = await workshop.push("a", { "a.txt": "a\n" }, "main");
  const { data: pull } = await bot.pulls.create({ ...at, title: "A", head: "a", base: "main" });
  expect(pull).toMatchObject({ mergeable: null, mergeable_state: "unknown" });
  expect(await settled(pull.number)).toMatchObject({ mergeable: true, mergeable_state: "clean" });
  await bot.repos.createCommitStatus({ ...at, sha, state: "failure", context: "gates" });
  expect((await read(pull.number)).mergeable_state).toBe("unstable");
  await bot.repos.createCommitStatus({ ...at, sha, state: "success", context: "gates" });
  expect((await read(pull.number)).mergeable_state).toBe("clean");
});

test("a conflict is told, and cannot be merged in any way", async () => {
  await workshop.push("a", { "README.md": "a\n" }, "main");
  await workshop.push("main", { "README.md": "b\n" });
  const pull_number = await open("a");
  expect(await settled(pull_number)).toMatchObject({ mergeable: false, mergeable_state: "dirty" });
  for (const merge_method of ["merge", "squash", "rebase"] as const) {
    const refused = await failure(bot.pulls.merge({ ...at, pull_number, merge_method }));
    expect(refused).toMatchObject({
      status: 405,
      message: expect.stringContaining("Pull Request is not mergeable"),
    });
  }
});

test("a head that has moved since it was judged is not merged", async () => {
  const sha = await workshop.push("a", { "a.txt": "a\n" }, "main");
  const pull_number = await open("a");
  await workshop.push("a", { "a.txt": "b\n" });
  const refused = await failure(bot.pulls.merge({ ...at, pull_number, sha }));
  expect(refused).toMatchObject({
    status: 409,
    message: expect.stringContaining("Head branch was modified. Review and try the merge again."),
  });
});

test("a squash makes one commit of the branch, and a rebase writes each anew", async () => {
  for (const merge_method of ["squash", "rebase"] as const) {
    await workshop.git("fetch", "--quiet", "origin");
    const before = await workshop.git("rev-list", "--count", "origin/main");
    await workshop.push(merge_method, { [`${merge_method}-1.txt`]: "1\n" }, "origin/main");
    await workshop.push(merge_method, { [`${merge_method}-2.txt`]: "2\n" });
    const pull_number = await open(merge_method);
    await bot.pulls.merge({ ...at, pull_number, merge_method });
    await workshop.git("fetch", "--quiet", "origin");
    const after = await workshop.git("rev-list", "--count", "origin/main");
    expect(Number(after) - Number(before)).toBe(merge_method === "squash" ? 1 : 2);
    const names = await workshop.git("log", "-1", "--format=%an %cn %P", "origin/main");
    expect(names).toMatch(
      merge_method === "squash" ? /^milepost-bot milepost-bot \w+$/ : /^Ada milepost-bot \w+$/,
    );
    expect(await workshop.git("ls-tree", "--name-only", "origin/main")).toContain(`${merge_method}-2.txt`);
    expect((await read(pull_number)).merged).toBe(true);
  }
});

test("a method that the repository does not allow is refused", async () => {
  await workshop.push("a", { "a.txt": "a\n" }, "main");
  const pull_number = await open("a");
  await clientOf(world, "owner").repos.update({ ...at, allow_merge_commit: false });
  expect(await failure(bot.pulls.merge({ ...at, pull_number }))).toMatchObject({
    status: 405,
    message: expect.stringContaining("Merge commits are not allowed on this repository."),
  });
});

test("a review with one comment outside the diff leaves nothing behind", async () => {
  await workshop.push("a", { "README.md": "one\n2\nthree\n" }, "main");
  const pull_number = await open("a");
  const comments = [
    { path: "README.md", line: 2, body: "Why?" },
    { path: "other.txt", line: 2, body: "And this?" },
  ];
  const wanted = { ...at, pull_number, event: "REQUEST_CHANGES", body: "No", comments } as const;
  expect(await failure(reviewer.pulls.createReview(wanted))).toMatchObject({ status: 422 });
  expect((await bot.pulls.listReviews({ ...at, pull_number })).data).toEqual([]);
  expect((await bot.pulls.listReviewComments({ ...at, pull_number })).data).toEqual([]);
});

test("two merges of one pull request at once make one merge", async () => {
  await workshop.push("a", { "a.txt": "a\n" }, "main");
  const pull_number = await open("a");
  const merges = await Promise.allSettled([1, 2, 3].map(() => bot.pulls.merge({ ...at, pull_number })));
  expect(merges.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});
