import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Octokit } from "@octokit/rest";
import { migrations } from "../../src/forge/migrations.ts";
import { operations } from "../../src/forge/operations.ts";
import { type LocalForge, startForge } from "../../src/forge/server.ts";
import { openStore } from "../../src/forge/store.ts";
import { memory } from "../folders.ts";
import { askRaw, statusOf } from "./raw.ts";
import { openWorld, type Workshop, type World } from "./world.ts";

let world: World;
let workshop: Workshop;
beforeAll(async () => {
  world = await openWorld();
  workshop = await world.repository();
});
afterAll(() => world[Symbol.asyncDispose]());

describe("nothing is served without a token", () => {
  const open = ["/", "/meta", "/rate_limit"];
  const all = operations.map(({ method, path }) => [method, path] as const);
  const addressOf = (path: string) =>
    world.forge.url +
    path
      .replace("{owner}", "acme")
      .replace("{repo}", workshop.repo)
      .replace(/\{\w+\}/g, "1");

  test.each(all.filter(([, path]) => !open.includes(path)))("%s %s", async (method, path) => {
    const body = method === "GET" ? {} : { body: "{}" };
    for (const authorization of ["", "Bearer mp_wrong", "Basic Og==", "Digest x", "Bearer"]) {
      const answer = await fetch(addressOf(path), { method, headers: { authorization }, ...body });
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ message: expect.stringMatching(/^(Requires|Bad) /) });
    }
  });

  test.each([
    ["GET", "/acme/<repo>/info/refs?service=git-upload-pack", 401],
    ["GET", "/acme/<repo>.git/info/refs?service=git-receive-pack", 401],
    ["POST", "/acme/<repo>/git-upload-pack", 401],
    ["POST", "/acme/<repo>/git-receive-pack", 401],
    ["GET", "/acme/nothing/info/refs?service=git-upload-pack", 401],
    ["GET", "/acme/<repo>/raw/main/README.md", 401],
    ["GET", "/acme/<repo>/archive/main.zip", 401],
    ["GET", "/repos/acme/<repo>/zipball/main", 401],
    ["GET", "/api/v3/repos/acme/<repo>/contents/README.md", 401],
    ["GET", "/no/such/thing", 401],
    ["POST", "/twirp/github.actions.results.api.v1.ArtifactService/ListArtifacts", 401],
    ["GET", "/_artifacts/1/x", 403],
    ["PUT", "/_artifacts/1/x", 403],
    ["GET", "/_logs/job/1/x", 403],
    ["GET", "/_logs/run/1/x", 403],
  ])("%s %s", async (method, path, status) => {
    const answer = await fetch(world.forge.url + path.replace("<repo>", workshop.repo), { method });
    expect(answer.status).toBe(status);
  });

  test.each(open)("but that there is a forge, at %s", async (path) => {
    const answer = await fetch(world.forge.url + path);
    expect(answer.status).toBe(200);
    expect(await answer.text()).not.toContain(workshop.repo);
  });
});

describe("it answers to names of this machine alone", () => {
  const git = () => `/acme/${workshop.repo}/info/refs?service=git-upload-pack`;
  const ask = (target: string, host: string) => {
    const headers = `Authorization: Bearer ${world.token("bot")}\r\nConnection: close`;
    return askRaw(world.forge.port, `GET ${target} HTTP/1.1\r\nHost: ${host}\r\n${headers}\r\n\r\n`);
  };

  test.each([
    "127.0.0.1",
    "127.0.0.1:1",
    "localhost",
    "LOCALHOST:80",
    "localhost.",
    "[::1]:80",
    "github.localhost",
  ])("%s is one", async (host) => {
    for (const target of ["/user", git(), "/meta"]) expect(statusOf(await ask(target, host))).toBe(200);
  });

  test.each([
    ...[
      "evil.example",
      "evil.example:80",
      "127.0.0.1.evil.example",
      "localhost.evil.example",
      "evillocalhost",
      "0.0.0.0",
    ],
    ...[
      "192.168.0.1",
      "[::]",
      "",
      ".localhost",
      "evil@localhost",
      "localhost, evil.example",
      "127.0.0.1\r\nHost: evil.example",
    ],
  ])("%j is none", async (host) => {
    for (const target of ["/user", git(), "/meta", "/_artifacts/1/x", "/no/such/thing"]) {
      const heard = await ask(target, host);
      expect(statusOf(heard)).toBe(421);
      expect(heard).toContain("ask 127.0.0.1 or localhost");
    }
  });

  test("nor is the host of a whole address, whatever the header says", async () => {
    expect(statusOf(await ask(`http://evil.example${git()}`, "127.0.0.1"))).toBe(421);
    expect(statusOf(await ask(`http://api.github.localhost/user`, "127.0.0.1"))).toBe(200);
  });

  test("but a name that its starter allows is", async () => {
    const dataDir = await mkdtemp(join(memory, "milepost-forge-"));
    await using forge = await startForge({ dataDir, hosts: ["Forge.example"] });
    const statusFor = async (host: string) =>
      statusOf(await askRaw(forge.port, `GET /meta HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`));
    expect(await statusFor("forge.example:8080")).toBe(200);
    expect(await statusFor("other.example")).toBe(421);
    await forge.close();
    await rm(dataDir, { recursive: true });
  });
});

