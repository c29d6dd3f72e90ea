import fc from "fast-check";
import { unquote } from "../../../src/core/quoted-path.ts";
import { addedByCommits, changedLines } from "../../../src/git/facts/changed-lines.ts";
import { PatchReader } from "../../../src/git/facts/patch.ts";
import { gitAt } from "../../../src/git/git.ts";
import { commit, scene, sh } from "../scene.ts";

const texts = (lines: readonly { number: number; text: string }[]) =>
  lines.map(({ number, text }) => `${number} ${text}`);

test("added and deleted lines have their numbers, whatever their files are called and hold", async () => {
  await using at = await scene({
    "a.txt": "1\n2\n3\n4\n5\n",
    "moved.txt": "a long enough line\nanother one\nand a third\n",
    gone: "x\n",
    'quoted\t"ü".txt': "old\n",
  });
  await sh(at.repo, "mv", "moved.txt", "there b/new name.txt".replace(" b/", "-"));
  await sh(at.repo, "rm", "--quiet", "gone");
  const head = await commit(at.repo, {
    "a.txt": "1\n--- a/x\n3\n4\n+++ b/x\n@@ -1 +1 @@\ndiff --git a/y b/y\ncommit 12\n",
    'quoted\t"ü".txt': "new\r\nno line feed",
    " b/ b/ c.txt": "\u2028one line\rstill\n",
    empty: "",
    "image.png": "\x89PNG\n\0\x01\x02\x03\n",
    "nul.dat": "text\n\0binary\n",
  });
  const files = await changedLines(gitAt(`${at.repo}/.git`), at.main, head);
  const told = files.map(({ path, from, status, binary, added, deleted }) => [
    path,
    from,
    status,
    binary,
    texts(added),
    texts(deleted),
  ]);
  expect(told).toEqual([
    [" b/ b/ c.txt", null, "added", false, ["1 \u2028one line\rstill"], []],
    [
      "a.txt",
      null,
      "changed",
      false,
      ["2 --- a/x", "5 +++ b/x", "6 @@ -1 +1 @@", "7 diff --git a/y b/y", "8 commit 12"],
      ["2 2", "5 5"],
    ],
    ["empty", null, "added", false, [], []],
    ["gone", null, "deleted", false, [], ["1 x"]],
    ["image.png", null, "added", true, [], []],
    ["nul.dat", null, "added", false, ["1 text", "2 binary"], []],
    ['quoted\t"ü".txt', null, "changed", false, ["1 new\r", "2 no line feed"], ["1 old"]],
    ["there-new name.txt", "moved.txt", "changed", false, [], []],
  ]);
});

test("what a later commit removes is seen in the commit that added it", async () => {
  await using at = await scene();
  const first = await commit(at.repo, { b: "secret\n" });
  const head = await commit(at.repo, { b: "none\n" });
  const git = gitAt(`${at.repo}/.git`);
  const files = await addedByCommits(git, at.main, head);
  expect(files.map(({ commit, path, added }) => [commit, path, texts(added)])).toEqual([
    [head, "b", ["1 none"]],
    [first, "b", ["1 secret"]],
  ]);
});

test("attributes and settings of the repository change nothing", async () => {
  await using at = await scene();
  await sh(at.repo, "config", "diff.noprefix", "true");
  await sh(at.repo, "config", "diff.relative", "true");
  await sh(at.repo, "config", "diff.context", "9");
  const head = await commit(at.repo, { ".gitattributes": "* -diff\n", b: "1\n" });
  const files = await changedLines(gitAt(`${at.repo}/.git`, { cwd: at.repo }), at.main, head);
  expect(files.map(({ path, binary, added }) => [path, binary, texts(added)])).toEqual([
    [".gitattributes", false, ["1 * -diff"]],
    ["b", false, ["1 1"]],
  ]);
});

test("lines over the limit are not kept, and that is said", () => {
  const reader = new PatchReader({ file: 10, all: 14 });
  for (const line of ["diff --git a/a b/a", "@@ -0,0 +1,2 @@", "+12345", "+123456789"]) reader.read(line);
  for (const line of ["diff --git a/b b/b", "@@ -0,0 +1 @@", "+123456789"]) reader.read(line);
  expect(reader.end().map(({ path, cut, added }) => [path, cut, texts(added)])).toEqual([
    ["a", true, ["1 12345"]],
    ["b", true, []],
  ]);
});

test.each([
  ["a b", "a b"],
  ['"a\\tb"', "a\tb"],
  ['"\\303\\274\\\\\\""', 'ü\\"'],
  ['"\\377"', "\ufffd"],
])("%s is the path %j", (quoted, path) => {
  expect(unquote(quoted)).toBe(path);
});

const diffLine = fc.oneof(
  fc.constantFrom(
    "diff --git a/x b/x",
    "@@ -1,9 +1,9 @@",
    "@@ -0,0 +1 @@",
    "rename to ",
    'rename to "',
    "new file mode 100644",
    "commit 1",
    "\\ No newline at end of file",
    "+\0",
  ),
  fc.tuple(fc.constantFrom("+", "-", " ", ""), fc.string({ unit: "binary" })).map((parts) => parts.join("")),
);

test("no diff, however made, breaks the reader", () => {
  fc.assert(
    fc.property(fc.array(diffLine, { maxLength: 30 }), (lines) => {
      const reader = new PatchReader({ file: 50, all: 100 });
      for (const line of lines) reader.read(line);
      for (const file of reader.end())
        expect(file.added.length + file.deleted.length).toBeLessThanOrEqual(lines.length);
    }),
    { numRuns: 1500 },
  );
});
