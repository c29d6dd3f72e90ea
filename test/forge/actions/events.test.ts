import { Octokit } from "@octokit/rest";
import type { ForgeEvent } from "../../../src/forge/actions/events/event.ts";
import { starts } from "../../../src/forge/actions/events/triggers.ts";
import type { Trigger } from "../../../src/forge/actions/workflows.ts";
import type { Script } from "../runner.ts";
import { openStudio, type Studio, workflow } from "./runs.ts";

const none = {
  inputs: undefined,
  types: undefined,
  branches: undefined,
  "branches-ignore": undefined,
  tags: undefined,
  "tags-ignore": undefined,
  paths: undefined,
  "paths-ignore": undefined,
  workflows: undefined,
};
const base = { payload: {}, ref: "", sha: "", headBranch: null, headSha: "", title: "" };
const push = (branch: string, ...files: string[]): ForgeEvent => ({
  ...base,
  name: "push",
  action: null,
  filtered: { branch },
  changed: async () => files,
});
const tagged = (tag: string): ForgeEvent => ({ ...base, name: "push", action: null, filtered: { tag } });
const pull = (action: string, branch = "main"): ForgeEvent => ({
  ...base,
  name: "pull_request",
  action,
  filtered: { branch },
});

describe("a workflow is started by what its triggers name", () => {
  test.each<[Partial<NonNullable<Trigger>> | null, ForgeEvent, boolean]>([
    [null, push("main"), true],
    [null, pull("opened"), true],
    [null, pull("labeled"), false],
    [{ types: ["labeled"] }, pull("labeled"), true],
    [{ types: ["labeled"] }, pull("opened"), false],
    [{ branches: ["main"] }, pull("opened", "other"), false],
    [{ branches: ["release/*"] }, push("release/1"), true],
    [{ branches: ["release/*"] }, push("release/1/a"), false],
    [{ branches: ["release/**", "!release/old"] }, push("release/old"), false],
    [{ "branches-ignore": ["dependabot/**"] }, push("dependabot/npm/x"), false],
    [{ branches: ["main"] }, tagged("v1"), false],
    [{ tags: ["v*"] }, tagged("v1"), true],
    [{ tags: ["v*"] }, push("main"), false],
    [{ paths: ["src/**"] }, push("main", "docs/a.md", "src/.a/b.ts"), true],
    [{ paths: ["src/**", "!src/gen/**"] }, push("main", "src/gen/a.ts"), false],
    [{ "paths-ignore": ["docs/**"] }, push("main", "docs/a.md"), false],
    [{ "paths-ignore": ["docs/**"] }, push("main", "docs/a.md", "a.ts"), true],
  ])("%j by %j: %s", async (trigger, event, expected) => {
    const triggers = { [event.name]: trigger && { ...none, ...trigger } };
    expect(
      await starts({ id: 1, path: "a.yml", name: "A", runName: null, triggers, schedules: [] }, event),
    ).toBe(expected);
  });

  test("an event that it does not name starts nothing", async () => {
    const triggers = { push: null };
    const event = { ...base, name: "issues", action: "opened" };
    expect(
      await starts({ id: 1, path: "a.yml", name: "A", runName: null, triggers, schedules: [] }, event),
    ).toBe(false);
  });
});

