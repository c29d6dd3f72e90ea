import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { uncommittedPaths } from "../../../src/git/facts/revisions.ts";
import { gitAt } from "../../../src/git/git.ts";
import {
  differences as between,
  type Fingerprint,
  fingerprint,
} from "../../../src/git/repositories/fingerprint.ts";
import { commit, type Scene, scene, sh, write } from "../scene.ts";

const differences = (before: Fingerprint, after: Fingerprint): string[] =>
  between(before, after).map(({ text }) => text);

const furnish = async (at: Scene): Promise<void> => {
  await sh(at.repo, "branch", "other");
  await write(at.repo, { "dirty.txt": "dirty\n", "untracked.txt": "x\n", "staged.txt": "changed\n" });
  await sh(at.repo, "add", "staged.txt");
};

const files = {
  "a b.txt": "a\n",
  "dirty.txt": "x\n",
  "staged.txt": "x\n",
  ".gitignore": ".milepost\nignored\n",
};

const seen: [string, string[], (at: Scene) => Promise<unknown>][] = [
  [
    "a commit on the branch",
    ["branch main changed", "change of staged.txt is gone"],
    (at) => sh(at.repo, "commit", "-q", "--allow-empty", "-m", "x"),
  ],
  [
    "a checkout",
    ["HEAD moved from ref: refs/heads/main to ref: refs/heads/other"],
    (at) => sh(at.repo, "symbolic-ref", "HEAD", "refs/heads/other"),
  ],
  ["a new branch", ["branch new appeared"], (at) => sh(at.repo, "branch", "new")],
  ["a deleted branch", ["branch other is gone"], (at) => sh(at.repo, "branch", "-D", "other")],
  ["a tag", ["tag v1 appeared"], (at) => sh(at.repo, "tag", "v1")],
  [
    "a remote-tracking ref",
    ["ref refs/remotes/origin/x appeared"],
    (at) => sh(at.repo, "update-ref", "refs/remotes/origin/x", at.main),
  ],
  ["a setting", [".git/config changed"], (at) => sh(at.repo, "config", "user.name", "Eve")],
  [
    "a hook",
    [".git/hooks/pre-commit appeared"],
    (at) => write(at.repo, { ".git/hooks/pre-commit": "#!/bin/sh\n" }),
  ],
  [
    "an exclude rule",
    [".git/info/exclude appeared"],
    async (at) => {
      await rm(join(at.repo, ".git/info/exclude"), { force: true });
      await fingerprint(at.repo);
      await write(at.repo, { ".git/info/exclude": "nothing-matches-this\n" });
    },
  ],
  [
    "a change of a tracked file",
    ["change of a b.txt appeared"],
    (at) => write(at.repo, { "a b.txt": "changed\n" }),
  ],
  [
    "a change of a file that was dirty before",
    ["change of dirty.txt changed"],
    (at) => write(at.repo, { "dirty.txt": "dirtier\n" }),
  ],
  [
    "the same bytes written anew",
    ["change of dirty.txt changed"],
    (at) => utimes(join(at.repo, "dirty.txt"), 1, 1),
  ],
  [
    "a file changed and given its old times back",
    ["change of dirty.txt changed"],
    async (at) => {
      await write(at.repo, { "dirty.txt": "DIRTY\n" });
      await utimes(join(at.repo, "dirty.txt"), 1, 1);
      await fingerprint(at.repo);
    },
  ],
  [
    "a change hidden as assumed unchanged",
    ["unwatched file a b.txt appeared"],
    async (at) => {
      await sh(at.repo, "update-index", "--assume-unchanged", "a b.txt");
      await write(at.repo, { "a b.txt": "changed\n" });
    },
  ],
  [
    "borrowed objects",
    [".git/objects/info/alternates appeared"],
    (at) => write(at.repo, { ".git/objects/info/alternates": "" }),
  ],
  ["a deleted file", ["change of a b.txt appeared"], (at) => rm(join(at.repo, "a b.txt"))],
  ["a new file", ["untracked file new/x.txt appeared"], (at) => write(at.repo, { "new/x.txt": "x" })],
  [
    "a change of an untracked file",
    ["untracked file untracked.txt changed"],
    (at) => write(at.repo, { "untracked.txt": "more\n" }),
  ],
  [
    "a deleted untracked file",
    ["untracked file untracked.txt is gone"],
    (at) => rm(join(at.repo, "untracked.txt")),
  ],
  ["a staged file", ["change of dirty.txt changed"], (at) => sh(at.repo, "add", "dirty.txt")],
  ["an unstaged file", ["change of staged.txt changed"], (at) => sh(at.repo, "reset", "-q", "staged.txt")],
];

test.each(seen)("the fingerprint shows %s", async (_, words, change) => {
  await using at = await scene(files);
  await furnish(at);
  await rm(join(at.repo, ".git/info/exclude"), { force: true });
  const before = await fingerprint(at.repo);
  await change(at);
  expect(differences(before, await fingerprint(at.repo))).toEqual(words);
});

test("the fingerprint shows a stash, and one that is dropped", async () => {
  await using at = await scene(files);
  await furnish(at);
  const before = await fingerprint(at.repo);
  await sh(at.repo, "stash", "--quiet");
  const stashed = await fingerprint(at.repo);
  expect(differences(before, stashed)).toEqual(
    expect.arrayContaining(["the stash appeared", ".git/logs/refs/stash appeared"]),
  );
  await sh(at.repo, "stash", "drop", "--quiet");
  expect(differences(stashed, await fingerprint(at.repo))).toContain("the stash is gone");
});

