import { readRules } from "../../src/github/ci/rules.ts";
import { mergePull } from "../../src/github/merge.ts";
import { allowedMethods } from "../../src/github/merge-methods.ts";
import { openPull, retarget } from "../../src/github/pulls.ts";
import { openWorld } from "../forge/world.ts";
import { clientOf } from "./client.ts";

const how = {
  method: "merge",
  instead: "squash",
  tree: null,
  queue: false,
  free: false,
  title: "T (#1)",
  signOff: "Us <us@example.com>",
} as const;

const opened = async (world: Awaited<ReturnType<typeof openWorld>>) => {
  const at = await world.repository();
  const { owner, repo, push, git } = at;
  await push("change", { "new.txt": "new\n" }, "main");
  await git("commit", "--quiet", "--amend", "-m", "Change it", "-m", "Signed-off-by: Ann <ann@example.com>");
  await git("push", "--quiet", "--force", "origin", "change");
  const head = await git("rev-parse", "HEAD");
  const [bot, person] = [clientOf(world, { owner, repo }), clientOf(world, { owner, repo }, "owner")];
  const allow = (settings: object) => person.octokit.rest.repos.update({ owner, repo, ...settings });
  const content = { own: null, branch: "change", base: "main", title: "T", body: "", isNew: true };
  const { pull } = await openPull(bot, content);
  const tip = async () => {
    const { data } = await bot.octokit.rest.repos.getCommit({ owner, repo, ref: "main" });
    return { message: data.commit.message, parents: data.parents.length };
  };
  return { ...at, bot, allow, tip, pull: { number: pull.number, head } };
};

test("what the forge declines to merge is told in its words, and merged as the repository allows", async () => {
  await using world = await openWorld();
  const { bot, allow, tip, pull } = await opened(world);
  await allow({ allow_merge_commit: false });
  expect(await mergePull(bot, pull, how)).toEqual({
    declined: "Merge commits are not allowed on this repository.",
  });
  expect(await allowedMethods(bot)).toEqual(["squash", "rebase"]);
  expect(await mergePull(bot, pull, { ...how, method: "squash" })).toBe("merged");
  expect(await tip()).toEqual({
    message: "T (#1)\n\nSigned-off-by: Ann <ann@example.com>\nSigned-off-by: Us <us@example.com>",
    parents: 1,
  });
});

test.each([
  ["squashed", "squash", "merged", /^T \(#1\)/],
  [
    "declined where squashes are not allowed",
    null,
    { declined: "This branch can't be rebased", isReplay: true },
    /^(?!T )/,
  ],
] as const)("a branch that cannot be replayed is %s", async (_, instead, outcome, message) => {
  await using world = await openWorld();
  const { bot, owner, repo, push, tip, pull } = await opened(world);
  await push("main", { "other.txt": "other\n" }, "main");
  await bot.octokit.rest.repos.merge({ owner, repo, base: "change", head: "main" });
  const { data } = await bot.octokit.rest.pulls.get({ owner, repo, pull_number: pull.number });
  const moved = { number: pull.number, head: data.head.sha };
  expect(await mergePull(bot, moved, { ...how, method: "rebase", instead })).toEqual(outcome);
  expect((await tip()).message).toMatch(message);
});

test("a base with a queue takes what is merged into it", async () => {
  await using world = await openWorld();
  const { bot, owner, repo, pull } = await opened(world);
  const person = clientOf(world, { owner, repo }, "owner");
  await person.octokit.rest.repos.createRepoRuleset({
    ...{ owner, repo, name: "Queue", target: "branch", enforcement: "active" },
    conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
    rules: [{ type: "merge_queue", parameters: { merge_method: "MERGE" } }] as never,
  });
  expect(await readRules(bot, "main")).toMatchObject({ queue: true });
  // As one who was not told of the queue, and then as one who was.
  expect(await mergePull(bot, pull, how)).toBe("queued");
  expect(["queued", "merged"]).toContain(await mergePull(bot, pull, { ...how, queue: true }));
});

test("what somebody put into a stack is merged in the background", async () => {
  await using world = await openWorld();
  const { bot, owner, repo, push, pull } = await opened(world);
  await push("upper", { "upper.txt": "upper\n" }, "change");
  const content = { own: null, branch: "upper", base: "change", title: "U", body: "", isNew: true };
  const { pull: upper } = await openPull(bot, content);
  await bot.octokit.request("POST /repos/{owner}/{repo}/stacks", {
    ...{ owner, repo, pull_requests: [pull.number, upper.number] },
  });
  expect(await mergePull(bot, pull, how)).toBe("merged");
});

test("a base that the forge does not let a pull request have is answered in its words", async () => {
  await using world = await openWorld();
  const { bot, push, pull } = await opened(world);
  await push("other", { "other.txt": "other\n" }, "main");
  const content = { own: null, branch: "change", base: "other", title: "O", body: "", isNew: true };
  const { pull: second } = await openPull(bot, content);
  expect(second.number).not.toBe(pull.number);
  expect(await retarget(bot, second.number, "main")).toEqual({
    refused: expect.stringContaining("A pull request already exists"),
  });
});
