import { Octokit } from "@octokit/rest";
import { execa } from "execa";
import { startForge } from "../../src/forge/server.ts";
import { openWorld, type Workshop, type World } from "./world.ts";

let world: World;
let workshop: Workshop;
let octokit: Octokit;
let at: { owner: string; repo: string };

beforeAll(async () => {
  world = await openWorld();
  workshop = await world.repository();
  octokit = new Octokit({ baseUrl: world.forge.url, auth: world.token("bot") });
  at = { owner: workshop.owner, repo: workshop.repo };
});
afterAll(() => world[Symbol.asyncDispose]());

test("a stock Octokit works a plan's first steps", async () => {
  const { data: milestone } = await octokit.issues.createMilestone({ ...at, title: "Plan" });
  const { data: issue } = await octokit.issues.create({
    ...at,
    title: "Todo",
    milestone: milestone.number,
    labels: ["milepost:pending"],
  });
  await octokit.issues.createComment({ ...at, issue_number: issue.number, body: "Begun" });
  const { data: main } = await octokit.git.getRef({ ...at, ref: "heads/main" });
  await octokit.git.createRef({ ...at, ref: "refs/heads/plan/01a-todo", sha: main.object.sha });
  const { data: branch } = await octokit.repos.getBranch({ ...at, branch: "plan/01a-todo" });
  expect(branch.commit.sha).toBe(main.object.sha);
  await octokit.issues.update({ ...at, issue_number: issue.number, state: "closed" });
  const { data: after } = await octokit.issues.getMilestone({ ...at, milestone_number: milestone.number });
  expect(after).toMatchObject({ open_issues: 0, closed_issues: 1 });
});

test("a list of several pages is read to its end, and its links say where", async () => {
  const { repo } = await world.repository();
  const titles = Array.from({ length: 23 }, (_, index) => `Issue ${index}`);
  for (const title of titles) await octokit.issues.create({ owner: at.owner, repo, title });
  const all = await octokit.paginate(octokit.issues.listForRepo, { owner: at.owner, repo, per_page: 5 });
  expect(all.map(({ title }) => title)).toEqual(titles.toReversed());
  const { headers } = await octokit.issues.listForRepo({ owner: at.owner, repo, per_page: 10, page: 2 });
  const rels = [...(headers.link ?? "").matchAll(/[?&]page=(\d+)>; rel="(\w+)"/g)];
  expect(rels.map(([, page, rel]) => [rel, page])).toEqual([
    ["prev", "1"],
    ["next", "3"],
    ["last", "3"],
    ["first", "1"],
  ]);
});

test("a client that does something else for a minute finds its connection as it was", async () => {
  const { headers } = await fetch(world.forge.url);
  expect(headers.get("keep-alive")).toBe("timeout=75");
});

test("an answer that the client has already is 304 and free", async () => {
  const headers = { authorization: `Bearer ${world.token("bot")}` };
  const url = `${world.forge.url}/repos/${at.owner}/${at.repo}/labels`;
  const first = await fetch(url, { headers });
  const etag = first.headers.get("etag") ?? "";
  expect(etag).toMatch(/^W\/"/);
  const again = await fetch(url, { headers: { ...headers, "if-none-match": etag } });
  expect(again.status).toBe(304);
  expect(again.headers.get("x-ratelimit-used")).toBe(first.headers.get("x-ratelimit-used"));
  await octokit.issues.createLabel({ ...at, name: "new" });
  expect((await fetch(url, { headers: { ...headers, "if-none-match": etag } })).status).toBe(200);
});

test("gh api works with a whole address and a token for other hosts", async () => {
  const { stdout } = await execa("gh", ["api", `${world.forge.url}/user`, "--jq", ".login"], {
    env: { GH_ENTERPRISE_TOKEN: world.token("reviewer") ?? "", GH_CONFIG_DIR: workshop.dir },
  });
  expect(stdout).toBe("milepost-reviewer");
});

test("the API answers below /api/v3 too, and links there", async () => {
  const enterprise = new Octokit({ baseUrl: `${world.forge.url}/api/v3`, auth: world.token("bot") });
  const { data } = await enterprise.repos.get(at);
  expect(data.url).toBe(`${world.forge.url}/api/v3/repos/${at.owner}/${at.repo}`);
  expect((await enterprise.request("GET /")).status).toBe(200);
});

test("limits that were asked for are enforced as GitHub enforces them", async () => {
  await using forge = await startForge({
    dataDir: `${workshop.dir}-limited`,
    limits: { perHour: 4, createsPerMinute: 1 },
  });
  await forge.createRepository({ owner: "acme", name: "project" });
  const headers = { authorization: `Bearer ${forge.accounts[0]?.token}` };
  const create = () =>
    fetch(`${forge.url}/repos/acme/project/issues`, { method: "POST", headers, body: '{"title":"x"}' });
  expect((await create()).status).toBe(201);
  const second = await create();
  expect(second.status).toBe(403);
  expect(Number(second.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await second.json()).toMatchObject({ message: expect.stringContaining("secondary rate limit") });
  for (const _ of [1, 2]) await fetch(`${forge.url}/user`, { headers });
  const over = await fetch(`${forge.url}/user`, { headers });
  expect(over.status).toBe(403);
  expect(over.headers.get("x-ratelimit-remaining")).toBe("0");
  expect(await over.json()).toMatchObject({ message: expect.stringContaining("API rate limit exceeded") });
});