test("reading, ignored files, Milepost's own folder and refs leave no trace", async () => {
  await using at = await scene(files);
  await furnish(at);
  const before = await fingerprint(at.repo);
  await sh(at.repo, "status");
  await sh(at.repo, "diff");
  await utimes(join(at.repo, "a b.txt"), 1, 1);
  await write(at.repo, { ignored: "x", ".milepost/data.db": "x" });
  await sh(at.repo, "update-ref", "refs/remotes/milepost/x", at.main);
  expect(differences(before, await fingerprint(at.repo))).toEqual([]);
});

test("what git computes anew leaves no trace, and what maintenance brings ahead neither", async () => {
  await using at = await scene(files);
  await furnish(at);
  await sh(at.repo, "tag", "v1");
  const before = await fingerprint(at.repo);
  await sh(at.repo, "gc", "--quiet");
  await sh(at.repo, "update-server-info");
  await sh(at.repo, "update-ref", "refs/prefetch/remotes/origin/x", at.main);
  await write(at.repo, { ".git/info/sparse-checkout.lock": "" });
  expect(differences(before, await fingerprint(at.repo))).toEqual([]);
});

const reads: [string, (at: Scene) => Promise<unknown>][] = [
  ["the fingerprint", (at) => fingerprint(at.repo)],
  [
    "the count of uncommitted paths",
    (at) => uncommittedPaths(gitAt(join(at.repo, ".git"), { cwd: at.repo }), join(at.repo, ".git")),
  ],
];

test.each(reads)(
  "%s runs no filter, which may write what it likes, nor one of a submodule",
  async (_, read) => {
    await using at = await scene({ ".gitattributes": "*.bin filter=x\n" });
    const seen = join(at.dir, "seen");
    const inner = join(at.repo, "lib/inner");
    await sh(at.repo, "submodule", "--quiet", "add", at.repo, "lib/inner");
    await sh(at.repo, "config", "filter.x.clean", `echo x >> '${seen}'; cat`);
    await sh(inner, "config", "filter.own.clean", `echo own >> '${seen}'; cat`);
    await sh(at.repo, "config", "filter.x.required", "true");
    await commit(inner, { ".gitattributes": "*.bin filter=own\n", "a.bin": "hello" });
    await commit(at.repo, { "a.bin": "hello" });
    await rm(seen);
    // Of the same size, so that only their content tells that they changed.
    for (const repo of [at.repo, inner]) {
      await write(repo, { "a.bin": "jello" });
      await utimes(join(repo, "a.bin"), 1, 1);
    }
    await read(at);
    expect(existsSync(seen)).toBe(false);
    await sh(at.repo, "status");
    expect((await readFile(seen, "utf8")).split("\n").sort()).toEqual(["", "own", "x"]);
  },
);

/** What a shell appends to a command that looks twice and writes between. */
const redirections = [
  ["a file", '> "events 1.jsonl"'],
  ["standard error alone", "2> errors.txt > /dev/null"],
  ...(process.platform === "linux"
    ? [
        ["a file behind a pipe", "| tee events.jsonl > /dev/null"],
        ["a file behind two pipes", "2>&1 | cat | tee -a events.jsonl > /dev/null"],
      ]
    : []),
];

test.each(redirections)("where our own output goes leaves no trace: %s", async (_, where) => {
  await using at = await scene({ ".gitignore": ".milepost\n" });
  const script = `
import { writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { differences, fingerprint } from "${join(process.cwd(), "build/src/git/repositories/fingerprint.js")}";
for (const fd of [1, 2]) writeSync(fd, "first\\n");
await sleep(200);
const before = await fingerprint(process.cwd());
for (const fd of [1, 2]) writeSync(fd, "more\\n");
await sleep(200);
const found = differences(before, await fingerprint(process.cwd()));
writeSync(3, JSON.stringify(found));
`;
  const [file, answer] = [join(at.dir, "looks.mjs"), join(at.dir, "answer.json")];
  await writeFile(file, script);
  execFileSync("sh", ["-c", `"$0" "$1" 3> "$2" ${where}`, process.execPath, file, answer], {
    cwd: at.repo,
    stdio: "pipe",
  });
  expect(JSON.parse(await readFile(answer, "utf8"))).toEqual([]);
});

test("a worktree and a bare repository have fingerprints too", async () => {
  await using at = await scene(files);
  const tree = join(at.dir, "tree");
  await sh(at.repo, "worktree", "add", "-q", "-b", "t", tree);
  const before = await fingerprint(tree);
  await commit(tree, { x: "x" });
  await sh(tree, "config", "user.name", "Eve");
  expect(differences(before, await fingerprint(tree))).toEqual([
    "branch t changed",
    "../repo/.git/config changed",
  ]);
  await sh(at.dir, "clone", "-q", "--bare", at.repo, "bare.git");
  const bare = join(at.dir, "bare.git");
  const was = await fingerprint(bare);
  await sh(bare, "branch", "new", "main");
  expect(differences(was, await fingerprint(bare))).toEqual(["branch new appeared"]);
});

test("what is written where nothing was for a while is seen, though it has the same size", async () => {
  await using at = await scene(files);
  await sleep(150);
  const before = await fingerprint(at.repo);
  expect(differences(before, await fingerprint(at.repo))).toEqual([]);
  await write(at.repo, { "a b.txt": "b\n" });
  expect(differences(before, await fingerprint(at.repo))).toEqual(["change of a b.txt appeared"]);
  await sh(at.repo, "add", "--all");
  const staged = await fingerprint(at.repo);
  expect(differences(before, staged)).toEqual(["change of a b.txt appeared"]);
  await sh(at.repo, "commit", "--quiet", "-m", "b");
  expect(differences(staged, await fingerprint(at.repo))).toEqual([
    "branch main changed",
    "change of a b.txt is gone",
  ]);
});
