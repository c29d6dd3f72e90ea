import { mkdtemp, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { memory } from "../folders.ts";
import { type As, openWorld, type Workshop, type World } from "./world.ts";

let world: World;
let workshop: Workshop;
let folder: string;

beforeAll(async () => {
  world = await openWorld();
  workshop = await world.repository();
  folder = await mkdtemp(join(memory, "milepost-clone-"));
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const addressFor = (as: As): string => {
  const token = world.token(as);
  const login = token === null ? "" : `anyone:${token}@`;
  return `${world.forge.url.replace("//", `//${login}`)}/${workshop.owner}/${workshop.repo}.git`;
};

const git = (...args: string[]) =>
  execa("git", args, {
    env: { GIT_CONFIG_GLOBAL: "/dev/null", GIT_TERMINAL_PROMPT: "0" },
    reject: false,
  });

test("who has a token clones a public repository, with or without .git in its address", async () => {
  for (const address of [addressFor("reviewer"), addressFor("reviewer").replace(/\.git$/, "")]) {
    const { exitCode } = await git("clone", "--quiet", address, join(folder, `clone-${address.length}`));
    expect(exitCode).toBe(0);
  }
});

const push = async (as: As, ref: string) => {
  const { exitCode, stderr } = await git("-C", workshop.dir, "push", addressFor(as), `HEAD:${ref}`);
  return { exitCode, stderr };
};

test.each([
  { as: "bot" as const, ref: "refs/heads/pushed", exitCode: 0, says: "new branch" },
  { as: "bot" as const, ref: "refs/milepost/wip/a", exitCode: 0, says: "new reference" },
  { as: "bot" as const, ref: "refs/pull/1/head", exitCode: 1, says: "hidden ref" },
  { as: "stranger" as const, ref: "refs/heads/no", exitCode: 128, says: "Authentication failed" },
  { as: "anonymous" as const, ref: "refs/heads/no", exitCode: 128, says: "could not read Username" },
])("a push by $as to $ref says $says", async ({ as, ref, exitCode, says }) => {
  const result = await push(as, ref);
  expect(result.stderr).toContain(says);
  expect(result.exitCode).toBe(exitCode);
});

test("somebody who only reads fetches and does not push", async () => {
  const headers = { authorization: `Bearer ${world.token("owner")}` };
  const collaborator = `${world.forge.url}/repos/${workshop.owner}/${workshop.repo}/collaborators/milepost-reviewer`;
  await fetch(collaborator, { method: "PUT", headers, body: JSON.stringify({ permission: "pull" }) });
  expect((await git("ls-remote", addressFor("reviewer"))).exitCode).toBe(0);
  expect(await push("reviewer", "refs/heads/no")).toMatchObject({
    exitCode: 128,
    stderr: expect.stringContaining("403"),
  });
});

test("a private repository does not exist for others", async () => {
  const secret = await world.repository();
  const headers = { authorization: `Bearer ${world.token("owner")}` };
  const url = `${world.forge.url}/repos/acme/${secret.repo}`;
  await fetch(url, { method: "PATCH", headers, body: JSON.stringify({ private: true }) });
  await fetch(`${url}/collaborators/milepost-reviewer`, { method: "DELETE", headers });
  const remote = (as: As) => addressFor(as).replace(workshop.repo, secret.repo);
  expect((await git("ls-remote", remote("bot"))).exitCode).toBe(0);
  expect((await git("ls-remote", remote("reviewer"))).stderr).toContain("not found");
  expect((await git("ls-remote", remote("anonymous"))).stderr).toContain("could not read Username");
});

test("a change larger than git's buffers arrives whole", async () => {
  const sha = await workshop.push(
    "large",
    { "large.txt": `${"0123456789abcdef\n".repeat(200_000)}` },
    "main",
  );
  const { stdout } = await git("ls-remote", addressFor("bot"), "refs/heads/large");
  expect(stdout.slice(0, 40)).toBe(sha);
});

test("a repository starts from a branch of a local one, without its other refs", async () => {
  await workshop.git("tag", "v1");
  await workshop.git("branch", "--force", "elsewhere", "main");
  await world.forge.createRepository({
    owner: "acme",
    name: "seeded",
    from: workshop.dir,
    base: "trunk",
    sourceRef: "elsewhere",
  });
  const remote = addressFor("bot").replace(workshop.repo, "seeded");
  const { stdout } = await git("ls-remote", "--symref", remote);
  expect(stdout.split("\n").map((line) => line.split("\t")[1])).toEqual(["HEAD", "HEAD", "refs/heads/trunk"]);
});

test("a folder that is no repository is refused and leaves nothing behind", async () => {
  const made = world.forge.createRepository({ owner: "acme", name: "broken", from: folder });
  await expect(made).rejects.toThrow(
    expect.objectContaining({
      message: expect.stringContaining("has no commit at refs/heads/main"),
      cause: expect.objectContaining({ message: expect.stringContaining("not a git repository") }),
    }),
  );
  await expect(stat(join(folder, "broken.git"))).rejects.toThrow();
  const headers = { authorization: `Bearer ${world.token("owner")}` };
  expect((await fetch(`${world.forge.url}/repos/acme/broken`, { headers })).status).toBe(404);
});
