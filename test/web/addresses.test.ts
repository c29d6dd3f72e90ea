import { operations } from "../../src/forge/operations.ts";
import { openPages } from "../../src/web/open.ts";
import { newApp } from "../forge/app.ts";
import { clientOf } from "../forge/client.ts";
import { openWorld, type Workshop, type World } from "../forge/world.ts";
import { visit } from "./visitor.ts";

const app = newApp(7, "helper");
let world: World;
let workshop: Workshop;
beforeAll(async () => {
  world = await openWorld({ pages: openPages, apps: [app.options], actions: {} });
  workshop = await world.repository();
  await furnish();
});
afterAll(() => world[Symbol.asyncDispose]());

const at = () => ({ owner: "acme", repo: workshop.repo });

/** A repository with one of everything that has an address. */
const furnish = async (): Promise<void> => {
  const workflow =
    "name: CI\non: [workflow_dispatch]\njobs: { a: { runs-on: x, steps: [{ run: 'true' }] } }\n";
  await workshop.push("main", {
    ".github/workflows/ci.yml": workflow,
    "docs/a b/ünï#1?.md": "# Odd\n",
    "x.svg": "<svg/>",
  });
  const head = await workshop.push("work/deep/branch", { "README.md": "one\n2\nthree\n" }, "main");
  const { rest } = clientOf(world, "bot");
  const { rest: person } = clientOf(world, "owner");
  const { data: milestone } = await rest.issues.createMilestone({ ...at(), title: "Soon" });
  const { data: issue } = await rest.issues.create({
    ...at(),
    title: "Issue",
    milestone: milestone.number,
    labels: ["bug"],
  });
  const { data: child } = await rest.issues.create({ ...at(), title: "Part" });
  await rest.issues.addSubIssue({ ...at(), issue_number: issue.number, sub_issue_id: Number(child.id) });
  await rest.issues.createComment({ ...at(), issue_number: issue.number, body: "A comment" });
  const { data: pull } = await rest.pulls.create({
    ...at(),
    title: "Pull",
    head: "work/deep/branch",
    base: "main",
  });
  const comments = [{ path: "README.md", line: 2, side: "RIGHT", body: "Two?" }];
  await person.pulls.createReview({
    ...at(),
    pull_number: pull.number,
    event: "REQUEST_CHANGES",
    body: "No",
    comments,
  });
  await rest.repos.createCommitStatus({ ...at(), sha: head, state: "success", context: "tests" });
  await rest.actions.createWorkflowDispatch({ ...at(), workflow_id: "ci.yml", ref: "main" });
};

/** What the API asks to be filled in, with what the furnished repository has. */
const filled = (path: string, ids: Readonly<Record<string, string>>): string | null => {
  const left = path.replace(/\{(\w+)\}/g, (whole, name: string) => ids[name] ?? whole);
  return left.includes("{") ? null : left;
};

/** Names of what leads to pages and files; `url` and its like lead to the API. */
const isForPeople = (name: string): boolean =>
  /^(html_url|permalink_url|diff_url|patch_url|download_url|raw_url|blob_url|blob_href|avatar_url|badge_url|external_url)$/.test(
    name,
  );

const addressesIn = (value: unknown, name = ""): string[] => {
  if (typeof value === "string") return isForPeople(name) && value.startsWith(world.forge.url) ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  if (name === "html" && "href" in value) return [String(value.href)];
  return Object.entries(value).flatMap(([key, one]) => addressesIn(one, Array.isArray(value) ? name : key));
};

/** Every address for people that any reading operation gives. */
const allAddresses = async (): Promise<Set<string>> => {
  const octokit = clientOf(world, "owner");
  const { data: issues } = await octokit.rest.issues.listForRepo({ ...at(), state: "all" });
  const number = (isPull: boolean) =>
    String(issues.findLast((one) => (one.pull_request !== undefined) === isPull)?.number);
  const pull = await octokit.rest.pulls.get({ ...at(), pull_number: Number(number(true)) });
  const [review] = (await octokit.rest.pulls.listReviews({ ...at(), pull_number: pull.data.number })).data;
  const { data: runs } = await octokit.rest.actions.listWorkflowRunsForRepo(at());
  const run = String(runs.workflow_runs[0]?.id);
  const { data: jobs } = await octokit.rest.actions.listJobsForWorkflowRun({ ...at(), run_id: Number(run) });
  const ids = {
    ...{
      owner: "acme",
      repo: workshop.repo,
      username: "owner",
      ref: "main",
      path: "README.md",
      branch: "work/deep/branch",
    },
    ...{
      issue_number: number(false),
      pull_number: number(true),
      milestone_number: "1",
      review_id: String(review?.id),
    },
    ...{
      basehead: "main...work/deep/branch",
      sha: pull.data.head.sha,
      commit_sha: pull.data.head.sha,
      run_id: run,
    },
    ...{ workflow_id: "ci.yml", job_id: String(jobs.jobs[0]?.id), comment_id: "1", name: "bug" },
  };
  const found = new Set<string>();
  const paths = operations.filter(({ method }) => method === "GET").map(({ path }) => filled(path, ids));
  const odd = ["contents/docs", "contents/docs%2Fa%20b"].map(
    (path) => `/repos/acme/${workshop.repo}/${path}`,
  );
  for (const path of [...paths, ...odd]) {
    if (path === null) continue;
    const answer = await fetch(world.forge.url + path, {
      headers: { authorization: `Bearer ${world.token("owner")}` },
    });
    if (!answer.headers.get("content-type")?.includes("json")) continue;
    for (const address of addressesIn(await answer.json())) found.add(address);
  }
  const jwt = { authorization: `Bearer ${app.jsonWebToken()}` };
  for (const path of ["/app", `/repos/acme/${workshop.repo}/installation`])
    for (const address of addressesIn(await (await fetch(world.forge.url + path, { headers: jwt })).json()))
      found.add(address);
  return found;
};

test("every address that the API gives for people answers 200, to a token and to a browser", async () => {
  const addresses = [...(await allAddresses())];
  const kinds = new Set(
    addresses.map(
      (address) => new URL(address).pathname.split("/")[3] ?? new URL(address).pathname.split("/")[1],
    ),
  );
  expect([...kinds]).toEqual(
    expect.arrayContaining([
      "issues",
      "pull",
      "milestone",
      "commit",
      "compare",
      "blob",
      "tree",
      "raw",
      "actions",
      "workflows",
      "avatars",
      "apps",
    ]),
  );
  const headers = { authorization: `Bearer ${world.token("owner")}` };
  const wrong: string[] = [];
  for (const address of addresses) {
    const { pathname, search } = new URL(address);
    const { status } = await visit(world.forge, pathname + search, { headers });
    if (status !== 200) wrong.push(`${status} ${address}`);
  }
  expect(wrong).toEqual([]);
});

test.each([
  ["/acme/REPO/raw/main/README.md", "text/plain; charset=utf-8"],
  ["/acme/REPO/raw/main/x.svg", "image/svg+xml"],
  ["/acme/REPO/raw/work/deep/branch/README.md", "text/plain; charset=utf-8"],
])("a file is served as it is: %s", async (path, type) => {
  const headers = { authorization: `Bearer ${world.token("owner")}` };
  const answer = await visit(world.forge, path.replace("REPO", workshop.repo), { headers });
  expect(answer.headers["content-type"]).toBe(type);
  expect(answer.headers["content-security-policy"]).toBe("default-src 'none'; sandbox");
  expect(answer.text).toMatch(/^(one\n|<svg)/);
});
