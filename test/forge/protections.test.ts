import type { Octokit } from "@octokit/rest";
import { clientOf } from "./client.ts";
import { openWorld, type Workshop, type World } from "./world.ts";

let world: World;
let workshop: Workshop;
let at: { owner: string; repo: string };
let bot: Octokit;
let reviewer: Octokit;
let owner: Octokit;

beforeAll(async () => {
  world = await openWorld();
  [bot, reviewer, owner] = [clientOf(world, "bot"), clientOf(world, "reviewer"), clientOf(world, "owner")];
});
beforeEach(async () => {
  workshop = await world.repository();
  at = { owner: workshop.owner, repo: workshop.repo };
});
afterAll(() => world[Symbol.asyncDispose]());

const failure = (work: Promise<unknown>): Promise<{ status: number; message: string }> =>
  work.then(
    () => ({ status: 0, message: "" }),
    (reason: unknown) => ({
      status: Number(Reflect.get(Object(reason), "status")),
      message: String(Reflect.get(Object(reason), "stderr") ?? Reflect.get(Object(reason), "message")),
    }),
  );

const free = {
  required_status_checks: null,
  enforce_admins: true,
  required_pull_request_reviews: null,
  restrictions: null,
};
const protect = (settings: object, branch = "main") =>
  owner.repos.updateBranchProtection({ ...at, branch, ...free, ...settings });

const ruleset = (
  rules: readonly object[],
  { target = "branch", refs = ["~DEFAULT_BRANCH"], pass = [] as object[] } = {},
) =>
  owner.request("POST /repos/{owner}/{repo}/rulesets", {
    ...at,
    ...{ name: `rules of ${target}`, target: target as "branch", enforcement: "active" },
    ...(target === "push" ? {} : { conditions: { ref_name: { include: refs, exclude: [] } } }),
    rules: rules as never,
    bypass_actors: pass as never,
  });

/** A pull request of one commit, and its head. */
const opened = async (head = "a", files: Record<string, string> = { "a.txt": "a\n" }) => {
  const sha = await workshop.push(head, files, "main");
  const { data } = await bot.pulls.create({ ...at, title: `Add ${head}`, head, base: "main" });
  return { sha, pull_number: data.number };
};

