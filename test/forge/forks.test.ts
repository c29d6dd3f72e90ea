import type { Octokit } from "@octokit/rest";
import { openStudio, type Scene, type Studio } from "./actions/runs.ts";
import { clientOf } from "./client.ts";
import type { Script } from "./runner.ts";

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio[Symbol.asyncDispose]());

const checks = `
on: { pull_request: { types: [opened, synchronize, reopened, closed] } }
permissions: { contents: write, pull-requests: write }
jobs:
  check: { runs-on: ubuntu-latest, steps: [{ run: check }] }
`;

/** A repository with a workflow of pull requests, and a fork of it by somebody who has no part in it. */
interface Forked extends Scene {
  readonly stranger: Octokit;
  readonly fork: { readonly owner: string; readonly repo: string };
  /** Commits a file to a branch of the fork, which starts at `main` if it is new. */
  readonly change: (branch: string, path?: string) => Promise<void>;
  /** Opens a pull request of that branch. */
  readonly open: (branch: string) => Promise<number>;
}

const forked = async (check?: Script): Promise<Forked> => {
  const scene = await studio.scene({ "check.yml": checks }, check ? { check } : {});
  const owner = clientOf(studio.world, "owner");
  await owner.repos.removeCollaborator({ ...scene.at, username: "milepost-reviewer" });
  const stranger = clientOf(studio.world, "reviewer");
  await stranger.repos.createFork(scene.at);
  const fork = { owner: "milepost-reviewer", repo: scene.at.repo };
  return {
    ...scene,
    stranger,
    fork,
    change: async (branch, path = "a.txt") => {
      const { data: main } = await stranger.git.getRef({ ...fork, ref: "heads/main" });
      const wanted = { ...fork, ref: `refs/heads/${branch}`, sha: main.object.sha };
      await stranger.git.createRef(wanted).catch(() => undefined);
      const content = Buffer.from(`${branch}\n`).toString("base64");
      await stranger.repos.createOrUpdateFileContents({ ...fork, path, branch, message: "Change", content });
    },
    open: async (branch) => {
      const head = `milepost-reviewer:${branch}`;
      const { data } = await stranger.pulls.create({ ...scene.at, title: branch, head, base: "main" });
      return data.number;
    },
  };
};

test("a newcomer's runs wait for approval, then read only and know no secret; whoever was merged waits no more", async () => {
  const answers: unknown[] = [];
  const { octokit, stranger, at, orders, change, open, runs, given, reaches } = await forked(
    async ({ secrets, event }) => {
      const own = clientOf({ ...studio.world, token: () => secrets.GITHUB_TOKEN ?? "" }, "bot");
      const issue_number = JSON.parse(event).number;
      await own.pulls.get({ ...at, pull_number: issue_number });
      const refused = await own.issues.createComment({ ...at, issue_number, body: "hello" }).catch(statusOf);
      answers.push(refused);
      return { conclusion: "success", steps: {} };
    },
  );
  await octokit.actions.createRepoVariable({ ...at, name: "REGION", value: "eu" });
  await change("work");
  const pull_number = await open("work");
  const [waiting] = await runs("pull_request");
  expect(waiting).toMatchObject({ state: "action_required" });
  const run_id = waiting?.id ?? 0;
  const approval = { ...at, run_id };
  await expect(stranger.actions.approveWorkflowRun(approval)).rejects.toMatchObject({ status: 403 });
  expect(orders).toHaveLength(0);
  await octokit.actions.approveWorkflowRun(approval);
  expect(await reaches(run_id, "completed")).toMatchObject({ conclusion: "success" });
  expect(answers).toEqual([403]);
  expect(orders[0]).toMatchObject({ variables: {}, environment: { GITHUB_HEAD_REF: "work" } });
  expect(Object.keys(orders[0]?.secrets ?? {})).toEqual(["GITHUB_TOKEN"]);
  const { data: run } = await octokit.actions.getWorkflowRun({ ...at, run_id });
  expect(run).toMatchObject({
    pull_requests: [],
    head_repository: { full_name: `milepost-reviewer/${at.repo}` },
  });

  await change("work", "b.txt");
  expect((await runs("pull_request")).map(({ state }) => state)).toEqual(["action_required", "success"]);
  await octokit.pulls.merge({ ...at, pull_number });
  await change("more", "c.txt");
  const next = await open("more");
  await given(3);
  const told = orders
    .map(({ event }) => JSON.parse(event))
    .map(({ action, number }) => `${action} ${number}`);
  expect(told).toContain(`opened ${next}`);
});

