import { type As, openWorld, type Workshop, type World } from "./world.ts";

let world: World;
let workshop: Workshop;

beforeAll(async () => {
  world = await openWorld();
  workshop = await world.repository();
  await call("PUT", "/collaborators/milepost-reviewer", { as: "owner", body: { permission: "pull" } });
  await call("POST", "/issues", { body: { title: "The bot's" } });
  await call("POST", "/issues", { as: "reviewer", body: { title: "The reader's" } });
  await call("POST", "/issues/1/comments", { body: { body: "The bot's" } });
  await call("POST", "/labels", { body: { name: "taken" } });
  await call("POST", "/milestones", { body: { title: "Taken" } });
});
afterAll(() => world[Symbol.asyncDispose]());

const call = async (method: string, path: string, { as = "bot", body }: { as?: As; body?: unknown } = {}) => {
  const token = world.token(as);
  const response = await fetch(`${world.forge.url}/repos/acme/${workshop.repo}${path}`, {
    method,
    headers: token === null ? {} : { authorization: `token ${token}` },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const content = await response.text();
  return { status: response.status, body: content === "" ? null : JSON.parse(content) };
};

const long = (length: number) => "é".repeat(length);
const tooLong = (resource: string, field: string, limit: number) => ({
  resource,
  code: "custom",
  field,
  message: `${field} is too long (maximum is ${limit} characters)`,
});

describe("a size or form that GitHub refuses is refused in its words", () => {
  test.each([
    ["POST", "/issues", { title: long(257) }, tooLong("Issue", "title", 256)],
    ["POST", "/issues", { title: " " }, { resource: "Issue", code: "missing_field", field: "title" }],
    ["POST", "/issues", { title: "x", body: long(65_537) }, tooLong("Issue", "body", 65_536)],
    ["PATCH", "/issues/1", { body: long(65_537) }, tooLong("Issue", "body", 65_536)],
    [
      "PATCH",
      "/issues/1",
      { milestone: 9 },
      { resource: "Issue", code: "invalid", field: "milestone", value: 9 },
    ],
    ["POST", "/issues/1/comments", { body: long(65_537) }, tooLong("IssueComment", "body", 65_536)],
    ["POST", "/labels", { name: long(51) }, tooLong("Label", "name", 50)],
    ["POST", "/labels", { name: "x", description: long(101) }, tooLong("Label", "description", 100)],
    [
      "POST",
      "/labels",
      { name: "x", color: "#ff0000" },
      { resource: "Label", code: "invalid", field: "color" },
    ],
    ["POST", "/labels", { name: "TAKEN" }, { resource: "Label", code: "already_exists", field: "name" }],
    ["POST", "/issues/1/labels", { labels: [long(51)] }, tooLong("Label", "name", 50)],
    [
      "POST",
      "/milestones",
      { title: "Taken" },
      { resource: "Milestone", code: "already_exists", field: "title" },
    ],
  ])("%s %s %#", async (method, path, body, error) => {
    expect(await call(method, path, { body })).toMatchObject({
      status: 422,
      body: { message: "Validation Failed", errors: [error], status: "422" },
    });
  });

  test("what is just small enough is taken", async () => {
    const body = { title: long(256), body: "🙂".repeat(65_536), labels: [long(50)] };
    expect((await call("POST", "/issues", { body })).status).toBe(201);
  });
});

describe("who may do what", () => {
  test.each([
    ["anonymous", "GET", "/issues/1", undefined, 401],
    ["anonymous", "POST", "/issues", { title: "x" }, 401],
    ["stranger", "GET", "/issues/1", undefined, 401],
    ["reviewer", "POST", "/issues", { title: "x" }, 201],
    ["reviewer", "PATCH", "/issues/1", { title: "x" }, 403],
    ["reviewer", "PATCH", "/issues/2", { title: "Mine" }, 200],
    ["reviewer", "PATCH", "/issues/comments/1", { body: "x" }, 403],
    ["reviewer", "POST", "/issues/1/comments", { body: "x" }, 201],
    ["reviewer", "POST", "/labels", { name: "x" }, 403],
    ["reviewer", "POST", "/issues/2/labels", { labels: ["taken"] }, 403],
    ["reviewer", "POST", "/git/refs", { ref: "refs/heads/x", sha: "0".repeat(40) }, 403],
    ["bot", "PATCH", "", { description: "x" }, 403],
    ["bot", "PUT", "/collaborators/owner", {}, 403],
    ["owner", "PATCH", "", { description: "x" }, 200],
  ] as const)("%s: %s %s", async (as, method, path, body, status) => {
    expect((await call(method, path, { as, body })).status).toBe(status);
  });

  test("labels, milestone and assignees of somebody who only reads are dropped in silence", async () => {
    const body = { title: "x", labels: ["taken"], milestone: 1, assignees: ["owner"] };
    const made = await call("POST", "/issues", { as: "reviewer", body });
    expect(made).toMatchObject({ status: 201, body: { labels: [], milestone: null, assignees: [] } });
  });

  test("a private repository is not there for those who cannot read it", async () => {
    const secret = await world.repository();
    const request = async (as: As, path: string, method = "GET", body?: unknown) => {
      const headers = { authorization: `Bearer ${world.token(as)}` };
      const url = `${world.forge.url}/repos/acme/${secret.repo}${path}`;
      return (await fetch(url, { method, headers, body: body ? JSON.stringify(body) : null })).status;
    };
    await request("owner", "", "PATCH", { private: true });
    await request("owner", "/collaborators/milepost-reviewer", "DELETE");
    expect(await request("reviewer", "")).toBe(404);
    expect(await request("reviewer", "/issues", "POST", { title: "x" })).toBe(404);
    expect(await request("bot", "")).toBe(200);
  });
});

test("broken JSON, a wrong type and an unknown address are told apart", async () => {
  expect(await call("POST", "/issues", { body: "{" })).toMatchObject({
    status: 400,
    body: { message: "Problems parsing JSON" },
  });
  expect(await call("POST", "/issues", { body: { title: [] } })).toMatchObject({
    status: 422,
    body: { message: expect.stringMatching(/^Invalid request\.\n\n/) },
  });
  expect(await call("GET", "/nowhere")).toMatchObject({ status: 404, body: { message: "Not Found" } });
});

describe("of several writers at once exactly one wins", () => {
  const main = async (): Promise<string> => (await call("GET", "/git/ref/heads/main")).body.object.sha;
  const statuses = async (calls: Promise<{ status: number }>[]) =>
    (await Promise.all(calls)).map(({ status }) => status).toSorted();

  test("who create one ref", async () => {
    const body = { ref: "refs/heads/claim", sha: await main() };
    const calls = Array.from({ length: 8 }, () => call("POST", "/git/refs", { body }));
    expect(await statuses(calls)).toEqual([201, ...Array(7).fill(422)]);
  });

  test("who move one branch forward, each to their own commit", async () => {
    const sha = await main();
    await call("POST", "/git/refs", { body: { ref: "refs/heads/race", sha } });
    const tree = (await call("GET", `/git/commits/${sha}`)).body.tree.sha;
    const commits = await Promise.all(
      ["a", "b", "c", "d"].map((message) =>
        call("POST", "/git/commits", { body: { message, tree, parents: [sha] } }),
      ),
    );
    const moves = commits.map((commit) =>
      call("PATCH", "/git/refs/heads/race", { body: { sha: commit.body.sha } }),
    );
    expect(await statuses(moves)).toEqual([200, 422, 422, 422]);
  });

  test("who push and who call the API", async () => {
    const sha = await main();
    await call("POST", "/git/refs", { body: { ref: "refs/heads/mixed", sha } });
    const tree = (await call("GET", `/git/commits/${sha}`)).body.tree.sha;
    const { body } = await call("POST", "/git/commits", { body: { message: "API", tree, parents: [sha] } });
    await workshop.git("checkout", "--quiet", "-B", "mixed", "main");
    await workshop.git("commit", "--quiet", "--allow-empty", "-m", "Push");
    const [pushed, moved] = await Promise.all([
      workshop.git("push", "--quiet", "origin", "mixed").then(
        () => true,
        () => false,
      ),
      call("PATCH", "/git/refs/heads/mixed", { body: { sha: body.sha } }),
    ]);
    expect(pushed).toBe(moved.status !== 200);
  });
});

test("updated_at moves with labels and comments, and since finds what moved", async () => {
  const made = (await call("POST", "/issues", { body: { title: "x" } })).body;
  const earlier = new Date(Date.parse(made.updated_at) - 1000).toISOString();
  const later = new Date(Date.parse(made.updated_at) + 3_600_000).toISOString();
  const numbers = async (since: string): Promise<number[]> =>
    (await call("GET", `/issues?per_page=100&since=${since}`)).body.map(
      (issue: { number: number }) => issue.number,
    );
  expect(await numbers(earlier)).toContain(made.number);
  expect(await numbers(later)).toEqual([]);
});

test("a text keeps what stands after a NUL", async () => {
  const { body } = await call("POST", "/issues", { body: { title: "NUL", body: "before\0after" } });
  expect(body).toMatchObject({ body: "before\ufffdafter" });
});
