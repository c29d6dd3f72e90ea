import { appendFile, mkdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { MilepostError } from "../../../src/core/error.ts";
import { LeaseError } from "../../../src/core/push-refused.ts";
import { bundle } from "../../../src/git/hand-off/handoff-bundle.ts";
import { openPublisher } from "../../../src/git/repositories/publisher.ts";
import { commitLeftovers } from "../../../src/git/worktrees/leftovers.ts";
import { prepareWorktree } from "../../../src/git/worktrees/worktree.ts";
import { commit, type Linked, linked, sh, write } from "../scene.ts";

const work = (at: Linked, branch = "b") =>
  prepareWorktree(at.hub, { path: join(at.dir, "tree"), branch, start: at.main });

const author = { name: "Milepost", email: "milepost@example.com" };

const forgeHas = (at: Linked, branch: string) =>
  sh(at.forge, "for-each-ref", "--format=%(objectname)", `refs/heads/${branch}`);

test("work goes from worktree to forge by a bundle and a push", async () => {
  await using at = await linked();
  const tree = await work(at);
  const head = await commit(tree.path, { "new.txt": "x\n" });
  expect(await commitLeftovers(tree, { author, message: "Nothing is left" })).toBe(head);
  const file = join(at.dir, "out/change.bundle");
  await bundle(tree, head, file);
  expect(await at.publisher.has(head)).toBe(false);
  expect(await at.publisher.importBundle(file, { start: at.main })).toBe(head);
  expect(await at.publisher.has(head)).toBe(true);
  await at.publisher.push(head, "feature/x", { expect: null });
  expect(await forgeHas(at, "feature/x")).toBe(head);
});

test("there is no bundle of nothing", async () => {
  await using at = await linked();
  const tree = await work(at);
  await expect(bundle(tree, at.main, join(at.dir, "b"))).rejects.toThrow("nothing to hand over");
});

const hostile: [string, string, (at: Linked, file: string) => Promise<unknown>][] = [
  [
    "two refs",
    "2 refs",
    async (at, file) => {
      await commit(at.repo, { x: "x" });
      await sh(at.repo, "branch", "second");
      await sh(at.repo, "bundle", "create", "-q", file, `^${at.main}`, "main", "second");
    },
  ],
  [
    "a head that does not descend from the start",
    "does not descend",
    async (at, file) => {
      await sh(at.repo, "checkout", "-q", "--orphan", "new");
      await commit(at.repo, { x: "x" });
      await sh(at.repo, "bundle", "create", "-q", file, "new");
    },
  ],
  [
    "a tree as its head",
    "no commit",
    async (at, file) => {
      await commit(at.repo, { x: "x" });
      await sh(at.repo, "update-ref", "refs/x/tree", await sh(at.repo, "rev-parse", "HEAD^{tree}"));
      await sh(at.repo, "bundle", "create", "-q", file, "refs/x/tree");
    },
  ],
  [
    "objects whose parents are missing",
    "incomplete",
    async (at, file) => {
      await commit(at.repo, { x: "x" });
      await commit(at.repo, { x: "y" });
      await sh(at.repo, "bundle", "create", "-q", file, "HEAD~1..main");
    },
  ],
  [
    "a path named .git",
    "malformed",
    async (at, file) => {
      await write(at.repo, { x: "x" });
      const blob = await sh(at.repo, "hash-object", "-w", "x");
      const raw = Buffer.concat([Buffer.from("100644 .git\0"), Buffer.from(blob, "hex")]);
      await writeFile(join(at.dir, "raw"), raw);
      const bad = await sh(at.repo, "hash-object", "-w", "-t", "tree", "--literally", join(at.dir, "raw"));
      const evil = await sh(at.repo, "commit-tree", bad, "-p", at.main, "-m", "evil");
      await sh(at.repo, "update-ref", "refs/heads/evil", evil);
      await sh(at.repo, "bundle", "create", "-q", file, `^${at.main}`, "evil");
    },
  ],
  [
    "a pack that was cut",
    "damaged",
    async (at, file) => {
      await commit(at.repo, { x: "x".repeat(5000) });
      await sh(at.repo, "bundle", "create", "-q", file, `^${at.main}`, "main");
      await truncate(file, (await readFile(file)).length - 30);
    },
  ],
  ["no pack", "damaged", async (_, file) => writeFile(file, `# v2 git bundle\n${"1".repeat(40)} HEAD\n\n`)],
  [
    "a head that it does not contain",
    "no commit",
    async (at, file) => {
      const sha = await commit(at.repo, { x: "x" });
      await sh(at.repo, "bundle", "create", "-q", file, `^${at.main}`, "main");
      const text = await readFile(file, "latin1");
      await writeFile(file, text.replace(sha, "1".repeat(40)), "latin1");
    },
  ],
  ["a strange header", "unknown line", async (_, file) => writeFile(file, "# v2 git bundle\n../../x\n\n")],
  ["an endless header", "not a version 2", async (_, file) => writeFile(file, "x".repeat(200_000))],
  ["no file", "could not open", async () => undefined],
];

test.each(hostile)("a bundle with %s is refused", async (_, message, forgeBundle) => {
  await using at = await linked();
  const file = join(at.dir, "hostile.bundle");
  await forgeBundle(at, file);
  const answer = at.publisher.importBundle(file, { start: at.main });
  await expect(answer).rejects.toThrow(message);
  await expect(answer).rejects.toThrow(MilepostError);
  expect(await sh(at.publisher.dir, "for-each-ref", "--format=%(refname)")).toBe("refs/remotes/forge/main");
});

test("a push happens only where the branch is expected, and once", async () => {
  await using at = await linked();
  await work(at);
  const [one, two] = [await commit(at.repo, { x: "1" }), await commit(at.repo, { x: "2" })];
  await sh(at.repo, "push", "-q", at.publisher.dir, "main:refs/milepost/test");
  const { publisher } = at;
  await publisher.push(one, "b", { expect: null });
  await publisher.push(one, "b", { expect: null });
  await expect(publisher.push(two, "b", { expect: null })).rejects.toThrow(LeaseError);
  await expect(publisher.push(two, "b", { expect: at.main })).rejects.toThrow(LeaseError);
  await publisher.push(two, "b", { expect: one });
  expect(await forgeHas(at, "b")).toBe(two);
  await publisher.push(at.main, "b", { expect: two });
  expect(await forgeHas(at, "b")).toBe(at.main);
  await publisher.push(one, "refs/milepost/wip/b", { expect: null });
});

test("a push that the forge's rules decline is no lost lease", async () => {
  await using at = await linked();
  const sha = await commit(at.repo, { x: "1" });
  await sh(at.repo, "push", "-q", at.publisher.dir, "main:refs/milepost/test");
  await sh(at.forge, "config", "receive.denyDeletes", "true");
  await sh(at.forge, "config", "receive.denyNonFastForwards", "true");
  await at.publisher.push(sha, "main", { expect: at.main });
  const back = at.publisher.push(at.main, "main", { expect: sha });
  await expect(back).rejects.toThrow("the forge refused");
  await expect(back).rejects.not.toThrow(LeaseError);
});

test("what the forge says to a push is told, with the way out when it is about workflows", async () => {
  await using at = await linked();
  const hook = join(at.forge, "hooks/pre-receive");
  const words =
    "refusing to allow a GitHub App to create or update workflow `x.yml` without `workflows` permission";
  await writeFile(hook, `#!/bin/sh\necho '${words}' >&2\nexit 1\n`, { mode: 0o755 });
  const sha = await commit(at.repo, { "x.yml": "on: push\n" });
  await at.publisher.git(["fetch", "--quiet", at.repo, sha]);
  const refused = at.publisher.push(sha, "ours", { expect: null });
  await expect(refused).rejects.toMatchObject({
    message: expect.stringContaining(words),
    hint: expect.stringContaining("`workflows: write`"),
  });
});

test("what is here is not asked for again, and what is not is fetched by branch or commit", async () => {
  await using at = await linked();
  const sha = await commit(at.repo, { x: "1" });
  await sh(at.repo, "push", "-q", at.forge, "main:refs/heads/other");
  await at.publisher.fetch([sha]);
  expect(await at.publisher.has(sha)).toBe(true);
  await at.publisher.fetch(["other"]);
  expect(await sh(at.publisher.dir, "rev-parse", "refs/remotes/forge/other")).toBe(sha);
  await rm(at.forge, { recursive: true });
  await at.publisher.fetch([sha, at.main]);
  await expect(at.publisher.fetch(["other"])).rejects.toThrow("git fetch");
});

test("many fetches at once do not disturb each other", async () => {
  await using at = await linked();
  const sha = await commit(at.repo, { x: "1" });
  for (const branch of ["main", "other"])
    await sh(at.repo, "push", "-q", at.forge, `main:refs/heads/${branch}`);
  const fetches = ["main", "other", sha, "main", "other"].map((ref) => at.publisher.fetch([ref]));
  expect(await Promise.allSettled(fetches)).toEqual(fetches.map(() => ({ status: "fulfilled" })));
  for (const branch of ["main", "other"])
    expect(await sh(at.publisher.dir, "rev-parse", `refs/remotes/forge/${branch}`)).toBe(sha);
});

test("a half-made publisher is completed, and another address replaces the old one", async () => {
  await using at = await linked();
  const dir = at.publisher.dir;
  await rm(join(dir, "HEAD"));
  await writeFile(join(dir, "config"), "[core");
  await writeFile(join(dir, "refs/remotes/forge/main.lock"), "");
  await mkdir(join(at.dir, "moved"));
  await sh(at.dir, "clone", "-q", "--bare", at.repo, "moved/forge.git");
  const url = pathToFileURL(join(at.dir, "moved/forge.git")).href;
  const again = await openPublisher({ dir, url, token: "t" });
  await again.fetch(["main"]);
  expect(await again.has(at.main)).toBe(true);
});

test("the token and the address's user are in no error and no file", async () => {
  await using at = await linked();
  const dir = join(at.dir, "p.git");
  const publisher = await openPublisher({
    dir,
    url: "http://me:hidden@127.0.0.1:9/x.git",
    token: "secret-token",
  });
  const error = await publisher.fetch(["main"]).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(MilepostError);
  const { message, cause } = error instanceof MilepostError ? error : new MilepostError("");
  for (const secret of [
    "hidden",
    "secret-token",
    Buffer.from("secret-token").toString("base64").slice(4, 12),
  ]) {
    expect(`${message} ${cause}`).not.toContain(secret);
  }
  expect(await readFile(join(dir, "config"), "utf8")).not.toContain("secret-token");
});

test("the facts for gates are counted from the merge base, with renames, binaries and any path", async () => {
  await using at = await linked({ "old.txt": "1\n2\n3\n4\n5\n6\n", "gone.txt": "x\n" });
  await commit(at.repo, { "later.txt": "on main\n" });
  await sh(at.repo, "checkout", "-q", "-b", "b", at.main);
  await sh(at.repo, "mv", "old.txt", "new\tname\n.txt");
  await appendFile(join(at.repo, "new\tname\n.txt"), "7\n");
  await sh(at.repo, "rm", "-q", "gone.txt");
  const head = await commit(at.repo, { "image.bin": "\0\x01", "ü.txt": "a\nb\n" });
  await sh(at.repo, "push", "-q", at.publisher.dir, "main:refs/x/main", "b:refs/x/b");
  const change = await at.publisher.facts("refs/x/main", head, { generated: [] });
  expect(change).toMatchObject({
    head,
    files: expect.arrayContaining(
      [
        { path: "gone.txt", from: null, added: 0, deleted: 1, binary: false },
        { path: "image.bin", from: null, added: 0, deleted: 0, binary: true },
        { path: "new\tname\n.txt", from: "old.txt", added: 1, deleted: 0, binary: false },
        { path: "ü.txt", from: null, added: 2, deleted: 0, binary: false },
      ].map((expected) => expect.objectContaining(expected)),
    ),
  });
  expect(change.files).toHaveLength(4);
  expect(await at.publisher.diff("refs/x/main", head)).toContain("+++ b/ü.txt");
});

test("a branch cannot hide its lines by attributes of its own", async () => {
  await using at = await linked();
  const tree = await work(at);
  await write(tree.path, { ".gitattributes": "* binary -diff\n", "x.ts": "1\n2\n" });
  const head = await commitLeftovers(tree, { author, message: "x" });
  const { files } = await at.hub.facts(at.main, head, { generated: [] });
  expect(files).toContainEqual(expect.objectContaining({ path: "x.ts", added: 2, binary: false }));
});

test("commits that share no history are said to", async () => {
  await using at = await linked();
  await sh(at.repo, "checkout", "-q", "--orphan", "new");
  const sha = await commit(at.repo, {});
  await sh(at.repo, "push", "-q", at.publisher.dir, "new:refs/x/new");
  await expect(at.publisher.facts(at.main, sha, { generated: [] })).rejects.toThrow("share no history");
});
