import { deciding } from "../local/world.ts";
import { startReceiver } from "../receiver.ts";
import { install, planText } from "./plans.ts";
import { readable } from "./readable.ts";
import { type ActionWorld, openActionWorld } from "./world.ts";

const opened = async (): Promise<ActionWorld> => {
  const world = await openActionWorld();
  await install(world, deciding());
  return world;
};

/** Where nothing of the plan is there yet, and nothing comes of what is tried. */
let untouched: ActionWorld;
beforeAll(async () => {
  untouched = await opened();
});
afterEach(() => untouched.gateway.instead.splice(0));
afterAll(() => untouched[Symbol.asyncDispose]());

const inputs = { plan: "test" };

test("the first run makes milestone, labels and issues, and starts the first lane; without a plan it starts itself for each that is open", async () => {
  await using world = await opened();
  expect(readable(await world.step("orchestrate", { inputs }))).toMatchSnapshot("first");
  const { octokit, owner, repo } = world;
  const { data: tracking } = await octokit.rest.issues.get({ owner, repo, issue_number: 1 });
  expect(tracking.body).toContain("| `00a` #2 | Do A | working |");
  expect(tracking.body).toContain("| `01b` #3 | Do C | pending |  |  | #2 |");
  expect(readable(await world.step("orchestrate", { run: { id: 2 } }))).toMatchSnapshot("without a plan");
});

test("a stopped plan's runs are cancelled, and how long they take to end is not waited for", async () => {
  await using world = await opened();
  const { octokit, owner, repo } = world;
  await octokit.rest.actions.createWorkflowDispatch({
    ...{ owner, repo, workflow_id: "milepost.yml", ref: "main", inputs },
  });
  const { data: runs } = await octokit.rest.actions.listWorkflowRunsForRepo({ owner, repo });
  await world.step("orchestrate", { run: { id: runs.workflow_runs[0]?.id ?? 0 }, inputs });
  await octokit.rest.issues.createComment({ owner, repo, issue_number: 1, body: "/milepost stop" });
  world.gateway.instead.push({ asked: /POST .*\/cancel$/, status: 202, body: {} });
  const { code, requests } = await world.step("orchestrate", { run: { id: 9 }, inputs });
  expect(code).toBe(0);
  expect(requests.filter((asked) => asked.includes("/cancel"))).toHaveLength(2);
});

test("people are told once, by webhooks and on the forge; what is a laptop's is left out", async () => {
  await using world = await opened();
  await using receiver = await startReceiver();
  const sinks =
    "[{ webhook: HOOK }, { webhook: OTHER_HOOK }, { command: [./none] }, { assign: [owner, nobody] }]";
  await world.push("main", { "plans/test.yml": `${planText}notify: ${sinks}\n` });
  // Its todo is then blocked, and the other one waits for it.
  await world.push("t/00a-a", { "src/one/other.txt": "the work of somebody else\n" }, "main");
  const ended = await world.step("orchestrate", { inputs, env: { HOOK: receiver.url } });
  const again = await world.step("orchestrate", { inputs, run: { id: 2 }, env: { HOOK: receiver.url } });
  expect([ended.code, again.code]).toEqual([0, 0]);
  const { owner, repo, octokit } = world;
  const link = expect.stringMatching(new RegExp(`^http.*/${owner}/${repo}/issues/\\d+$`));
  expect(receiver.posts.map(({ body }) => body)).toEqual([
    expect.objectContaining({
      event: "person",
      answer: expect.objectContaining({ command: "/milepost retry", link }),
    }),
    expect.objectContaining({ event: "stuck", answer: expect.objectContaining({ link }) }),
  ]);
  const log = ended.stdout + ended.stderr;
  expect(log).toContain(
    "::warning::nobody was told by the webhook OTHER_HOOK: the variable OTHER_HOOK is not set",
  );
  expect(log).toContain("nobody cannot be assigned to #");
  expect(log.replaceAll(`::add-mask::${receiver.url}`, "")).not.toContain("very-secret");
  const { data: issues } = await octokit.rest.issues.listForRepo({ owner, repo, assignee: "owner" });
  expect(issues).toHaveLength(2);
});

