import { deciding } from "../local/world.ts";
import { install } from "./plans.ts";
import { readable } from "./readable.ts";
import { type ActionWorld, openActionWorld } from "./world.ts";

let world: ActionWorld;
beforeAll(async () => {
  world = await openActionWorld();
  await install(world, deciding());
  await world.step("orchestrate", { inputs: { plan: "test" } });
});
afterEach(() => world.gateway.instead.splice(0));
afterAll(() => world[Symbol.asyncDispose]());

const repository = { default_branch: "main" };
const ada = { login: "acme", type: "User" };

/** The event of a comment on an issue; 2 is a todo's. */
const comment = (body: string, more: { user?: object; issue?: object } = {}) => ({
  name: "issue_comment",
  payload: {
    action: "created",
    repository,
    comment: { id: 1, body, user: more.user ?? ada },
    issue: more.issue ?? { number: 2 },
  },
});

test("a command on a todo's issue starts orchestrate for its plan, which obeys it", async () => {
  expect(readable(await world.step("command", { event: comment("/milepost pause") }))).toMatchSnapshot();
});

test.each([
  ["a command in code", comment("```\n/milepost pause\n```")],
  ["a bot's command", comment("/milepost pause", { user: { login: "x[bot]", type: "Bot" } })],
  ["60,000 characters without a command", comment("/milepost? ".repeat(5454))],
])("%s asks nothing of the forge", async (_, event) => {
  const ended = await world.step("command", { event });
  expect(ended.code).toBe(0);
  expect(ended.requests).toEqual([]);
  expect(ended.outputs).toEqual({ plans: "[]" });
});

test.each([
  ["comment", comment("/milepost pause", { user: { login: "milepost-stranger", type: "User" } })],
  [
    "review",
    {
      name: "pull_request_review",
      payload: {
        repository,
        review: { id: 1, user: { login: "milepost-stranger", type: "User" } },
        pull_request: { number: 9 },
      },
    },
  ],
])("the %s of somebody who may not write is one read and starts nothing", async (_, event) => {
  const ended = await world.step("command", { event });
  expect(ended.requests).toHaveLength(1);
  expect(ended.requests[0]).toContain("/collaborators/milepost-stranger/permission");
  expect(ended.outputs).toEqual({ plans: "[]" });
});

test("a command after 60,000 characters is heard", async () => {
  const ended = await world.step("command", { event: comment(`${"x ".repeat(29_990)}\n/milepost status`) });
  expect(ended.outputs).toEqual({ plans: '["test"]' });
});

/** A comment that somebody writes, and what is there after it. */
const written = async (issue_number: number, body: string) => {
  const at = { owner: world.owner, repo: world.repo };
  const { data } = await world.octokit.rest.issues.createComment({ ...at, issue_number, body });
  const answers = async () =>
    (await world.octokit.rest.issues.listComments({ ...at, issue_number })).data
      .filter(({ id }) => id > data.id)
      .map(({ body: text = "" }) => text.replace(/<!--.*?-->/g, "").trim());
  return { comment: { id: data.id, body, user: ada }, answers };
};

test("a command on an issue that is not ours starts nothing, and is answered once, whatever is made of it", async () => {
  const { octokit, owner, repo } = world;
  const mine = { owner, repo, title: "Mine", body: "<!-- milepost -->" };
  const { number } = (await octokit.rest.issues.create(mine)).data;
  const { comment: said, answers } = await written(number, "What is that?");
  const edited = { ...said, body: "/milepost pause" };
  const payload = { action: "edited", repository, comment: edited, issue: { number } };
  const event = { name: "issue_comment", payload };
  const ended = await world.step("command", { event });
  expect(ended).toMatchObject({ code: 0, outputs: { plans: "[]" } });
  await world.step("command", { event });
  expect(await answers()).toEqual([
    "Nothing was done: this belongs to no open plan. Commands are written on a plan's tracking issue, or on an issue or a pull request of one of its todos. Plans that are open: `test`.",
  ]);
});

test("a command whose run cannot be started is told so once, and what obeys it later answers there", async () => {
  const { octokit, owner, repo } = world;
  const at = { owner, repo, workflow_id: "milepost.yml" };
  await octokit.rest.actions.disableWorkflow(at);
  const { comment: said, answers } = await written(2, "/milepost status");
  const event = { name: "issue_comment", payload: { repository, comment: said, issue: { number: 2 } } };
  expect(readable(await world.step("command", { event }))).toMatchSnapshot();
  await world.step("command", { event });
  expect(await answers()).toEqual([expect.stringContaining("disabled workflow")]);
  await octokit.rest.actions.enableWorkflow(at);
  await world.step("orchestrate", { inputs: { plan: "test" } });
  expect(await answers()).toEqual([expect.stringMatching(/^`\/milepost status`: /)]);
});

test("commands in a review of a pull request of no plan start nothing, and are told where they belong", async () => {
  const { octokit, owner, repo } = world;
  await world.push("mine", { "mine.txt": "mine" }, "main");
  const pull = { owner, repo, title: "Mine", head: "mine", base: "main", body: "Todo #999 of mine" };
  const { number } = (await octokit.rest.pulls.create(pull)).data;
  const review = { id: 7, user: ada, body: "Fine.\n\n/milepost approve" };
  const payload = { action: "submitted", repository, review, pull_request: { number, body: pull.body } };
  const event = { name: "pull_request_review", payload };
  expect(readable(await world.step("command", { event }))).toMatchSnapshot();
  await world.step("command", { event });
  const { data } = await octokit.rest.issues.listComments({ owner, repo, issue_number: number });
  expect(data.map(({ body }) => body)).toEqual([expect.stringContaining("not read in reviews")]);
});

test("what is said on a todo's pull request starts its plan, also one that is done", async () => {
  const { octokit, owner, repo } = world;
  await world.push("t/00a-a", { "a.txt": "a" }, "main");
  const pull = { owner, repo, title: "A", head: "t/00a-a", base: "main", body: "Rewritten" };
  const { number } = (await octokit.rest.pulls.create(pull)).data;
  const onBranch = comment("/milepost status", { issue: { number, body: pull.body, pull_request: {} } });
  expect((await world.step("command", { event: onBranch })).outputs).toEqual({ plans: '["test"]' });
  const state = { owner, repo, milestone_number: 1, state: "closed" } as const;
  await octokit.rest.issues.updateMilestone(state);
  const body = "I did what Todo #1 asks.\n\nTodo #2 · body `one`";
  const onPull = comment("/milepost status", { issue: { number: 9, body, pull_request: {} } });
  expect((await world.step("command", { event: onPull })).outputs).toEqual({ plans: '["test"]' });
  const review = { repository, review: { id: 1, user: ada }, pull_request: { number: 9, body } };
  const reviewed = { name: "pull_request_review", payload: review };
  expect((await world.step("command", { event: reviewed })).outputs).toEqual({ plans: '["test"]' });
  await octokit.rest.issues.updateMilestone({ ...state, state: "open" });
});

test("a job that may not start workflows is told what it lacks", async () => {
  const message = "Resource not accessible by integration";
  world.gateway.instead.push({ asked: /dispatches/, status: 403, body: { message } });
  expect(readable(await world.step("command", { event: comment("/milepost pause") }))).toMatchSnapshot();
});

test("an event of another kind is told", async () => {
  const ended = await world.step("command", { event: { name: "push", payload: { repository } } });
  expect(readable(ended)).toMatchSnapshot();
});
