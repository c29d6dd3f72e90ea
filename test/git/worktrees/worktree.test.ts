import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { MilepostError } from "../../../src/core/error.ts";
import { openHub } from "../../../src/git/repositories/hub.ts";
import { commitLeftovers, head } from "../../../src/git/worktrees/leftovers.ts";
import {
  prepareReviewTree,
  prepareWorktree,
  removeWorktree,
  type Worktree,
} from "../../../src/git/worktrees/worktree.ts";
import { listWorktrees } from "../../../src/git/worktrees/worktree-list.ts";
import { disk, memory } from "../../folders.ts";
import { commit, type Linked, linked, sh, write } from "../scene.ts";

const author = { name: "Milepost", email: "milepost@example.com" };
const files = { "a.txt": "a\n", "src/b.txt": "b\n", ".gitignore": "node_modules\n" };

const prepare = (at: Linked, branch = "feature/00a-x", folder = "trees/pay ments") =>
  prepareWorktree(at.hub, { path: join(at.dir, folder), branch, start: at.main });

const expectClean = async (tree: Worktree, at: Linked): Promise<void> => {
  expect(await sh(tree.path, "symbolic-ref", "HEAD")).toBe(`refs/heads/${tree.branch}`);
  expect(await sh(tree.path, "rev-parse", "HEAD")).toBe(at.main);
  expect(await sh(tree.path, "status", "--porcelain")).toBe("");
  expect(await readFile(join(tree.path, "a.txt"), "utf8")).toBe("a\n");
  expect(await sh(tree.path, "ls-files", "--deleted", "--modified", "--others", "--exclude-standard")).toBe(
    "",
  );
};

test("a folder that a person keeps where a worktree is to be is refused, and left as it is", async () => {
  await using at = await linked(files);
  await write(join(at.dir, "trees/pay ments"), { "precious.txt": "mine" });
  await expect(prepare(at)).rejects.toMatchObject({
    message: expect.stringContaining("no worktree of Milepost's"),
    hint: expect.stringContaining("worktree:"),
  });
  expect(await readFile(join(at.dir, "trees/pay ments/precious.txt"), "utf8")).toBe("mine");
});

test("what lies in a worktree whose entry is lost is set aside, each time, and what is reviewed is not", async () => {
  await using at = await linked(files);
  const path = join(at.dir, "trees/pay ments");
  for (const word of ["first", "second"]) {
    const tree = await prepare(at);
    await write(path, { "precious.txt": word });
    await rm(tree.gitDir, { recursive: true });
  }
  await expectClean(await prepare(at), at);
  expect(await readFile(`${path}.lost-1/precious.txt`, "utf8")).toBe("first");
  expect(await readFile(`${path}.lost-2/precious.txt`, "utf8")).toBe("second");
  const review = { path: join(at.dir, "trees/review"), sha: at.main };
  const { gitDir } = await prepareReviewTree(at.hub, review);
  await rm(gitDir, { recursive: true });
  await prepareReviewTree(at.hub, review);
  expect(existsSync(`${review.path}.lost-1`)).toBe(false);
});

const isOther = statSync(memory).dev !== statSync(disk).dev;

(isOther ? test : test.skip)(
  `commits are taken in where temporary files are on another disk${isOther ? "" : " (skipped: needs /dev/shm)"}`,
  async () => {
    await using at = await linked(files, disk);
    const dir = await mkdtemp(join(memory, "milepost-test-"));
    try {
      const hub = await openHub({ dir: join(dir, "hub.git"), publisherDir: at.publisher.dir });
      const tree = await prepare({ ...at, dir, hub });
      const made = await commit(tree.path, { "a.txt": "b\n" });
      expect(await commitLeftovers(tree, { author, message: "Rest" })).toBe(made);
    } finally {
      await rm(dir, { recursive: true });
    }
  },
);

