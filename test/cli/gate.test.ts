import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { lockFile } from "../gates/builders.ts";
import { commit, type Scene, scene, sh, write } from "../git/scene.ts";
import { milepost } from "./milepost.ts";

const lines = (count: number) => Array.from({ length: count }, (_, at) => `${at}\n`).join("");
const signed = "Add\n\nSigned-off-by: Ada <ada@example.com>";

/** A repository whose branch `work` changes the files in one signed-off commit. */
const branched = async (
  files: Record<string, string>,
  message = signed,
): Promise<Scene & { head: string }> => {
  const at = await scene();
  await sh(at.repo, "checkout", "--quiet", "-b", "work");
  return { ...at, head: await commit(at.repo, files, message) };
};

const gate = (cwd: string, ...args: string[]) => milepost(["gate", ...args], { cwd });

test("without a plan a branch is held to 700 lines, sign-offs and no secrets", async () => {
  await using at = await branched({ "b.txt": lines(700) });
  const { exitCode, stdout, stderr } = await gate(at.repo);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(String(stdout).replace(/[0-9a-f]{10}\.\.[0-9a-f]{10}/, "<range>")).toBe(
    [
      "main..work <range>",
      "",
      "✓ size       700 hand-written lines, the limit is 700",
      "✓ dco        1 commit, all signed off",
      "✓ secrets    no secrets in the added lines",
    ].join("\n"),
  );
});

test("a change over the limit is listed and parted, in a table", async () => {
  await using at = await branched({
    "src/cart.ts": lines(400),
    "src/pay.ts": lines(500),
    "package-lock.json": lockFile(9000),
  });
  const { exitCode, stdout } = await gate(at.repo, "--only", "size");
  expect(exitCode).toBe(1);
  expect(String(stdout).split("\n").slice(2)).toEqual([
    "✗ size       900 hand-written lines, the limit is 700",
    "",
    "added  deleted  file",
    "  500        0  src/pay.ts",
    "  400        0  src/cart.ts",
    "not counted: package-lock.json (a lock file of npm)",
    "",
    "Split it, or take 200 lines out.",
    "It could be handed in as 2 parts, in this order:",
    "",
    "part  lines  what                       files",
    "   1    400  dependencies, src/cart.ts  package-lock.json, src/cart.ts",
    "   2    500  src/pay.ts                 src/pay.ts",
  ]);
});

test("--json says which commits were compared, and all that the gates found", async () => {
  await using at = await branched({ "b.txt": lines(800), "x.png": "\0" }, "Add");
  const { exitCode, stdout } = await gate(at.repo, "--json", "--only", "dco,size");
  expect(exitCode).toBe(1);
  expect(JSON.parse(String(stdout))).toEqual({
    base: at.main,
    head: at.head,
    ok: false,
    gates: [
      {
        name: "size",
        ok: false,
        level: "error",
        kind: "failed",
        message: expect.stringContaining("800 hand-written lines, the limit is 700"),
        lines: 800,
        limit: 700,
        fileCount: 2,
        fileLimit: 300,
        files: [
          { path: "b.txt", from: null, added: 800, deleted: 0, lines: 800, counted: true, reason: null },
          { path: "x.png", from: null, added: 0, deleted: 0, lines: 0, counted: false, reason: "binary" },
        ],
        parts: expect.arrayContaining([
          { title: "b.txt, over the limit alone: split it inside", paths: ["b.txt"], lines: 800 },
        ]),
      },
      {
        name: "dco",
        ok: false,
        level: "error",
        kind: "failed",
        message: expect.stringContaining("run `git rebase --signoff main`"),
        commits: [{ sha: at.head, ok: false, message: "The sign-off is missing." }],
      },
    ],
  });
});

test("--markdown is a table that a comment can hold, with the parts below it", async () => {
  await using at = await branched({ "a_b.ts": lines(500), "c|d.ts": lines(500) });
  const { stdout } = await gate(at.repo, "--markdown", "--only", "size");
  expect(stdout).toContain(
    "| size | failed | 1,000 hand-written lines, the limit is 700: hand it in as the parts below",
  );
  expect(stdout).toContain("| 1 | 500 | a\\_b.ts | a\\_b.ts |");
  expect(stdout).toContain("| c\\|d.ts | 500 | 0 | yes |");
});

test("the change is measured from the merge base, and attributes are those of the base", async () => {
  await using at = await branched({ "b.txt": lines(800), ".gitattributes": "b.txt linguist-generated\n" });
  await sh(at.repo, "checkout", "--quiet", "main");
  await commit(at.repo, { "c.txt": lines(900) });
  const { stdout } = await gate(at.repo, "--head", "work", "--json", "--only", "size");
  expect(JSON.parse(String(stdout))).toMatchObject({ base: at.main, gates: [{ lines: 801 }] });
});

test("a checkout's own settings and attributes change no count", async () => {
  await using at = await branched({ "b.txt": lines(800) });
  await write(at.repo, { ".git/info/attributes": "b.txt binary linguist-generated\n" });
  await sh(at.repo, "config", "diff.algorithm", "patience");
  const { stdout } = await gate(at.repo, "--json", "--only", "size");
  expect(JSON.parse(String(stdout))).toMatchObject({ gates: [{ lines: 800 }] });
});

