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

test("a command on an issue that is not ours starts nothing", async () => {
  const { octokit, owner, repo } = world;
  const { data } = await octokit.rest.issues.create({
    owner,
    repo,
    title: "Mine",
    body: "<!-- milepost -->",
  });
  const event = comment("/milepost pause", { issue: { number: data.number } });
  const ended = await world.step("command", { event });
  expect(ended.outputs).toEqual({ plans: "[]" });
});

test("what is said on a todo's pull request starts its plan, also one that is done", async () => {
  const { octokit, owner, repo } = world;
  const state = { owner, repo, milestone_number: 1, state: "closed" } as const;
  await octokit.rest.issues.updateMilestone(state);
  const body = "I did what Todo #1 asks.\n\nTodo #2 · body `one`";
  const onPull = comment("/milepost status", { issue: { number: 9, body, pull_request: {} } });
  expect((await world.step("command", { event: onPull })).outputs).toEqual({ plans: '["test"]' });
  const review = { repository, review: { id: 1, user: ada }, pull_request: { number: 9, body } };
  const reviewed = { name: "pull_request_review", payload: review };
  expect((await world.step("command", { event: reviewed })).outputs).toEqual({ plans: '["test"]' });
  const other = comment("/milepost status", { issue: { number: 9, body: "Todo #999 ", pull_request: {} } });
  expect((await world.step("command", { event: other })).outputs).toEqual({ plans: "[]" });
  await octokit.rest.issues.updateMilestone({ ...state, state: "open" });
});

test("a person's review of another pull request starts every plan that is open", async () => {
  const payload = {
    action: "submitted",
    repository,
    review: { id: 1, user: ada },
    pull_request: { number: 9 },
  };
  expect(
    readable(await world.step("command", { event: { name: "pull_request_review", payload } })),
  ).toMatchSnapshot();
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