const leftovers: [string, (tree: Worktree, at: Linked) => Promise<unknown>][] = [
  ["the folder is missing", (tree) => rm(tree.path, { recursive: true })],
  ["the folder is there, its entry is not", (tree) => rm(tree.gitDir, { recursive: true })],
  [
    "the folder lost its .git",
    async (tree) => {
      await rm(join(tree.path, ".git"), { recursive: true });
      await write(tree.path, { "stray.txt": "x" });
    },
  ],
  [
    "the folder is a file",
    async (tree) => {
      await rm(tree.path, { recursive: true });
      await writeFile(tree.path, "x");
    },
  ],
  ["it is locked", (tree, at) => sh(at.hub.dir, "worktree", "lock", "--reason", "x", tree.path)],
  ["an index.lock is left", (tree) => writeFile(join(tree.gitDir, "index.lock"), "")],
  [
    "a lock on the branch is left",
    (tree, at) => writeFile(join(at.hub.dir, `refs/heads/${tree.branch}.lock`), ""),
  ],
  ["a HEAD.lock is left", (tree) => writeFile(join(tree.gitDir, "HEAD.lock"), "")],
  ["its .git is half made", (tree) => rm(join(tree.path, ".git/HEAD"))],
  [
    "its .git leads elsewhere",
    async (tree, at) => {
      await rm(join(tree.path, ".git"), { recursive: true });
      await writeFile(join(tree.path, ".git"), `gitdir: ${at.repo}/.git\n`);
    },
  ],
  [
    "its .git is a link",
    async (tree, at) => {
      await rm(join(tree.path, ".git"), { recursive: true });
      await symlink(join(at.repo, ".git"), join(tree.path, ".git"));
    },
  ],
  ["its entry was pruned", (tree) => rm(tree.gitDir, { recursive: true })],
  [
    "its commondir leads elsewhere",
    (tree, at) => writeFile(join(tree.gitDir, "commondir"), `${at.repo}/.git\n`),
  ],
  [
    "its .git is a repository",
    async (tree) => {
      await rm(join(tree.path, ".git"), { recursive: true });
      await sh(tree.path, "init", "--quiet");
    },
  ],
  ["its HEAD is empty", (tree) => writeFile(join(tree.gitDir, "HEAD"), "")],
  [
    "its HEAD is detached elsewhere",
    async (tree) => {
      await sh(tree.path, "checkout", "--quiet", "--detach");
      await commit(tree.path, { "a.txt": "other\n" });
    },
  ],
  ["its index is cut short", (tree) => writeFile(join(tree.gitDir, "index"), "DIRC\0\0\0\x02\0")],
  ["its index is missing", (tree) => rm(join(tree.gitDir, "index"))],
  [
    "files are changed, staged, deleted and added",
    async (tree) => {
      await write(tree.path, { "a.txt": "changed\n", "staged.txt": "x", "deep/er/new.txt": "x" });
      await sh(tree.path, "add", "staged.txt");
      await rm(join(tree.path, "src"), { recursive: true });
    },
  ],
  [
    "a mode is changed in the index alone",
    (tree) => sh(tree.path, "update-index", "--chmod=+x", "a.txt").then(() => undefined),
  ],
  [
    "changes are hidden as assumed unchanged",
    async (tree) => {
      await sh(tree.path, "update-index", "--assume-unchanged", "a.txt");
      await write(tree.path, { "a.txt": "hidden\n" });
    },
  ],
  [
    "changes are hidden as skipped",
    async (tree) => {
      await sh(tree.path, "update-index", "--skip-worktree", "a.txt");
      await write(tree.path, { "a.txt": "hidden\n" });
    },
  ],
  [
    "a folder became a file and a file a folder",
    async (tree) => {
      await rm(join(tree.path, "src"), { recursive: true });
      await rm(join(tree.path, "a.txt"));
      await write(tree.path, { src: "x", "a.txt/x": "x" });
    },
  ],
  [
    "a repository is nested in it",
    async (tree) => {
      await mkdir(join(tree.path, "nested"));
      await sh(join(tree.path, "nested"), "init", "--quiet");
      await commit(join(tree.path, "nested"), { x: "x" });
    },
  ],
  [
    "a merge is unfinished",
    async (tree, at) => {
      const ours = await commit(tree.path, { "a.txt": "ours\n" });
      await sh(tree.path, "reset", "--quiet", "--hard", at.main);
      await commit(tree.path, { "a.txt": "theirs\n" });
      await expect(sh(tree.path, "merge", ours)).rejects.toThrow("exit code 1");
    },
  ],
  [
    "a rebase is unfinished",
    async (tree, at) => {
      const ours = await commit(tree.path, { "a.txt": "ours\n" });
      await sh(tree.path, "reset", "--quiet", "--hard", at.main);
      await commit(tree.path, { "a.txt": "theirs\n" });
      await expect(sh(tree.path, "rebase", ours)).rejects.toThrow("exit code 1");
    },
  ],
  [
    "the branch is checked out in another worktree",
    (tree, at) =>
      prepareWorktree(at.hub, {
        path: join(at.dir, "trees/other"),
        branch: tree.branch ?? "",
        start: at.main,
      }),
  ],
  ["the branch has other commits", (tree) => commit(tree.path, { "a.txt": "more\n" })],
  [
    "the hub's refs are packed",
    async (tree, at) => {
      await commit(tree.path, { "a.txt": "more\n" });
      await sh(at.hub.dir, "pack-refs", "--all");
    },
  ],
  [
    "a folder is read-only",
    async (tree) => {
      await write(tree.path, { "ro/x": "x" });
      await chmod(join(tree.path, "ro"), 0o500);
    },
  ],
];

