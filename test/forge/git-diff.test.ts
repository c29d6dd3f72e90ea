import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { diffFiles, emptyTree } from "../../src/forge/git/diff.ts";
import { GitRepository } from "../../src/forge/git/repository.ts";
import { editTree, writeObject } from "../../src/forge/git/write.ts";
import { createFolder } from "../../src/forge/repositories/folder.ts";
import { memory } from "../folders.ts";

let folder: string;
let git: GitRepository;

beforeAll(async () => {
  folder = await mkdtemp(join(memory, "milepost-diff-"));
  await createFolder(join(folder, "a.git"), { from: undefined, base: "main", sourceRef: undefined });
  git = new GitRepository(join(folder, "a.git"));
});
afterAll(async () => {
  await git.close();
  await rm(folder, { recursive: true, force: true });
});

type Files = Record<string, string | { readonly link: string }>;

const treeOf = async (files: Files): Promise<string> => {
  const edits = Object.entries(files).map(async ([path, content]) =>
    typeof content === "string"
      ? { path, mode: "100644", sha: await writeObject(git, "blob", content) }
      : { path, mode: "120000", sha: await writeObject(git, "blob", content.link) },
  );
  return editTree(git, null, await Promise.all(edits));
};

const text = "one\ntwo\nthree\nfour\nfive\n";

test.each<[string, Files, Files, unknown[]]>([
  [
    "a new file",
    {},
    { a: "x\n" },
    [{ path: "a", status: "added", additions: 1, patch: "@@ -0,0 +1 @@\n+x" }],
  ],
  ["a removed file", { a: "x\n" }, {}, [{ path: "a", status: "removed", deletions: 1 }]],
  [
    "a pure rename",
    { a: text },
    { "b/c": text },
    [{ path: "b/c", from: "a", status: "renamed", patch: null }],
  ],
  [
    "a rename with a change, beside a change",
    { a: text, z: "1\n" },
    { b: `${text}six\n`, z: "2\n" },
    [
      { path: "b", from: "a", status: "renamed", additions: 1, deletions: 0 },
      { path: "z", status: "modified", patch: "@@ -1 +1 @@\n-1\n+2" },
    ],
  ],
  ["a binary file", {}, { bin: "\0\u0001" }, [{ path: "bin", additions: 0, patch: null }]],
  ["an empty file", {}, { none: "" }, [{ path: "none", status: "added", patch: null }]],
  [
    "a file that became a link, before another change",
    { a: "x\n", b: "1\n" },
    { a: { link: "b" }, b: "2\n" },
    [
      { path: "a", status: "changed" },
      { path: "b", patch: "@@ -1 +1 @@\n-1\n+2" },
    ],
  ],
  [
    "text that looks like a diff's head",
    {},
    { a: "x\rdiff --git a/x b/x\n", b: "1\n" },
    [
      { path: "a", patch: "@@ -0,0 +1 @@\n+x\rdiff --git a/x b/x" },
      { path: "b", patch: "@@ -0,0 +1 @@\n+1" },
    ],
  ],
  ["names that git would quote", {}, { '\t"ö"\n': "x\n" }, [{ path: '\t"ö"\n', additions: 1 }]],
  ["nothing", { a: "x\n" }, { a: "x\n" }, []],
])("%s is told as GitHub tells it", async (_, before, after, expected) => {
  const files = await diffFiles(git, await treeOf(before), await treeOf(after));
  expect(files).toEqual(expected.map((file) => expect.objectContaining(file)));
});

test("everything is new against the empty tree", async () => {
  expect(await diffFiles(git, emptyTree, await treeOf({ a: "x\n", b: "y\n" }))).toHaveLength(2);
});