const stateOf = async (pull_number: number): Promise<string> => {
  for (;;) {
    const { data } = await bot.pulls.get({ ...at, pull_number });
    if (data.mergeable !== null) return data.mergeable_state;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

const merge = (pull_number: number, merge_method: "merge" | "squash" | "rebase" = "merge") =>
  failure(bot.pulls.merge({ ...at, pull_number, merge_method }));
const status = (sha: string, context: string, state: "success" | "failure" | "pending") =>
  bot.repos.createCommitStatus({ ...at, sha, context, state });
const approve = (pull_number: number, by = reviewer) =>
  by.pulls.createReview({ ...at, pull_number, event: "APPROVE" });

describe("a merge waits for what its base requires", () => {
  test("checks, each by its name, and then a base that has not moved", async () => {
    await protect({ required_status_checks: { strict: true, contexts: ["ci", "lint"] } });
    const { sha, pull_number } = await opened();
    expect(await stateOf(pull_number)).toBe("blocked");
    expect(await merge(pull_number)).toMatchObject({
      status: 405,
      message: expect.stringContaining("2 of 2 required status checks are expected."),
    });
    await status(sha, "ci", "success");
    expect((await merge(pull_number)).message).toContain('Required status check "lint" is expected.');
    await status(sha, "lint", "failure");
    expect((await merge(pull_number)).message).toContain('Required status check "lint" is failing.');
    await status(sha, "lint", "success");
    await status(sha, "other", "failure");
    expect(await stateOf(pull_number)).toBe("unstable");
    await owner.repos.deleteAdminBranchProtection({ ...at, branch: "main" });
    await owner.repos.createOrUpdateFileContents({
      ...{ ...at, path: "b.txt", message: "Move the base", content: "Yg==" },
    });
    expect(await stateOf(pull_number)).toBe("behind");
    expect((await merge(pull_number)).message).toContain("Head branch is out of date");
    await bot.pulls.updateBranch({ ...at, pull_number });
    const { data } = await bot.pulls.get({ ...at, pull_number });
    expect(await stateOf(pull_number)).toBe("blocked");
    for (const context of ["ci", "lint"]) await status(data.head.sha, context, "success");
    expect(await merge(pull_number)).toMatchObject({ status: 0 });
  });

  test("a check of one app is not another's", async () => {
    await protect({
      required_status_checks: { strict: false, contexts: [], checks: [{ context: "ci", app_id: 15_368 }] },
    });
    const { sha, pull_number } = await opened();
    await status(sha, "ci", "success");
    expect((await merge(pull_number)).message).toContain('Required status check "ci" is expected.');
  });

  test("approvals, of the code's owners, of this head, by another than who pushed it, and resolved threads", async () => {
    await workshop.push("main", { ".github/CODEOWNERS": "*.md @owner\nsrc/ @milepost-reviewer\n" });
    await protect({
      required_pull_request_reviews: {
        dismiss_stale_reviews: true,
        require_code_owner_reviews: true,
        require_last_push_approval: true,
      },
      required_conversation_resolution: true,
    });
    const { pull_number } = await opened("a", { "docs/a.md": "a\n", "src/a.ts": "a\n" });
    const said = async () => (await merge(pull_number)).message;
    expect(await stateOf(pull_number)).toBe("blocked");
    expect(await said()).toContain("At least 1 approving review is required by reviewers with write access.");
    await approve(pull_number);
    expect(await said()).toContain("Waiting on code owner review from owner.");
    await approve(pull_number, owner);
    await workshop.push("a", { "src/a.ts": "b\n" });
    expect(await said()).toContain("At least 1 approving review is required");
    await approve(pull_number);
    await approve(pull_number, owner);
    const { data: comment } = await reviewer.pulls.createReviewComment({
      ...{ ...at, pull_number, body: "Why?", path: "src/a.ts", line: 1 },
      commit_id: (await bot.pulls.get({ ...at, pull_number })).data.head.sha,
    });
    expect(await said()).toContain("A conversation must be resolved");
    const query = `{ repository(owner: "acme", name: "${at.repo}") { pullRequest(number: ${pull_number}) { reviewThreads(first: 1) { nodes { id } } } } }`;
    const threads: { repository: { pullRequest: { reviewThreads: { nodes: { id: string }[] } } } } =
      await bot.graphql(query);
    const [thread] = threads.repository.pullRequest.reviewThreads.nodes;
    await bot.graphql(
      `mutation { resolveReviewThread(input: { threadId: "${thread?.id}" }) { thread { id } } }`,
    );
    expect(comment.id).toBeGreaterThan(0);
    expect(await merge(pull_number)).toMatchObject({ status: 0 });
  });

  test("who may dismiss a review is who its protection names, and administrators", async () => {
    await protect({
      required_pull_request_reviews: { dismissal_restrictions: { users: ["milepost-reviewer"] } },
    });
    const { pull_number } = await opened();
    const { data: review } = await approve(pull_number, owner);
    const dismiss = (by: Octokit) =>
      failure(by.pulls.dismissReview({ ...at, pull_number, review_id: review.id, message: "No" }));
    expect(await dismiss(bot)).toMatchObject({ status: 403 });
    expect(await dismiss(reviewer)).toMatchObject({ status: 0 });
  });

  test("changes that were requested, and an approval by whoever pushed last", async () => {
    await ruleset([
      {
        type: "pull_request",
        parameters: { required_approving_review_count: 1, require_last_push_approval: true },
      },
    ]);
    const { pull_number } = await opened();
    await workshop.git(
      "remote",
      "set-url",
      "origin",
      `${world.forge.url.replace("//", `//x:${world.token("reviewer")}@`)}/acme/${at.repo}.git`,
    );
    await workshop.push("a", { "a.txt": "c\n" });
    await approve(pull_number);
    const own = await merge(pull_number);
    expect(own).toMatchObject({
      status: 405,
      message: expect.stringContaining("Repository rule violations found"),
    });
    expect(own.message).toContain("New changes require approval from someone other than the last pusher.");
    await approve(pull_number, owner);
    await reviewer.pulls.createReview({ ...at, pull_number, event: "REQUEST_CHANGES", body: "No" });
    expect((await merge(pull_number)).message).toContain("Changes were requested");
    await approve(pull_number);
    expect(await merge(pull_number)).toMatchObject({ status: 0 });
  });

  test("a linear history takes no merge commit, and a rule no other way than its own", async () => {
    await protect({ required_linear_history: true });
    await ruleset([{ type: "pull_request", parameters: { allowed_merge_methods: ["squash"] } }]);
    const { pull_number } = await opened();
    expect((await merge(pull_number)).message).toContain("This branch must not contain merge commits.");
    expect((await merge(pull_number, "rebase")).message).toContain("Rebase merges are not allowed");
    expect(await merge(pull_number, "squash")).toMatchObject({ status: 0 });
  });

  test("commits that carry no signature", async () => {
    await protect({});
    await owner.repos.createCommitSignatureProtection({ ...at, branch: "main" });
    const { pull_number } = await opened();
    expect(await stateOf(pull_number)).toBe("blocked");
    expect((await merge(pull_number, "squash")).message).toContain("Commits must have verified signatures.");
  });

  test("an administrator passes what is not enforced on them, and a bypass lets others pass", async () => {
    await protect({ enforce_admins: false, required_status_checks: { strict: false, contexts: ["ci"] } });
    const first = await opened("a");
    expect(await merge(first.pull_number)).toMatchObject({ status: 405 });
    expect(await failure(owner.pulls.merge({ ...at, pull_number: first.pull_number }))).toMatchObject({
      status: 0,
    });
    await owner.repos.deleteBranchProtection({ ...at, branch: "main" });
    const { data: me } = await bot.users.getAuthenticated();
    const pass = [{ actor_id: me.id, actor_type: "User", bypass_mode: "pull_request" }];
    await ruleset([{ type: "update" }], { pass });
    const second = await opened("b", { "b.txt": "b\n" });
    expect(await failure(owner.pulls.merge({ ...at, pull_number: second.pull_number }))).toMatchObject({
      status: 405,
      message: expect.stringContaining("Cannot update this protected ref."),
    });
    expect(await merge(second.pull_number)).toMatchObject({ status: 0 });
  });
});

describe("a push is refused by what its branch forbids, and so is the API", () => {
  const push = (...refs: string[]) => failure(workshop.git("push", "origin", ...refs));
  const commit = async (message: string, ...args: string[]) =>
    workshop.git("commit", "--quiet", "--allow-empty", "-m", message, ...args);

  test.each<[string, () => Promise<unknown>, string]>([
    [
      "changes without a pull request",
      () => protect({ required_pull_request_reviews: {} }),
      "GH006: Protected branch update failed for refs/heads/main.",
    ],
    [
      "changes without a pull request, by a ruleset",
      () => ruleset([{ type: "pull_request", parameters: {} }]),
      "GH013: Repository rule violations found for refs/heads/main.",
    ],
    [
      "commits whose checks have not passed",
      () => protect({ required_status_checks: { strict: false, contexts: ["ci"] } }),
      'Required status check "ci" is expected.',
    ],
    ["commits without a signature", () => ruleset([{ type: "required_signatures" }]), "verified signatures"],
    [
      "messages of another form",
      () =>
        ruleset([
          { type: "commit_message_pattern", parameters: { operator: "starts_with", pattern: "fix:" } },
        ]),
      "Commit message must start with fix:",
    ],
    ["any change", () => protect({ lock_branch: true }), "Cannot update this protected ref."],
    [
      "a push by another than may",
      () => protect({ restrictions: { users: ["owner"], teams: [] } }),
      "Cannot update this protected ref.",
    ],
  ])("%s", async (_, forbid, said) => {
    await forbid();
    await commit("Change main");
    const refused = await push("main");
    expect(refused.status).not.toBe(0);
    expect(refused.message).toContain(said);
    // What the API commits is signed by the forge, as GitHub signs its own.
    if (said === "verified signatures") return;
    const file = { ...at, path: "x.txt", message: "Add", content: "eA==", branch: "main" };
    expect(await failure(bot.repos.createOrUpdateFileContents(file))).toMatchObject({ status: 409 });
  });

  test("history that is rewritten, branches that are deleted and merges in a line", async () => {
    await workshop.git("checkout", "--quiet", "-B", "side");
    await commit("Side");
    await workshop.git("checkout", "--quiet", "main");
    await commit("Main");
    expect(await push("main")).toMatchObject({ status: 0 });
    await ruleset(
      [
        { type: "non_fast_forward" },
        { type: "deletion" },
        { type: "required_linear_history" },
        { type: "creation" },
      ],
      { refs: ["~ALL"] },
    );
    await workshop.git("merge", "--quiet", "side", "-m", "Merge");
    expect((await push("main")).message).toContain("This branch must not contain merge commits.");
    await workshop.git("reset", "--quiet", "--hard", "HEAD~1");
    await commit("Main again", "--amend");
    expect((await push("--force", "main")).message).toContain("Cannot force-push to this protected branch");
    expect((await push("side")).message).toContain("Cannot create ref");
    const { data } = await bot.git.getRef({ ...at, ref: "heads/main" });
    const update = {
      ...at,
      ref: "heads/main",
      sha: await workshop.git("rev-parse", "origin/main~1"),
      force: true,
    };
    expect(await failure(bot.git.updateRef(update))).toMatchObject({ status: 422 });
    const made = { ...at, ref: "refs/heads/new", sha: data.object.sha };
    expect((await failure(bot.git.createRef(made))).message).toContain("Cannot create ref");
  });

  test("paths that are restricted, on any branch, while merges of what is there pass", async () => {
    await workshop.push("main", { "infra/a.tf": "a\n" });
    await ruleset([{ type: "file_path_restriction", parameters: { restricted_file_paths: ["infra/**"] } }], {
      target: "push",
    });
    await workshop.git("checkout", "--quiet", "-B", "a", "main");
    expect(await failure(workshop.push("a", { "infra/a.tf": "b\n" }))).toMatchObject({
      message: expect.stringContaining("File path is restricted: infra/a.tf"),
    });
    await workshop.git("reset", "--quiet", "--hard", "main");
    expect(await failure(workshop.push("a", { "src/a.ts": "b\n" }))).toMatchObject({ status: 0 });
  });

  test("files beyond GitHub's limit, whatever they pack into", async () => {
    const { writeFile } = await import("node:fs/promises");
    await writeFile(`${workshop.dir}/big.bin`, Buffer.alloc(101 * 1_048_576));
    await workshop.git("add", "--all");
    await commit("Add a large file");
    expect((await push("main")).message).toContain("GH001: Large files detected.");
  });
});
