import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { commitLeftovers } from "../../../src/git/worktrees/leftovers.ts";
import {
  commandsDirOf,
  isProvisioned,
  recordProvisions,
  sweep,
} from "../../../src/git/worktrees/provisions.ts";
import { trackedBy } from "../../../src/git/worktrees/tracked.ts";
import { prepareWorktree, type Worktree } from "../../../src/git/worktrees/worktree.ts";
import { type Linked, linked, sh, write } from "../scene.ts";

const author = { name: "Milepost", email: "milepost@example.com" };
const files = { "a.txt": "a\n", "src/b.txt": "b\n", ".gitignore": "node_modules\n*.log\n" };

const prepare = (at: Linked, branch = "b") =>
  prepareWorktree(at.hub, { path: join(at.dir, "tree"), branch, start: at.main });

const bash = (cwd: string, script: string) => execFileSync("bash", ["-ec", script], { cwd });

const setup = ["npm ci"];
const setUp = (tree: Worktree, head: string) => recordProvisions(tree, { setup, head, ofBase: true });

test("what setup made is known as long as the worktree is there", async () => {
  await using at = await linked(files);
  const wanted = { setup, head: at.main };
  const tree = await prepare(at);
  expect(isProvisioned(tree, wanted)).toBe(false);
  await write(tree.path, { "node_modules/x/index.js": "x" });
  await setUp(tree, at.main);
  const next = await prepare(at, "next");
  expect(isProvisioned(next, wanted)).toBe(true);
  expect(await sweep(next, wanted)).toEqual({ lacks: null, removed: [] });
  expect(existsSync(join(next.path, "node_modules/x/index.js"))).toBe(true);
  await rm(next.path, { recursive: true });
  expect(isProvisioned(await prepare(at), wanted)).toBe(false);
});

const odd: [string, string][] = [
  ["a name that is no text", "printf x > $'src/\\xff.log'"],
  ["a folder that nobody may read", "mkdir -p src/node_modules/x; chmod 000 src/node_modules; chmod 500 src"],
  [
    "folders deeper than a path may be long",
    "mkdir node_modules; cd node_modules; for i in $(seq 1 25); do d=$(printf 'x%.0s' $(seq 1 200)); mkdir $d; cd $d; done",
  ],
  ["a link to what is outside", "ln -s ../repo node_modules"],
  ["an empty folder", "mkdir -p empty/empty"],
  ["a repository", "git init -q node_modules; mkdir -p .git/modules; mkfifo .git/modules/pipe"],
];

test.each(odd)("%s is removed, and nothing else is", async (_, left) => {
  await using at = await linked(files);
  const tree = await prepare(at);
  bash(tree.path, left);
  const head = await commitLeftovers(tree, { author, message: "Left" });
  const { lacks, removed } = await sweep(tree, { setup: [], head });
  expect([lacks, removed.length]).toEqual([null, 1 + Number(left.includes("pipe"))]);
  expect(head).toBe(at.main);
  expect(await sh(tree.path, "status", "--porcelain", "--ignored")).toBe("");
  expect(
    bash(
      tree.path,
      "find . -path ./.git -prune -o -type f -print | sort; ls .git/modules 2>/dev/null || true",
    ).toString(),
  ).toBe("./.gitignore\n./a.txt\n./src/b.txt\n");
  expect(readFileSync(join(at.repo, "a.txt"), "utf8")).toBe("a\n");
});

test("what setup made and git has taken up since is no longer looked for", async () => {
  await using at = await linked(files);
  const tree = await prepare(at);
  await write(tree.path, { "made/index.ts": "x", "node_modules/x.js": "x" });
  await setUp(tree, at.main);
  const head = await commitLeftovers(tree, { author, message: "Take up" });
  expect(await sweep(tree, { setup, head })).toEqual({ lacks: null, removed: [] });
});

test("what toolchains count and keep of their own runs is removed when it changed, and setup need not run again", async () => {
  await using at = await linked(files);
  const tree = await prepare(at);
  const wanted = { setup, head: at.main };
  const home = join(commandsDirOf(tree), "home");
  const [counts, built, module] = [
    ".config/go/telemetry/local/go.count",
    ".cache/go-build/00/0-a",
    "go/pkg/mod/x.go",
  ];
  await write(home, { [counts]: "1", [built]: "built", [module]: "package x" });
  await setUp(tree, at.main);
  expect(await sweep(tree, wanted)).toMatchObject({ lacks: null });
  await write(home, { [counts]: "2", ".cache/go-build/11/1-a": "more" });
  expect(await sweep(tree, wanted)).toMatchObject({ lacks: null });
  expect([counts, built, ".cache/go-build/11"].map((name) => existsSync(join(home, name)))).toEqual([
    ...[false, true, false],
  ]);
  await rm(join(home, built));
  expect(await sweep(tree, wanted)).toMatchObject({ lacks: null });
  await write(home, { [module]: "package y" });
  expect((await sweep(tree, wanted)).lacks).toContain("x.go is not as it left it");
});

test("the index says what git tracks, whatever the names are", async () => {
  await using at = await linked(files);
  const tree = await prepare(at);
  bash(
    tree.path,
    "mkdir -p $'d/\\xe4'; printf 1 > $'d/\\xe4/\\xff'; printf 2 > ü; for i in 1 2 3 4 5 6 7 8; do echo > n$((10**i)); done",
  );
  await commitLeftovers(tree, { author, message: "Names" });
  const { files: tracked, folders } = trackedBy(readFileSync(join(tree.gitDir, "index")));
  const listed = bash(tree.path, "git ls-files -s -z").toString("latin1").split("\0").slice(0, -1);
  expect([...tracked].map(([path, blob]) => `100644 ${blob} 0\t${path}`)).toEqual(listed);
  expect([...folders].sort()).toEqual(["d", "d/\xe4", "src"]);
});