test.each(leftovers)("a worktree is put right when %s", async (_, spoil) => {
  await using at = await linked(files);
  await spoil(await prepare(at), at);
  await expectClean(await prepare(at), at);
});

test("a worktree replaced by a link is remade, and what it pointed to is left alone", async () => {
  await using at = await linked(files);
  const tree = await prepare(at);
  await rm(tree.path, { recursive: true });
  await write(at.repo, { "mine.txt": "mine" });
  await symlink(at.repo, tree.path);
  await expectClean(await prepare(at), at);
  expect(await readFile(join(at.repo, "mine.txt"), "utf8")).toBe("mine");
});

test("git itself knows the worktree, and an agent can merge the bases it was given", async () => {
  await using at = await linked(files);
  const base = [{ name: "main", sha: at.main }];
  const tree = await prepareWorktree(at.hub, { path: join(at.dir, "t"), branch: "b", start: at.main, base });
  expect(await sh(at.hub.dir, "worktree", "list", "--porcelain")).toContain(`worktree ${tree.path}\n`);
  expect(await sh(tree.path, "rev-parse", "origin/main")).toBe(at.main);
  expect(await sh(tree.path, "remote")).toBe("");
});

test("commits of a run that ended early are named until they are published", async () => {
  await using at = await linked(files);
  const tree = await prepare(at);
  expect(tree.earlier).toBeNull();
  const lost = await commit(tree.path, { "new.txt": "x\n" });
  expect((await prepare(at)).earlier).toBe(lost);
  const again = await prepare(at);
  expect(again.earlier).toBe(lost);
  await sh(again.path, "cat-file", "-e", lost);
  const published = await commit(again.path, { "new.txt": "x\n" }, "Signed and pushed");
  const next = await prepareWorktree(at.hub, {
    path: tree.path,
    branch: again.branch ?? "",
    start: published,
  });
  expect(next.earlier).toBeNull();
});

test("every attempt that ended early is kept, and the last one is named", async () => {
  await using at = await linked(files);
  const lost: string[] = [];
  for (const text of ["one\n", "two\n", "three\n"]) {
    const tree = await prepare(at);
    expect(tree.earlier).toBe(lost.at(-1) ?? null);
    lost.push(await commit(tree.path, { "new.txt": text }));
  }
  await prepare(at);
  const kept = await sh(at.hub.dir, "for-each-ref", "--format=%(objectname)", "refs/milepost");
  expect(kept.split("\n")).toEqual(lost);
});

test("a review tree is a detached checkout", async () => {
  await using at = await linked(files);
  const tree = await prepareReviewTree(at.hub, { path: join(at.dir, "review"), sha: at.main });
  expect(await sh(tree.path, "rev-parse", "--abbrev-ref", "HEAD")).toBe("HEAD");
  expect(await sh(tree.path, "status", "--porcelain")).toBe("");
});