const statusOf = (error: unknown): unknown => Reflect.get(Object(error), "status");

test("what is pushed to a fork is its pull request's head, which the base has at refs/pull", async () => {
  const { workshop, octokit, at, fork, change, open } = await forked();
  await change("work");
  const pull_number = await open("work");
  await workshop.git("commit", "--quiet", "--allow-empty", "-m", "More");
  const address = studio.world.forge.url.replace("//", `//x:${studio.world.token("reviewer")}@`);
  await workshop.git("push", "--quiet", "--force", `${address}/${fork.owner}/${fork.repo}.git`, "HEAD:work");
  const sha = await workshop.git("rev-parse", "HEAD");
  while ((await octokit.pulls.get({ ...at, pull_number })).data.head.sha !== sha);
  await workshop.git("fetch", "--quiet", "origin", `refs/pull/${pull_number}/head`);
  expect(await workshop.git("rev-parse", "FETCH_HEAD")).toBe(sha);
});

test("a deleted branch closes its pull request until it is back, a deleted fork for good", async () => {
  const { octokit, stranger, at, fork, change, open } = await forked();
  await change("work");
  const pull_number = await open("work");
  const state = async () => (await octokit.pulls.get({ ...at, pull_number })).data;
  const reopen = () => stranger.pulls.update({ ...at, pull_number, state: "open" });
  await stranger.git.deleteRef({ ...fork, ref: "heads/work" });
  expect(await state()).toMatchObject({ state: "closed", merged: false });
  await expect(reopen()).rejects.toThrow("The work branch has been deleted.");
  await change("work", "again.txt");
  await reopen();
  const { data: files } = await octokit.pulls.listFiles({ ...at, pull_number });
  expect(files.map(({ filename }) => filename)).toEqual(["again.txt"]);
  await stranger.repos.delete(fork);
  const label = "milepost-reviewer:work";
  const head = { label, repo: null, user: { login: "milepost-reviewer" } };
  expect(await state()).toMatchObject({ state: "closed", merged: false, head });
  await expect(reopen()).rejects.toThrow("The repository that submitted this pull request has been deleted.");
});

test("workflows of a fork are off until somebody switches them on", async () => {
  const { stranger, fork, change, runs } = await forked();
  const listed = async () => (await stranger.actions.listRepoWorkflows(fork)).data.workflows;
  expect(await listed()).toMatchObject([{ state: "disabled_fork" }]);
  await change("work");
  const own = { ...fork, title: "Own", head: "work", base: "main" };
  const { data: pull } = await stranger.pulls.create(own);
  const count = async () => (await stranger.actions.listWorkflowRunsForRepo(fork)).data.total_count;
  expect([await count(), (await runs("pull_request")).length]).toEqual([0, 0]);
  await stranger.actions.enableWorkflow({ ...fork, workflow_id: "check.yml" });
  expect(await listed()).toMatchObject([{ state: "active" }]);
  await stranger.pulls.update({ ...fork, pull_number: pull.number, state: "closed" });
  expect(await count()).toBe(1);
});

test("the forks of a repository that is deleted become those of the oldest", async () => {
  const { octokit, at, fork } = await forked();
  await octokit.repos.createFork(at);
  await clientOf(studio.world, "owner").repos.delete(at);
  const oldest = await octokit.repos.get(fork);
  expect(oldest.data).toMatchObject({ fork: false, forks_count: 1 });
  const { data: other } = await octokit.repos.get({ owner: "milepost-bot", repo: at.repo });
  expect(other.parent).toMatchObject({ full_name: `milepost-reviewer/${at.repo}` });
});
