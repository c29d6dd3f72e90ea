import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { differences, fingerprint } from "../../../src/git/repositories/fingerprint.ts";
import { refuseMissing } from "../../../src/git/repositories/partial-clone.ts";
import { deliver, openRepository } from "../../../src/git/repositories/repository.ts";
import { commit, linked, scene, sh, write } from "../scene.ts";

test.each([
  ["its top", "."],
  ["a folder in it", "sub dir"],
])("a repository is opened by %s", async (_, below) => {
  await using at = await scene({ "sub dir/x": "x" });
  const repository = await openRepository(join(at.repo, below));
  expect(repository).toMatchObject({ root: at.repo, head: at.main, currentBranch: "main", bare: false });
  expect(await repository.branchSha("main")).toBe(at.main);
  expect(await repository.branchSha("missing")).toBeNull();
  expect(await repository.branches()).toEqual(["main"]);
});

test("a bare repository, a shallow clone, a worktree and a detached HEAD are opened", async () => {
  await using at = await scene();
  await commit(at.repo, { x: "x" });
  await sh(at.dir, "clone", "-q", "--bare", at.repo, "bare.git");
  expect(await openRepository(join(at.dir, "bare.git"))).toMatchObject({
    bare: true,
    root: join(at.dir, "bare.git"),
  });
  await sh(at.dir, "clone", "-q", "--depth=1", pathToFileURL(at.repo).href, "shallow");
  const shallow = await openRepository(join(at.dir, "shallow"));
  expect(shallow.shallow).toBe(true);
  expect(await shallow.branchSha("main")).toBe(shallow.head);
  await sh(at.repo, "worktree", "add", "-q", "--detach", join(at.dir, "tree"));
  expect(await openRepository(join(at.dir, "tree"))).toMatchObject({
    root: join(at.dir, "tree"),
    main: { root: at.repo, bare: false },
    currentBranch: null,
  });
  await sh(join(at.dir, "bare.git"), "worktree", "add", "-q", join(at.dir, "other"), "main");
  expect(await openRepository(join(at.dir, "other"))).toMatchObject({
    main: { root: join(at.dir, "bare.git"), bare: true },
  });
});

test("a partial clone is refused until it has brought all files of the commit", async () => {
  await using at = await scene();
  await sh(at.repo, "config", "uploadpack.allowFilter", "true");
  const url = pathToFileURL(at.repo).href;
  await sh(at.dir, "clone", "-q", "--filter=blob:none", "--no-checkout", "-o", "up", url, "partial");
  const repository = await openRepository(join(at.dir, "partial"));
  await expect(refuseMissing(repository, at.main)).rejects.toMatchObject({
    message: expect.stringContaining("lacks files"),
    hint: expect.stringContaining("--no-filter up"),
  });
  await sh(repository.root, "fetch", "-q", "--refetch", "--no-filter", "up");
  await refuseMissing(repository, at.main);
});

test.each<[string, string, (dir: string) => Promise<unknown>]>([
  ["is missing", "there is no folder", async () => undefined],
  ["is no repository", "not in a git repository", (dir) => mkdir(dir)],
  [
    "has no commit",
    "has no commit",
    async (dir) => {
      await mkdir(dir);
      await sh(dir, "init", "-q");
    },
  ],
  [
    "is of a newer git",
    "does not open the repository",
    async (dir) => {
      await mkdir(dir);
      await sh(dir, "init", "-q");
      await sh(dir, "config", "core.repositoryFormatVersion", "1");
      await sh(dir, "config", "extensions.fromTheFuture", "true");
    },
  ],
  [
    "uses SHA-256",
    "sha256",
    async (dir) => {
      await mkdir(dir);
      await sh(dir, "init", "-q", "--object-format=sha256");
    },
  ],
  ["is a file", "not a folder", (dir) => write(join(dir, ".."), { chosen: "x" })],
])("a path that %s gives an error with the next step", async (_, message, make) => {
  await using at = await scene();
  await make(join(at.dir, "chosen"));
  const opened = openRepository(join(at.dir, "chosen"));
  await expect(opened).rejects.toThrow(message);
  await expect(opened).rejects.toMatchObject({ hint: expect.any(String) });
});

test("approved branches arrive as milepost/*, and nothing else of the repository changes", async () => {
  await using at = await linked({ "a.txt": "a\n", ".gitignore": "ignored\n" });
  await sh(at.repo, "checkout", "-q", "--detach");
  const sha = await commit(at.repo, { x: "x" });
  await sh(at.repo, "push", "-q", at.publisher.dir, "HEAD:refs/x/done");
  await sh(at.repo, "checkout", "-q", "main");
  await write(at.repo, { "a.txt": "dirty\n", "mine.txt": "untracked\n", "staged.txt": "s\n" });
  await sh(at.repo, "add", "staged.txt");
  const before = await fingerprint(at.repo);
  const repository = await openRepository(at.repo);
  await deliver(repository, at.publisher.dir, [{ sha, branch: "feature/00a-x" }]);
  await deliver(repository, at.publisher.dir, [{ sha, branch: "feature/00a-x" }]);
  expect(differences(before, await fingerprint(at.repo))).toEqual([]);
  expect(await sh(at.repo, "rev-parse", "milepost/feature/00a-x")).toBe(sha);
});