test("everything left uncommitted is committed with a sign-off, and a clean worktree stays at its head", async () => {
  await using at = await linked(files);
  const tree = await prepare(at);
  await write(tree.path, { "new é\n.txt": "x", "a.txt": "changed\n", "node_modules/x": "x" });
  await rm(join(tree.path, "src"), { recursive: true });
  const sha = await commitLeftovers(tree, { author, message: "Retry charges\n\n#12 asked for it.\nMore.\n" });
  expect(await sh(tree.path, "status", "--porcelain")).toBe("");
  expect(await sh(tree.path, "show", "-s", "--format=%an|%ce|%B", sha)).toBe(
    "Milepost|milepost@example.com|Retry charges\n\n#12 asked for it.\nMore.\n\nSigned-off-by: Milepost <milepost@example.com>",
  );
  expect(await sh(tree.path, "diff", "--name-status", "-z", at.main, sha)).toBe(
    "M\0a.txt\0A\0new é\n.txt\0D\0src/b.txt\0",
  );
  expect(await commitLeftovers(tree, { author, message: "Nothing" })).toBe(sha);
  expect(await head(tree)).toBe(sha);
});

test("a repository made inside the worktree is committed as files", async () => {
  await using at = await linked(files);
  const tree = await prepare(at);
  for (const name of ["app", "app/deeper", "without commits"]) {
    await write(join(tree.path, name), { "main.ts": "x\n" });
    await sh(join(tree.path, name), "init", "--quiet");
  }
  await commit(join(tree.path, "app/deeper"), {});
  await commit(join(tree.path, "app"), {});
  const sha = await commitLeftovers(tree, { author, message: "App" });
  expect(await sh(tree.path, "ls-tree", "-r", "--name-only", sha)).toBe(
    ".gitignore\na.txt\napp/deeper/main.ts\napp/main.ts\nsrc/b.txt\nwithout commits/main.ts",
  );
});

test.each([
  ["conflicts", "merge", "conflicts unresolved in a.txt"],
  ["a rebase", "rebase", "rebase unfinished"],
])("%s left unfinished is an error that names it", async (_, command, message) => {
  await using at = await linked(files);
  const tree = await prepare(at);
  const ours = await commit(tree.path, { "a.txt": "ours\n" });
  await sh(tree.path, "reset", "--quiet", "--hard", at.main);
  await commit(tree.path, { "a.txt": "theirs\n" });
  await expect(sh(tree.path, command, ours)).rejects.toThrow("exit code 1");
  await expect(commitLeftovers(tree, { author, message: "x" })).rejects.toThrow(message);
});

test("a worktree that was removed under its agent is an error, not a change that deletes every file", async () => {
  await using at = await linked(files);
  const tree = await prepare(at);
  await rm(tree.path, { recursive: true });
  await write(tree.path, { "src/new.txt": "x" });
  await expect(commitLeftovers(tree, { author, message: "x" })).rejects.toThrow(
    "was removed while its agent",
  );
  await expectClean(await prepare(at), at);
});

test("an index replaced by a link is refused, and what it pointed to is left alone", async () => {
  await using at = await linked(files);
  const tree = await prepare(at);
  const index = join(at.repo, ".git/index");
  const before = await readFile(index);
  await rm(join(tree.path, ".git/index"));
  await symlink(index, join(tree.path, ".git/index"));
  await expect(commitLeftovers(tree, { author, message: "x" })).rejects.toThrow("by a link");
  expect(await readFile(index)).toEqual(before);
  await expectClean(await prepare(at), at);
});

