import { join } from "node:path";
import { LeaseError, PushRefused } from "../../src/core/push-refused.ts";
import type { DirectPush, TakenPush } from "../../src/forge/take-push.ts";
import { openPublisher, type Publisher } from "../../src/git/repositories/publisher.ts";
import { openWorld, type Workshop, type World } from "./world.ts";

let world: World;
let workshop: Workshop;
let publisher: Publisher;
let main: string;
let next: string;
/** What became of each push that came without git's protocol. */
const taken: TakenPush["kind"][] = [];
let token: string;

const asked = (): Pick<DirectPush, "owner" | "name" | "token"> => ({
  owner: workshop.owner,
  name: workshop.repo,
  token,
});
const at = (ref: string) => workshop.git("ls-remote", "origin", ref).then((line) => line.slice(0, 40));

beforeAll(async () => {
  world = await openWorld();
  workshop = await world.repository();
  token = world.token("bot") ?? "";
  publisher = await openPublisher({
    dir: join(workshop.dir, "../publisher.git"),
    url: `${world.forge.url}/${workshop.owner}/${workshop.repo}.git`,
    token,
    take: async (push) => {
      const end = await world.forge.takePush({ ...push, ...asked() });
      taken.push(end.kind);
      return end;
    },
  });
  main = await workshop.git("rev-parse", "main");
  await workshop.git("commit", "--quiet", "--allow-empty", "-m", "Nothing");
  await workshop.git("mv", "README.md", "docs.md");
  await workshop.git("commit", "--quiet", "-m", "Move");
  next = await workshop.git("rev-parse", "HEAD");
  await publisher.git(["fetch", "--quiet", workshop.dir, "main"]);
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() => taken.splice(0));

test("a push from the forge's own process moves its ref, and is there for others", async () => {
  await publisher.push(next, "main", { expect: main });
  expect([taken, await at("refs/heads/main")]).toEqual([["taken"], next]);
  await workshop.git("fetch", "--quiet", "origin", "main");
  expect(await workshop.git("rev-parse", "FETCH_HEAD:docs.md")).toMatch(/^[0-9a-f]{40}$/);
});

test("one that comes too late moves nothing", async () => {
  await expect(publisher.push(next, "main", { expect: main })).rejects.toThrow(LeaseError);
  expect([taken, await at("refs/heads/main")]).toEqual([["moved"], next]);
});

test("what cannot be unpacked is refused", async () => {
  const push = { ...asked(), ref: "refs/heads/main", from: next, to: main, pack: Buffer.from("PACK") };
  expect(await world.forge.takePush(push)).toMatchObject({ kind: "refused", why: /^unpacker error/ });
  expect(await at("refs/heads/main")).toBe(next);
});

test("nobody's token, and refs that are not ours, are left to git's own way", async () => {
  const push = { ...asked(), ref: "refs/heads/main", from: next, to: main, pack: Buffer.alloc(0) };
  const ends = await Promise.all([
    world.forge.takePush({ ...push, token: "mp_wrong" }),
    world.forge.takePush({ ...push, token: world.token("reader") ?? "" }),
    world.forge.takePush({ ...push, ref: "refs/pull/1/head" }),
  ]);
  expect(ends.map(({ kind }) => kind)).toEqual(["declined", "declined", "declined"]);
});

test("rules hold for it, in the forge's words", async () => {
  const made = await fetch(`${world.forge.url}/repos/${workshop.owner}/${workshop.repo}/rulesets`, {
    method: "POST",
    headers: { authorization: `Bearer ${world.token("owner")}` },
    body: JSON.stringify({
      name: "still",
      target: "branch",
      enforcement: "active",
      conditions: { ref_name: { include: ["refs/heads/main"], exclude: [] } },
      rules: [{ type: "update" }],
    }),
  });
  expect(made.status).toBe(201);
  await workshop.git("commit", "--quiet", "--allow-empty", "-m", "More");
  await publisher.git(["fetch", "--quiet", workshop.dir, "main"]);
  const more = await workshop.git("rev-parse", "HEAD");
  const push = publisher.push(more, "main", { expect: next });
  await expect(push).rejects.toThrow(PushRefused);
  await expect(push).rejects.toThrow(/refused to move refs\/heads\/main .*GH013/);
  expect([taken, await at("refs/heads/main")]).toEqual([["refused"], next]);
});