describe("what it keeps", () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = join(await mkdtemp(join(memory, "milepost-forge-")), "data");
  });
  afterEach(() => rm(join(dataDir, ".."), { recursive: true, force: true }));

  /** The modes of what is there, in octal. */
  const modes = async () => {
    const names = (await readdir(dataDir)).sort();
    const each = ["", ...names].map(async (name) => [
      name,
      ((await stat(join(dataDir, name))).mode & 0o777).toString(8),
    ]);
    return Object.fromEntries(await Promise.all(each));
  };
  const ours = {
    "": "700",
    repositories: "700",
    actions: "700",
    "forge.sqlite": "600",
    "lock.sqlite": "600",
  };

  test("only its owner reads", async () => {
    await using forge = await startForge({ dataDir });
    await forge.createRepository({ owner: "acme", name: "project" });
    const { "lock.sqlite-journal": journal = "600", ...others } = await modes();
    expect(others).toEqual({ ...ours, "forge.sqlite-wal": "600", "forge.sqlite-shm": "600" });
    expect(journal).toBe("600");
  });

  test("is closed where an earlier forge left it open", async () => {
    await mkdir(join(dataDir, "repositories"), { recursive: true });
    for (const name of ["forge.sqlite", "forge.sqlite-wal", "forge.sqlite-shm", "lock.sqlite"]) {
      await writeFile(join(dataDir, name), "");
      await chmod(join(dataDir, name), 0o644);
    }
    for (const name of ["", "repositories"]) await chmod(join(dataDir, name), 0o755);
    await using _forge = await startForge({ dataDir });
    expect(await modes()).toMatchObject({ ...ours, "forge.sqlite-wal": "600", "forge.sqlite-shm": "600" });
  });

  test("is closed in a folder that holds other things, too, which stays as open as it is", async () => {
    await mkdir(dataDir, { recursive: true });
    await chmod(dataDir, 0o755);
    await writeFile(join(dataDir, "notes"), "", { mode: 0o644 });
    await using _forge = await startForge({ dataDir });
    expect(await modes()).toMatchObject({ ...ours, "": "755", notes: "644" });
  });

  test("holds no token", async () => {
    await using forge = await startForge({ dataDir });
    const bytes = await Promise.all(
      (await readdir(dataDir))
        .filter((name) => name.startsWith("forge.sqlite"))
        .map((name) => readFile(join(dataDir, name))),
    );
    expect(forge.accounts).toHaveLength(3);
    for (const { token } of forge.accounts) {
      expect(token).toMatch(/^mp_[\w-]{37}$/);
      expect(bytes.some((file) => file.includes(token))).toBe(false);
    }
  });

  test("of a version that kept tokens as they are works on, with new tokens", async () => {
    await mkdir(dataDir, { recursive: true });
    const old = openStore(join(dataDir, "forge.sqlite"), migrations.slice(0, 13));
    const insert =
      "insert into users (login, token, role, created_at) values (?, ?, ?, '2026-01-01T00:00:00Z')";
    old.transaction(() => {
      old.run(insert, "owner", "mp_owner", "owner");
      old.run(insert, "milepost-bot", "mp_bot", "bot");
      old.run(insert, "milepost-reviewer", "mp_reviewer", "reviewer");
      old.run(insert, "acme", "mp_acme", "member");
    });
    old.close();

    await using forge = await startForge({ dataDir });
    await forge.createRepository({ owner: "acme", name: "project" });
    const { data } = await clientOf(forge, "bot").users.getAuthenticated();
    expect(data).toMatchObject({ login: "milepost-bot", id: 2, created_at: "2026-01-01T00:00:00Z" });
    for (const token of ["mp_owner", "mp_bot", "mp_acme", "none 4"]) {
      const answer = await fetch(`${forge.url}/user`, { headers: { authorization: `Bearer ${token}` } });
      expect(answer.status).toBe(401);
    }
  });
});

const clientOf = ({ url, accounts }: LocalForge, wanted: string) =>
  new Octokit({ baseUrl: url, auth: accounts.find(({ role }) => role === wanted)?.token });