const programs: [string, (tree: Worktree, script: string) => Promise<unknown>][] = [
  [
    "a filter",
    async (tree, script) => {
      await sh(tree.path, "config", "filter.x.clean", script);
      await write(tree.path, { ".gitattributes": "* filter=x\n" });
    },
  ],
  ["a file system monitor", (tree, script) => sh(tree.path, "config", "core.fsmonitor", script)],
  [
    "a hook",
    async (tree, script) => {
      await write(tree.hub.dir, { "hooks/pre-commit": `#!/bin/sh\n${script}\n` });
      await chmod(join(tree.hub.dir, "hooks/pre-commit"), 0o755);
      await sh(tree.path, "config", "core.hooksPath", join(tree.hub.dir, "hooks"));
    },
  ],
  [
    "a configuration of the worktree",
    async (tree, script) => {
      await sh(tree.path, "config", "extensions.worktreeConfig", "true");
      await sh(tree.path, "config", "--worktree", "filter.x.clean", script);
      await write(tree.path, { ".gitattributes": "* filter=x\n" });
    },
  ],
  [
    "a repository in place of .git",
    async (tree, script) => {
      await rm(join(tree.path, ".git"), { recursive: true });
      await sh(tree.path, "init", "--quiet");
      await sh(tree.path, "config", "filter.x.clean", script);
      await write(tree.path, { ".gitattributes": "* filter=x\n" });
    },
  ],
  [
    "a common folder of its own",
    async (tree, script) => {
      await write(tree.gitDir, { "evil/config": `[filter "x"]\n\tclean = ${script}\n`, commondir: "evil\n" });
      await write(tree.path, { ".gitattributes": "* filter=x\n" });
    },
  ],
  [
    "a filter in a submodule",
    async (tree, script) => {
      const inner = join(tree.path, "inner");
      await mkdir(inner);
      await sh(inner, "init", "--quiet");
      await commit(inner, { "a.txt": "a\n", ".gitattributes": "* filter=x\n" });
      await commit(tree.path, { ".gitmodules": `[submodule "inner"]\n\tpath = inner\n\turl = ./inner\n` });
      await sh(inner, "config", "filter.x.clean", script);
      await write(inner, { "a.txt": "b\n" });
    },
  ],
];

test.each(programs)("an agent cannot make Milepost run its program by %s", async (_, arm) => {
  await using at = await linked(files);
  const tree = await prepare(at);
  const proof = join(at.dir, "ran");
  await writeFile(join(at.dir, "script"), `#!/bin/sh\necho ran >> '${proof}'\ncat\n`);
  await chmod(join(at.dir, "script"), 0o755);
  await arm(tree, `"${join(at.dir, "script")}"`);
  await rm(proof, { force: true });
  await write(tree.path, { "new.txt": "x\n" });
  const refusal = await commitLeftovers(tree, { author, message: "x" }).catch((error: unknown) => error);
  if (typeof refusal !== "string") expect(refusal).toBeInstanceOf(MilepostError);
  await listWorktrees(at.hub);
  await prepare(at);
  expect(existsSync(proof)).toBe(false);
});

/** The index of a worktree gets a submodule, as if its base had it. */
const withSubmodule = async (tree: Worktree, head: string): Promise<void> => {
  await mkdir(join(tree.path, "sub"), { recursive: true });
  await sh(tree.path, "update-index", "--add", "--cacheinfo", `160000,${head},sub`);
  await sh(tree.path, "commit", "--quiet", "--message=Add a submodule");
};

test("what an agent writes into a submodule is refused, since no commit would hold it", async () => {
  await using at = await linked(files);
  const tree = await prepare(at);
  await withSubmodule(tree, at.main);
  const leave = () => commitLeftovers(tree, { author, message: "x" });
  const head = await leave();
  await write(join(tree.path, "sub"), { "lost.txt": "x" });
  await expect(leave()).rejects.toThrow("changed files in the submodule sub, such as lost.txt");
  await prepareWorktree(at.hub, { path: tree.path, branch: "feature/00a-x", start: head });
  expect(existsSync(join(tree.path, "sub/lost.txt"))).toBe(false);
  await sh(tree.path, "clone", "--quiet", at.repo, "sub");
  expect(await leave()).toBe(head);
  await write(join(tree.path, "sub"), { "a.txt": "changed\n" });
  await expect(leave()).rejects.toThrow("changed files in the submodule sub, such as a.txt");
});

test("a mode and a submodule's commit that are staged alone are in what is kept", async () => {
  await using at = await linked(files);
  const tree = await prepare(at);
  await withSubmodule(tree, at.main);
  const other = await sh(tree.path, "rev-parse", "HEAD");
  await sh(tree.path, "update-index", "--cacheinfo", `160000,${other},sub`, "--chmod=+x", "a.txt");
  const head = await commitLeftovers(tree, { author, message: "x" });
  expect((await sh(tree.path, "ls-tree", head, "a.txt", "sub")).split("\n")).toEqual([
    expect.stringMatching(/^100755 blob .*\ta\.txt$/),
    `160000 commit ${other}\tsub`,
  ]);
});