test("work that is not committed is said to be left out", async () => {
  await using at = await branched({ "b.txt": "b\n" });
  await write(at.repo, { "c.txt": "c\n", "b.txt": "bb\n" });
  const { exitCode, stderr } = await gate(at.repo, "--only", "size");
  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr: "note: 2 paths are not committed, and not judged",
  });
});

test("it runs in a subfolder, in a worktree, with a detached HEAD, in a bare repository and on no change", async () => {
  await using at = await branched({ "src/b.txt": "b\n" });
  await sh(at.repo, "worktree", "add", "--quiet", "--detach", join(at.dir, "tree"), "work");
  await sh(at.dir, "clone", "--quiet", "--bare", at.repo, "bare.git");
  const runs = [
    await gate(join(at.repo, "src")),
    await gate(join(at.dir, "tree")),
    await gate(at.dir, "--repo", "bare.git", "--base", "main", "--head", "work"),
  ];
  expect(runs.map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual([
    [0, ""],
    [0, ""],
    [0, ""],
  ]);
  const none = await gate(at.repo, "--base", "work");
  expect([none.exitCode, none.stderr]).toEqual([0, "note: work changes no file of work"]);
});

test("the base is origin's default branch, whatever it is called", async () => {
  await using at = await scene();
  await sh(at.repo, "branch", "--move", "trunk");
  await sh(at.dir, "clone", "--quiet", at.repo, "clone");
  const clone = join(at.dir, "clone");
  await sh(clone, "checkout", "--quiet", "-b", "work");
  await commit(clone, { "b.txt": "b\n" }, signed);
  expect((await gate(clone)).stdout).toContain("origin/trunk..work");
});

test("what cannot be compared is refused with the next step", async () => {
  await using at = await branched({ "b.txt": "b\n" });
  await sh(at.repo, "checkout", "--quiet", "--orphan", "other");
  await commit(at.repo, {}, "Other");
  await sh(
    at.dir,
    "clone",
    "--quiet",
    "--depth=1",
    "--no-single-branch",
    pathToFileURL(at.repo).href,
    "shallow",
  );
  await mkdir(join(at.dir, "empty"));
  const shallow = join(at.dir, "shallow");
  const cases: [string, string[], string, string][] = [
    [at.repo, [], "main and other share no history", "--base <branch>"],
    [
      shallow,
      ["--head", "work", "--base", "main"],
      "main and work share no history",
      "git fetch --unshallow",
    ],
    [
      at.repo,
      ["--base", "mian"],
      'no branch, tag or commit "mian" here; did you mean `main`?',
      "git branch --all",
    ],
    [at.repo, ["--head=--all"], 'no branch, tag or commit "--all" here', "git branch --all"],
    [at.repo, ["--only", "sise"], "there is no gate sise; did you mean `size`?", "the gates are size, scope"],
    [at.repo, ["--only", "scope"], "scope judges by a plan", "--plan"],
    [at.repo, ["--only", "verify"], "this command runs none", "milepost run"],
    [at.repo, ["--body", "shop"], "no plan was given", "--plan"],
    [join(at.dir, "empty"), [], "is not in a git repository", "git init"],
  ];
  for (const [cwd, args, message, hint] of cases) {
    const { exitCode, stdout, stderr } = await gate(cwd, ...args);
    expect({ args, exitCode, stdout }).toEqual({ args, exitCode: 1, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
  }
});

const planText = (more: object) =>
  JSON.stringify({
    ...{ version: 1, plan: "shop", title: "Shop", branches: "{slug}", protected: ["ci/**"] },
    bodies: [{ body: "pay", owns: ["src/**"], todos: [{ todo: "retry", title: "Retry" }] }],
    ...more,
  });

test("with a plan, its rules at the base hold, and the branch's name tells whose paths are the scope", async () => {
  await using at = await scene({ "plans/shop.yml": planText({ limits: { lines: 10 } }) });
  await sh(at.repo, "checkout", "--quiet", "-b", "retry");
  await commit(
    at.repo,
    { "plans/shop.yml": planText({ limits: { lines: 9000 } }), "src/a.ts": lines(20), "ci/x": "x\n" },
    signed,
  );
  const { exitCode, stdout, stderr } = await gate(at.repo, "--plan", "plans/shop.yml", "--json");
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: "" });
  const { gates } = JSON.parse(String(stdout));
  expect(gates.map(({ name, ok }: { name: string; ok: boolean }) => [name, ok])).toEqual([
    ["size", false],
    ["scope", false],
    ["protected", false],
    ["dco", true],
    ["secrets", true],
    ["gaming", expect.any(Boolean)],
  ]);
  expect(gates[0]).toMatchObject({ limit: 10 });
  expect(gates[1]).toMatchObject({ paths: ["ci/x", "plans/shop.yml"] });
});

test("a plan that the base has not is read as it lies, and a body that it has not is refused", async () => {
  await using at = await branched({ "src/b.ts": "b\n" });
  await write(at.dir, { "shop.yml": planText({}) });
  const named = await gate(at.repo, "--plan", "../shop.yml", "--body", "pay", "--only", "scope");
  expect([named.exitCode, named.stderr]).toEqual([0, ""]);
  const unnamed = await gate(at.repo, "--plan", "../shop.yml");
  expect(unnamed.stderr).toContain("no todo of shop has this branch, so scope is not judged");
  const unknown = await gate(at.repo, "--plan", "../shop.yml", "--body", "pays");
  expect([unknown.exitCode, unknown.stderr]).toEqual([1, expect.stringContaining("did you mean `pay`?")]);
});