test("a dry run writes nothing and shows what it would", async () => {
  expect(
    readable(await untouched.step("orchestrate", { inputs: { ...inputs, "dry-run": "true" } })),
  ).toMatchSnapshot();
});

test("a plan that is named by its file is started by its id, whose runs take turns", async () => {
  const byFile = { inputs: { plan: "plans/test.yml" } };
  expect(readable(await untouched.step("orchestrate", byFile))).toMatchSnapshot();
  const message = "Cannot trigger a 'workflow_dispatch' on a disabled workflow";
  untouched.gateway.instead.push({ asked: /POST .*\/dispatches/, status: 422, body: { message } });
  expect(readable(await untouched.step("orchestrate", byFile))).toMatchSnapshot("disabled");
});

test("a plan that is not there costs a first look", async () => {
  expect(readable(await untouched.step("orchestrate", { inputs: { plan: "other" } }))).toMatchSnapshot();
});

test.each([
  ["inputs that are not right", { plan: "test", parallel: "many", "dry-run": "yes" }],
  ["half of an App", { plan: "test", "app-id": "1" }],
])("%s is told before anything is asked of the forge", async (_, given) => {
  const ended = await untouched.step("orchestrate", { inputs: given });
  expect(ended.requests).toEqual([]);
  expect(readable(ended)).toMatchSnapshot();
});

const limit = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1800000000" };

test.each([
  ["a job without the permission", /POST .*\/milestones/, 403, "Resource not accessible by integration", {}],
  [
    "a permission that GitHub names",
    /POST .*\/milestones/,
    403,
    "Resource not accessible by integration",
    { "x-accepted-github-permissions": "issues=write; pull_requests=write" },
  ],
  ["a token that has expired", /POST \/graphql/, 401, "Bad credentials", {}],
  [
    "a rate limit that is used up",
    /POST \/graphql/,
    403,
    "API rate limit exceeded for installation ID 1.",
    limit,
  ],
  [
    "a secondary limit",
    /POST .*\/milestones/,
    403,
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
    { "retry-after": "60" },
  ],
  [
    "a todo that is too long",
    /POST .*\/issues/,
    422,
    "Validation Failed: body is too long (maximum is 65536 characters)",
    {},
  ],
] as const)("%s is told with what to do", async (_, asked, status, message, headers) => {
  untouched.gateway.instead.push({ asked, status, body: { message }, headers });
  expect(readable(await untouched.step("orchestrate", { inputs }))).toMatchSnapshot();
});

test.each([
  ["a repository that the token does not see", "NOT_FOUND", "Could not resolve to a Repository", [], {}],
  ["a token that may not see issues", "FORBIDDEN", "Resource not accessible by integration", ["issues"], {}],
  ["a limit of GraphQL's", "RATE_LIMITED", "API rate limit exceeded for installation ID 1.", [], limit],
] as const)("%s is told with what to do", async (_, type, message, path, headers) => {
  const body = { data: null, errors: [{ type, message, path: ["repository", ...path] }] };
  untouched.gateway.instead.unshift({ asked: /POST \/graphql/, status: 200, body, headers });
  expect(readable(await untouched.step("orchestrate", { inputs }))).toMatchSnapshot();
  untouched.gateway.instead.shift();
});

test("a plan that is not right is marked on its lines, and holds up no other", async () => {
  const broken = "version: 1\nplan: broken\ntitel: Broken\nparallel: many\nbodies: []\n";
  await untouched.push("main", { "plans/broken.yml": broken });
  expect(readable(await untouched.step("orchestrate", { inputs: { plan: "broken" } }))).toMatchSnapshot(
    "named",
  );
  expect(readable(await untouched.step("orchestrate"))).toMatchSnapshot("beside others");
});