test("an agent moves no branch but its own, whatever it calls the one that it is on", async () => {
  await using at = await linked(files);
  const other = await prepare(at, "feature/other", "trees/other");
  const tree = await prepare(at);
  await sh(tree.path, "checkout", "--quiet", "-b", "feature/other");
  const sha = await commit(tree.path, { "new.txt": "x\n" });
  await sh(tree.path, "update-ref", "refs/heads/main", sha);
  expect(await commitLeftovers(tree, { author, message: "x" })).toBe(sha);
  const refs = await sh(at.hub.dir, "for-each-ref", "--format=%(refname) %(objectname)");
  expect(refs.split("\n")).toEqual([
    `refs/heads/${tree.branch} ${sha}`,
    `refs/heads/feature/other ${other.start}`,
  ]);
});

test("a finished merge that was not committed becomes a commit of both", async () => {
  await using at = await linked(files);
  const tree = await prepare(at);
  const ours = await commit(tree.path, { "ours.txt": "ours\n" });
  await sh(tree.path, "reset", "--quiet", "--hard", at.main);
  const theirs = await commit(tree.path, { "theirs.txt": "theirs\n" });
  await sh(tree.path, "merge", "--quiet", "--no-commit", ours);
  const sha = await commitLeftovers(tree, { author, message: "x" });
  expect(await sh(tree.path, "show", "-s", "--format=%P", sha)).toBe(`${theirs} ${ours}`);
});

test("what an agent added by name is committed although it is ignored", async () => {
  await using at = await linked(files);
  const tree = await prepare(at);
  await write(tree.path, { "node_modules/x": "x" });
  await sh(tree.path, "add", "--force", "node_modules/x");
  const sha = await commitLeftovers(tree, { author, message: "x" });
  expect(await sh(at.hub.dir, "ls-tree", "-r", "--name-only", sha)).toContain("node_modules/x");
});

/** An index that says of `a.txt` as it is now that it is as it was. */
const forgeIndex = async (tree: Worktree): Promise<void> => {
  const before = await sh(tree.path, "rev-parse", ":a.txt");
  // Git looks again at what was written in the same second as its index.
  await utimes(join(tree.path, "a.txt"), 1, 1);
  await sh(tree.path, "add", "a.txt");
  const after = await sh(tree.path, "rev-parse", ":a.txt");
  const file = join(tree.path, ".git/index");
  const index = await readFile(file);
  Buffer.from(before, "hex").copy(index, index.indexOf(Buffer.from(after, "hex")));
  createHash("sha1")
    .update(index.subarray(0, -20))
    .digest()
    .copy(index, index.length - 20);
  await writeFile(file, index);
};

test.each<[string, (tree: Worktree) => Promise<unknown>]>([
  ["assumes it unchanged", (tree) => sh(tree.path, "update-index", "--assume-unchanged", "a.txt")],
  ["skips it", (tree) => sh(tree.path, "update-index", "--skip-worktree", "a.txt")],
  ["says that it is as it was", forgeIndex],
  ["cannot be read", (tree) => writeFile(join(tree.path, ".git/index"), "broken")],
])("a change is committed although the agent's index %s", async (_, hide) => {
  await using at = await linked(files);
  const tree = await prepare(at);
  await write(tree.path, { "a.txt": "hidden\n" });
  await hide(tree);
  const sha = await commitLeftovers(tree, { author, message: "x" });
  expect(await sh(at.hub.dir, "show", `${sha}:a.txt`)).toBe("hidden");
});

test("what an agent tracks no longer and ignores is left out, and what it added by name and removed is no matter", async () => {
  await using at = await linked(files);
  const tree = await prepare(at);
  await write(tree.path, { ".gitignore": "a.txt\n", "gone.txt": "x" });
  await sh(tree.path, "rm", "--quiet", "--cached", "a.txt");
  await sh(tree.path, "add", "gone.txt");
  await rm(join(tree.path, "gone.txt"));
  const sha = await commitLeftovers(tree, { author, message: "x" });
  const names = await sh(at.hub.dir, "ls-tree", "-r", "--name-only", sha);
  expect(names).not.toMatch(/^(a|gone)\.txt$/m);
  expect(names).toContain(".gitignore");
});

