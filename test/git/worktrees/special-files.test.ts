import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { commitLeftovers } from "../../../src/git/worktrees/leftovers.ts";
import { prepareWorktree } from "../../../src/git/worktrees/worktree.ts";
import { linked, sh } from "../scene.ts";

const author = { name: "Milepost", email: "milepost@example.com" };

const bomb = `t=$(git rev-parse HEAD^{tree})
for l in 1 2 3 4 5 6; do t=$(for i in 0 1 2 3 4 5 6 7 8 9; do printf '040000 tree %s\\td%s\\n' $t $i; done | git mktree); done
git update-ref HEAD $(git commit-tree $t -p HEAD -m bomb)`;

/** The pipes that a program makes, all of which are told of as removed. */
const pipesIn = (program: string): string[] =>
  [...program.matchAll(/mkfifo ([\w./ ]+)/g)].flatMap(([, names = ""]) => names.trim().split(" ")).sort();

test.each<[string, string, string | RegExp]>([
  [
    "pipes where git looks for its settings",
    "mkdir d; mkfifo .gitignore .gitattributes d/.gitignore",
    "a.txt",
  ],
  ["a pipe among a thousand files", "mkdir d; touch $(seq -f d/%g 1000); mkfifo .gitignore", "d/1000"],
  [
    "a pipe that an object leads to",
    'echo n > n; git add n; git commit -qm n; mkfifo p; f=$(find .git/objects -type f | head -1); rm -f $f; ln -s "$PWD/p" $f',
    /failed with exit code|cannot be read/,
  ],
  [
    "a pipe that other objects lead to",
    "mkdir -p o/info; mkfifo o/info/alternates; echo $PWD/o >> .git/objects/info/alternates",
    "a.txt",
  ],
  [
    "folders deeper than a path may be long",
    "for i in $(seq 1 25); do d=$(printf 'x%.0s' $(seq 1 200)); mkdir $d; cd $d; done",
    "a.txt",
  ],
  // Root may do all of it anyway.
  [
    "folders and files that nobody may read or write",
    "mkdir -p d/e; echo b | tee d/b d/e/c; chmod 000 d/b d/e; chmod -R a-w .git; chmod 555 d .",
    "d/e/c",
  ],
  ["a tree of a million paths", bomb, /holds more than \d+ paths/],
  ["a sparse file of 3 GB", "truncate -s 3G big", /"?big"? has 3072 MB, at most 10 are taken/],
  [
    "a sparse file of 3 GB that git reads",
    "mkdir d; truncate -s 3G d/.gitignore; echo d > .gitignore",
    /has 3072 MB/,
  ],
  [
    "a sparse file of 3 GB that is staged although ignored",
    "echo big > .gitignore; printf b > big; git add -f big; truncate -s 3G big",
    /has 3072 MB/,
  ],
  ["a sparse file of 3 GB that is ignored", "echo big > .gitignore; truncate -s 3G big", "a.txt"],
  [
    "a large file in a commit that is no more",
    "truncate -s 30M big; git add big; git commit -qm Big; git rm -q big; git commit -qm None",
    /"?big"? has 30 MB/,
  ],
  ["no repository", "rm -rf .git", /the agent removed or replaced its repository/],
  ["a repository of its own", "rm -rf .git; git init -q", "a.txt"],
  ["a file for a repository", "rm -rf .git; echo gitdir: /nowhere > .git", /the agent removed or replaced/],
  ["a link for a repository", "mv .git ../away; ln -s ../away .git", /the agent removed or replaced/],
  ["no HEAD", "rm .git/HEAD", /the agent removed or replaced/],
  ["a folder for HEAD", "rm .git/HEAD; mkdir .git/HEAD", /the agent replaced .*HEAD by a folder/],
  ["a HEAD that says nothing", "echo nothing > .git/HEAD", "a.txt"],
  ["a HEAD of 3 GB", "truncate -s 3G .git/HEAD", /the agent made .*HEAD 3072 MB large/],
  ["an index of 3 GB", "truncate -s 3G .git/index", /the agent made .*index 3072 MB large/],
  [
    "packed references of 3 GB",
    "rm .git/refs/heads/b; truncate -s 3G .git/packed-refs",
    /the agent made .*packed-refs 3072 MB/,
  ],
  ["settings of 3 GB", "truncate -s 3G .git/config", "a.txt"],
  ["a file for objects", "rm -rf .git/objects; echo > .git/objects", "a.txt"],
])("%s neither hold git up nor keep the next agent from a clean worktree", async (_, program, left) => {
  await using at = await linked();
  const wanted = { path: join(at.dir, "tree"), branch: "b", start: at.main };
  const tree = await prepareWorktree(at.hub, wanted);
  execFileSync("bash", ["-c", `echo a > a.txt\n${program}`], {
    cwd: tree.path,
    env: {
      ...process.env,
      GIT_AUTHOR_NAME: "A",
      GIT_AUTHOR_EMAIL: "a@b.co",
      GIT_COMMITTER_NAME: "A",
      GIT_COMMITTER_EMAIL: "a@b.co",
    },
  });
  const removed: string[] = [];
  const taken = commitLeftovers(tree, { author, message: "Left", tell: (paths) => removed.push(...paths) });
  if (left instanceof RegExp) await expect(taken).rejects.toThrow(left);
  else expect(await sh(at.hub.dir, "ls-tree", "-r", "--name-only", await taken)).toContain(left);
  expect(removed.filter((path) => !path.startsWith(".git/")).sort()).toEqual(pipesIn(program));
  const again = await prepareWorktree(at.hub, wanted);
  expect(await sh(again.path, "status", "--porcelain", "--ignored")).toBe("");
});