describe("what happens on the forge", () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio[Symbol.asyncDispose]());

  const on = (events: string) => workflow(`on: ${events}`, { work: "steps: [{ run: work }]" });

  test("is told to workflows as GitHub tells it", async () => {
    const { octokit, at, orders, workshop, given } = await studio.scene({
      "issues.yml": on("issues"),
      "comments.yml": on("issue_comment"),
      "pulls.yml": on(
        "{ pull_request: { types: [opened, synchronize, edited, labeled, closed, reopened] } }",
      ),
      "reviews.yml": on("pull_request_review"),
      "pushes.yml": on("{ push: { branches: [work] } }"),
    });
    const told = async (count: number) => {
      await given(count);
      return orders
        .map(({ eventName, event }) => `${eventName} ${JSON.parse(event).action ?? ""}`.trim())
        .sort();
    };
    const { data: issue } = await octokit.issues.create({ ...at, title: "One" });
    const issue_number = issue.number;
    await octokit.issues.update({ ...at, issue_number, state: "closed", title: "Two" });
    await octokit.issues.addLabels({ ...at, issue_number, labels: ["x"] });
    await octokit.issues.createComment({ ...at, issue_number, body: "hello" });
    expect(await told(5)).toEqual([
      "issue_comment created",
      "issues closed",
      "issues edited",
      "issues labeled",
      "issues opened",
    ]);
    await workshop.push("work", { "new.txt": "1\n" }, "main");
    const { data: opened } = await octokit.pulls.create({ ...at, title: "P", head: "work", base: "main" });
    await workshop.push("work", { "new.txt": "2\n" });
    const { number } = opened;
    await octokit.issues.addLabels({ ...at, issue_number: number, labels: ["x"] });
    const reviewer = new Octokit({ baseUrl: studio.world.forge.url, auth: studio.world.token("reviewer") });
    await reviewer.pulls.createReview({ ...at, pull_number: number, event: "APPROVE", body: "good" });
    await octokit.pulls.update({ ...at, pull_number: number, title: "Q" });
    await octokit.pulls.update({ ...at, pull_number: number, state: "closed" });
    await octokit.pulls.update({ ...at, pull_number: number, state: "open" });
    await octokit.pulls.merge({ ...at, pull_number: number });
    const after = (await told(15)).filter((line) => !line.startsWith("issue"));
    expect(after).toEqual([
      "pull_request closed",
      "pull_request closed",
      "pull_request edited",
      "pull_request labeled",
      "pull_request opened",
      "pull_request reopened",
      "pull_request synchronize",
      "pull_request_review submitted",
      "push",
      "push",
    ]);
    const moved = orders.find(({ event }) => JSON.parse(event).action === "synchronize");
    expect(JSON.parse(moved?.event ?? "")).toMatchObject({
      number,
      before: opened.head.sha,
      pull_request: { title: "P", head: { ref: "work" } },
      repository: { full_name: `${at.owner}/${at.repo}`, default_branch: "main" },
      sender: { login: "milepost-bot" },
    });
    expect(moved?.environment).toMatchObject({
      GITHUB_REF: `refs/pull/${number}/merge`,
      GITHUB_HEAD_REF: "work",
      GITHUB_BASE_REF: "main",
    });
    const review = orders.find(({ eventName }) => eventName === "pull_request_review");
    expect(JSON.parse(review?.event ?? "")).toMatchObject({ review: { state: "approved", body: "good" } });
  });

  test("of an edit it is told what each field was before, a pull request's base with its commit", async () => {
    const { octokit, at, orders, workshop, given } = await studio.scene({
      "pulls.yml": on("{ pull_request: { types: [edited] } }"),
    });
    const main = (await octokit.git.getRef({ ...at, ref: "heads/main" })).data.object.sha;
    await workshop.push("side", { "side.txt": "1\n" }, "main");
    const side = (await octokit.git.getRef({ ...at, ref: "heads/side" })).data.object.sha;
    await workshop.push("work", { "work.txt": "1\n" }, "side");
    const { data } = await octokit.pulls.create({ ...at, title: "P", head: "work", base: "side", body: "B" });
    const pull_number = data.number;
    await octokit.pulls.update({ ...at, pull_number, base: "main" });
    await octokit.pulls.update({ ...at, pull_number, title: "Q", body: "C" });
    await octokit.pulls.update({ ...at, pull_number, title: "Q" });
    await given(2);
    const events = orders.map(({ event }) => JSON.parse(event));
    expect(events.map(({ action, changes }) => ({ action, changes }))).toEqual([
      { action: "edited", changes: { base: { ref: { from: "side" }, sha: { from: side } } } },
      { action: "edited", changes: { title: { from: "P" }, body: { from: "B" } } },
    ]);
    expect(events[0].pull_request.base).toMatchObject({ ref: "main", sha: main });
    expect(orders[0]?.environment).toMatchObject({ GITHUB_BASE_REF: "main", GITHUB_HEAD_REF: "work" });
  });

  test("what a merge queue holds of a pull request is a merge group, which its workflows are asked about", async () => {
    const { octokit, at, orders, workshop, given, runs } = await studio.scene({
      "queue.yml": on("{ merge_group: { branches: [main] } }"),
      "other.yml": on("{ merge_group: { branches: [other] } }"),
    });
    const base_sha = (await octokit.git.getRef({ ...at, ref: "heads/main" })).data.object.sha;
    await workshop.push("work", { "work.txt": "1\n" }, "main");
    const name = `gh-readonly-queue/main/pr-1-${base_sha}`;
    await workshop.push(name, {}, "work");
    await given(1);
    const head_sha = (await octokit.git.getRef({ ...at, ref: `heads/${name}` })).data.object.sha;
    expect(JSON.parse(orders[0]?.event ?? "")).toMatchObject({
      action: "checks_requested",
      merge_group: {
        ...{ head_sha, base_sha, head_ref: `refs/heads/${name}`, base_ref: "refs/heads/main" },
        head_commit: { id: head_sha },
      },
    });
    expect(orders[0]?.environment).toMatchObject({ GITHUB_REF: `refs/heads/${name}`, GITHUB_SHA: head_sha });
    expect((await runs("merge_group")).map(({ path }) => path)).toEqual(["queue.yml"]);
  });

  test("because of a job's token starts only what is dispatched", async () => {
    const acts: Script = async ({ environment, secrets }) => {
      const octokit = new Octokit({ baseUrl: environment.GITHUB_API_URL ?? "", auth: secrets.GITHUB_TOKEN });
      const [owner = "", repo = ""] = (environment.GITHUB_REPOSITORY ?? "").split("/");
      await octokit.issues.create({ owner, repo, title: "x" });
      await octokit.repos.createDispatchEvent({ owner, repo, event_type: "milepost" });
      await octokit.actions.createWorkflowDispatch({ owner, repo, workflow_id: "next.yml", ref: "main" });
      return { conclusion: "success", steps: {} };
    };
    const files = {
      "main.yml": workflow("on: workflow_dispatch\npermissions: write-all", { act: "steps: [{ run: act }]" }),
      "issues.yml": on("issues"),
      "sent.yml": on("{ repository_dispatch: { types: [milepost] } }"),
      "next.yml": on("workflow_dispatch"),
    };
    const { dispatch, reaches, runs, jobs } = await studio.scene(files, { act: acts });
    const run = await dispatch();
    await reaches(run, "completed");
    expect(await jobs(run)).toEqual({ act: "success" });
    expect(await runs("issues")).toEqual([]);
    expect(await runs("repository_dispatch")).toMatchObject([{ path: "sent.yml" }]);
    expect((await runs("workflow_dispatch")).map(({ path }) => path)).toEqual(["next.yml", "main.yml"]);
  });

  test("that another workflow ended starts those that wait for it", async () => {
    const { dispatch, reaches, runs } = await studio.scene({
      "main.yml": workflow("name: Build\non: workflow_dispatch", { work: "steps: [{ run: work }]" }),
      "after.yml": on("{ workflow_run: { workflows: [Build], types: [completed] } }"),
      "other.yml": on("{ workflow_run: { workflows: [Test] } }"),
    });
    await reaches(await dispatch(), "completed");
    let started = await runs("workflow_run");
    while (started.length === 0) started = await runs("workflow_run");
    expect(started).toMatchObject([{ path: "after.yml" }]);
  });
});