test.each<[string, RegExp, (tree: Worktree) => Promise<unknown>]>([
  [
    "whose objects are gone",
    /an object that it needs is missing/,
    async (tree) => {
      const sha = await commit(tree.path, { "new.txt": "good\n" });
      await rm(join(tree.path, ".git/objects", sha.slice(0, 2), sha.slice(2)));
    },
  ],
  [
    "with a name that other systems take for .git",
    /a path holds `.git`/,
    (tree) => commit(tree.path, { ".g\u200cit/config": "" }),
  ],
  [
    "that is to be made of files in a folder like .git",
    /refused: a path holds `.git`, or .* for it: m\/\.GIT\/config/,
    (tree) => write(tree.path, { "m/.GIT/config": "" }),
  ],
])("a commit %s is refused in words", async (_, reason, leave) => {
  await using at = await linked(files);
  const tree = await prepare(at);
  await leave(tree);
  await expect(commitLeftovers(tree, { author, message: "x" })).rejects.toThrow(reason);
});

test("an object that is not what its name says is refused", async () => {
  await using at = await linked(files);
  const tree = await prepare(at);
  await commit(tree.path, { "new.txt": "good\n" });
  const good = await sh(tree.path, "rev-parse", "HEAD:new.txt");
  const file = join(tree.path, ".git/objects", good.slice(0, 2), good.slice(2));
  await rm(file, { force: true });
  await writeFile(file, deflateSync("blob 5\0evil\n"));
  await expect(commitLeftovers(tree, { author, message: "x" })).rejects.toThrow();
  await expectClean(await prepare(at), at);
});

test("worktrees are listed with their branch, head, distance from the forge and changed files", async () => {
  await using at = await linked(files);
  const tree = await prepare(at);
  const sha = await commit(tree.path, { "one.txt": "1" });
  await at.publisher.push(at.main, "feature/00a-x", { expect: null });
  await write(tree.path, { "two.txt": "2", "a.txt": "changed" });
  const other = await prepare(at, "other", "trees/other");
  await rm(other.path, { recursive: true });
  expect(await listWorktrees(at.hub)).toEqual([
    expect.objectContaining({ path: other.path, head: null }),
    { path: tree.path, branch: "feature/00a-x", head: sha, ahead: 1, behind: 0, dirty: 2 },
  ]);
});

test("worktrees are listed although the publisher is gone, and with it what is known to be published", async () => {
  await using at = await linked(files);
  const tree = await prepare(at);
  const listed = await listWorktrees({ ...at.hub, publisherDir: join(at.dir, "gone.git") });
  expect(listed).toMatchObject([{ path: tree.path, branch: "feature/00a-x", ahead: null, behind: null }]);
});

test("commits that rest on what was lost with the publisher hold no worktree up", async () => {
  await using at = await linked(files);
  const tree = await prepare(at);
  const by = "A <a@example.com> 0 +0000";
  const top = await sh(tree.path, "rev-parse", "HEAD^{tree}");
  const lost = `tree ${top}\nparent ${"1".repeat(40)}\nauthor ${by}\ncommitter ${by}\n\nLost\n`;
  await write(at.dir, { lost });
  const sha = await sh(at.hub.dir, "hash-object", "-t", "commit", "-w", join(at.dir, "lost"));
  await write(at.hub.dir, { "refs/heads/feature/00a-x": `${sha}\n` });
  await rm(tree.path, { recursive: true });
  const again = await prepare(at);
  expect(again.earlier).toBeNull();
  await expectClean(again, at);
});

test("a removed worktree leaves no folder and no entry, and its commits stay", async () => {
  await using at = await linked(files);
  const tree = await prepare(at);
  const sha = await commit(tree.path, { "one.txt": "1" });
  await removeWorktree(tree);
  expect(existsSync(tree.path)).toBe(false);
  expect(await sh(at.hub.dir, "worktree", "list")).not.toContain(tree.path);
  await sh(at.hub.dir, "cat-file", "-e", sha);
});
