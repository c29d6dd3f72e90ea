import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { swallowed } from "../../src/forge/not-served.ts";
import { operations } from "../../src/forge/operations.ts";
import { clientOf } from "./client.ts";
import { askRaw, statusOf } from "./raw.ts";
import { openWorld, type Workshop, type World } from "./world.ts";

let world: World;
let workshop: Workshop;

beforeAll(async () => {
  world = await openWorld();
  workshop = await world.repository();
});
afterAll(() => world[Symbol.asyncDispose]());

const ask = (path: string, headers: Record<string, string> = {}, body?: unknown) =>
  fetch(world.forge.url + path, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${world.token("bot")}`, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const own = () => `/repos/${workshop.owner}/${workshop.repo}`;

describe("what is not served is told from what is not there", () => {
  const header = "x-milepost-not-served";

  test.each([
    "/hooks",
    "/commits/main/pulls",
    "/commits/main/comments",
    "/branches/main/protection/restrictions",
  ])("%s is not served", async (path) => {
    const answer = await ask(own() + path);
    expect(answer.status).toBe(404);
    expect(answer.headers.get(header)).toBe(`GET ${own()}${path}`);
    expect(await answer.json()).toMatchObject({ documentation_url: `${world.forge.url}/_served` });
  });

  test.each(["/issues/99", "/commits/nowhere", "/branches/a/b", "/contents/none"])(
    "%s is not there",
    async (path) => expect((await ask(own() + path)).headers.get(header)).toBeNull(),
  );

  test("a page lists all that is", async () => {
    const lines = (await (await ask("/_served")).text()).trim().split("\n");
    expect(lines).toHaveLength(operations.length);
    expect(lines).toContain("GET    /repos/{owner}/{repo}/pulls/{pull_number}  (pulls/get)");
    expect((await fetch(`${world.forge.url}/_served`)).status).toBe(401);
  });

  test("no address of GitHub's is swallowed by a wider one that is served", () => {
    const file = createRequire(import.meta.url).resolve("@octokit/openapi/generated/api.github.com.json");
    const description: { paths: Record<string, Record<string, { operationId?: string }>> } = JSON.parse(
      readFileSync(file, "utf8"),
    );
    const served = new Set(operations.map(({ id }) => id));
    const wide = operations.map(({ method, path }) => ({
      method,
      pattern: new RegExp(`^${path.replace(/\{(\w+)\}/g, (_, name) => (isWide(name) ? ".+" : "[^/]+"))}$`),
    }));
    const found = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { operationId = "" }]) => {
        const address = path.replace(/\{\w+\}/g, "x");
        const fits = wide.some((one) => one.method === method.toUpperCase() && one.pattern.test(address));
        return fits && !served.has(operationId) && !path.includes("...") ? [path] : [];
      }),
    );
    expect(found.toSorted()).toEqual([...swallowed].toSorted());
  });
  const isWide = (name: string): boolean => ["ref", "branch", "basehead"].includes(name);
});

describe("what a request may cost is bounded", () => {
  test("a body for what nobody may write is not read", async () => {
    const head = (path: string) =>
      `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${world.token("bot")}\r\nConnection: close\r\n`;
    const large = "Content-Length: 100000000\r\n\r\n";
    const { port } = world.forge;
    expect(statusOf(await askRaw(port, `${head("/repos/acme/nowhere/git/blobs")}${large}`))).toBe(404);
    expect(statusOf(await askRaw(port, `${head(`${own()}/issues`)}${large}`))).toBe(413);
    const endless = `${head("/repos/acme/nowhere/issues")}Transfer-Encoding: chunked\r\n\r\n5\r\n{"a":`;
    expect(statusOf(await askRaw(port, endless))).toBe(404);
  });

  const graphql = async (query: string) => (await ask("/graphql", {}, { query })).json();
  const nested = (levels: number): string =>
    levels === 0 ? "id" : `repositories(first: 100) { nodes { ${nested(levels - 1)} } }`;

  test("a query may ask for so many nodes, through fragments and variables too", async () => {
    const viewer = `{ viewer { ${"repositories(first: 100) { nodes { owner { ".repeat(4)} id ${" } } }".repeat(4)} } }`;
    const refused = { errors: [{ type: "MAX_NODE_LIMIT_EXCEEDED" }] };
    expect(await graphql(viewer)).toMatchObject(refused);
    const chain = Array.from(
      { length: 12 },
      (_, at) =>
        `fragment F${at} on Repository { owner { repositories(first: 10) { nodes { ...F${at + 1} } } } }`,
    );
    const whole = `{ repository(owner: "acme", name: "x") { ...F0 } } ${chain.join(" ")} fragment F12 on Repository { id }`;
    expect(await graphql(whole)).toMatchObject(refused);
    expect(await graphql(`{ viewer { ${nested(1)} } }`)).not.toHaveProperty("errors");
  });

  test.each([
    ["names of what every object has", "sort:constructor", 200],
    ["qualifiers by such a name", "no:constructor is:toString review:valueOf", 200],
    ["parentheses", "(".repeat(5000), 422],
    ["parentheses in each other", "(".repeat(7), 422],
    ["denials in each other", "NOT (label:x,y,z OR a -b (".repeat(3), 200],
    ["dashes", "-".repeat(3000), 200],
    ["words that deny", `${"NOT ".repeat(150)}a`, 200],
    ["alternatives", "a OR ".repeat(300), 422],
    ["values", `label:${"a,".repeat(1000)}`, 422],
  ])("a search with odd %s", async (_, q, status) => {
    expect((await ask(`/search/issues?q=${encodeURIComponent(q)}`)).status).toBe(status);
  });

  test("JSON is nested so deep and no deeper", async () => {
    const deep = (levels: number) => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);
    const dispatch = (levels: number) => ({ event_type: "x", client_payload: { deep: deep(levels) } });
    expect((await ask(`${own()}/dispatches`, {}, dispatch(20))).status).toBe(204);
    expect((await ask(`${own()}/dispatches`, {}, dispatch(2000))).status).toBe(400);
  });
});

describe("addresses lead back to where the caller came from", () => {
  const urlFor = async (headers: Record<string, string>) => {
    const lines = Object.entries({ authorization: `Bearer ${world.token("bot")}`, ...headers });
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
    const heard = await askRaw(world.forge.port, `GET ${own()} HTTP/1.1\r\nConnection: close\r\n${head}\r\n`);
    return /"url":"([^"]+)\/repos\//.exec(heard)?.[1];
  };

  test.each([
    [{ host: "localhost:8080" }, "http://localhost:8080"],
    [
      { host: "127.0.0.1", "x-forwarded-host": "github.localhost", "x-forwarded-proto": "https" },
      "https://github.localhost",
    ],
    [{ host: "localhost", "x-forwarded-host": "evil.example" }, "http://localhost"],
    [{ host: "localhost", "x-forwarded-proto": "https, http" }, "https://localhost"],
  ])("%j: %s", async (headers, url) => expect(await urlFor(headers)).toBe(url));

  test("page two is there, too", async () => {
    const { octokit } = { octokit: clientOf(world, "bot") };
    for (const title of ["a", "b"])
      await octokit.issues.create({ owner: "acme", repo: workshop.repo, title });
    const answer = await ask(`${own()}/issues?per_page=1`, { "x-forwarded-host": "forge.localhost" });
    expect(answer.headers.get("link")).toContain("<http://forge.localhost/repos/");
    const found = await octokit.paginate("GET /search/issues", { q: "is:issue", per_page: 1 });
    expect(found).toHaveLength(2);
    const { data } = await octokit.repos.get({ owner: "acme", repo: workshop.repo });
    expect(data.ssh_url).toMatch(/^ssh:\/\/git@127\.0\.0\.1:\d+\/acme\//);
  });
});

test("texts come as HTML and plain where a client accepts them so", async () => {
  const octokit = clientOf(world, "bot");
  const body = "**Bold** <script>x</script>";
  const { data } = await octokit.issues.create({ owner: "acme", repo: workshop.repo, title: "T", body });
  const shown = async (form: string) => {
    const accept = `application/vnd.github.v3.${form}+json`;
    return (await ask(`${own()}/issues/${data.number}`, { accept })).json();
  };
  const html = "<p><strong>Bold</strong> &lt;script&gt;x&lt;/script&gt;</p>\n";
  expect(await shown("html")).toMatchObject({ body_html: html });
  expect(await shown("html")).not.toHaveProperty("body");
  expect(await shown("text")).toMatchObject({ body_text: "Bold <script>x</script>" });
  expect(await shown("full")).toMatchObject({ body, body_html: html });
});

test("the stones at which single clients stopped are out of the way", async () => {
  // gh takes an Enterprise server for one by its version.
  expect(await (await ask("/meta")).json()).toMatchObject({
    installed_version: expect.stringMatching(/^3\./),
  });
  const query = `mutation($input: CreateRepositoryInput!) {
    createRepository(input: $input) { repository { nameWithOwner hasVulnerabilityAlertsEnabled } } }`;
  const input = { name: "stones", visibility: "PUBLIC" };
  const made = await ask(
    "/graphql",
    { authorization: `Bearer ${world.token("owner")}` },
    { query, variables: { input } },
  );
  const repository = { nameWithOwner: "owner/stones", hasVulnerabilityAlertsEnabled: false };
  expect(await made.json()).toMatchObject({ data: { createRepository: { repository } } });
  await workshop.push("raw", { "a.txt": "ä\n" }, "main");
  const raw = await ask(`${own()}/contents/a.txt?ref=raw`, { accept: "application/vnd.github.raw+json" });
  expect(raw.headers.get("content-type")).toBe("application/vnd.github.raw; charset=utf-8");
  expect(await raw.text()).toBe("ä\n");
});

test("what is pushed first to an empty repository is its default branch, and options are taken", async () => {
  await world.forge.createRepository({ owner: "acme", name: "empty" });
  const url = world.forge.url.replace("//", `//x:${world.token("bot")}@`);
  await workshop.git("push", "--quiet", "-o", "ci.skip", `${url}/acme/empty.git`, "main:trunk");
  const { data } = await clientOf(world, "bot").repos.get({ owner: "acme", repo: "empty" });
  expect(data.default_branch).toBe("trunk");
});
