import { execFileSync } from "node:child_process";
import { chmod, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import type { FileChange } from "../../../src/gates/gate.ts";
import { ChangeReader } from "../../../src/git/facts/change-reader.ts";
import { times } from "../../thorough.ts";
import { commit, scene, sh } from "../scene.ts";

const format = ["--raw", "-z", "--patch", "--unified=0", "--no-abbrev", "-M"];

const patchOf = (repo: string, from: string, to: string): Buffer =>
  execFileSync("git", ["diff", ...format, from, to], { cwd: repo });

/** Reads a patch in pieces of so many bytes. */
const readChange = (patch: Buffer, piece = patch.length || 1): FileChange[] => {
  const reader = new ChangeReader();
  for (let at = 0; at < patch.length; at += piece) reader.push(patch.subarray(at, at + piece));
  return reader.end();
};

test("git's list of changed files is read with both ends of each", async () => {
  const text = Array.from({ length: 20 }, (_, at) => `${at}\n`).join("");
  await using at = await scene({
    "old.ts": text,
    "gone.ts": "a\n",
    "run.sh": "a\n",
    "turned.ts": "a\n",
    "b.png": "a\0",
  });
  const inside = (name: string) => join(at.repo, name);
  await rename(inside("old.ts"), inside("new\tname\n.ts"));
  await rm(inside("gone.ts"));
  await chmod(inside("run.sh"), 0o755);
  await rm(inside("turned.ts"));
  await symlink("run.sh", inside("turned.ts"));
  await writeFile(inside("b.png"), "b\0");
  const head = await commit(at.repo, { "new\tname\n.ts": `${text}20\n`, ":odd\t.ts": "1\n2\n" });

  const files = readChange(patchOf(at.repo, at.main, head));
  const shown = files.map(({ path, from, added, deleted, binary, before, after }) => [
    path,
    from,
    binary ? "binary" : `+${added} -${deleted}`,
    `${before?.mode ?? "none"} to ${after?.mode ?? "none"}`,
  ]);
  expect(shown.sort()).toEqual([
    [":odd\t.ts", null, "+2 -0", "none to 100644"],
    ["b.png", null, "binary", "100644 to 100644"],
    ["gone.ts", null, "+0 -1", "100644 to none"],
    ["new\tname\n.ts", "old.ts", "+1 -0", "100644 to 100644"],
    ["run.sh", null, "+0 -0", "100644 to 100755"],
    ["turned.ts", null, "+1 -1", "100644 to 120000"],
  ]);
  expect(files.find(({ path }) => path === "gone.ts")?.before?.blob).toBe(
    await sh(at.repo, "rev-parse", `${at.main}:gone.ts`),
  );
});

test("the lines of a change are those that git counts, in whatever pieces it comes", async () => {
  const file = fc.string({
    unit: fc.constantFrom("a", "b", "\n", "\r", "\0", "\u2028", "+", "-", "@@ ", "\\ ", "diff --git ", "ü"),
    maxLength: 60,
  });
  const side = fc.dictionary(fc.constantFrom("a.ts", "b c", "ü.bin", "d/e"), file);
  await using at = await scene({});
  await fc.assert(
    fc.asyncProperty(side, side, fc.integer({ min: 1, max: 40 }), async (before, after, piece) => {
      await sh(at.repo, "checkout", "--quiet", "-B", "try", at.main);
      const from = await commit(at.repo, { kept: "1", ...before });
      for (const path of Object.keys(before)) await rm(join(at.repo, path));
      const to = await commit(at.repo, { kept: "2", ...after });
      const numstat = execFileSync("git", ["diff", "--numstat", "--raw", "-z", "-M", from, to], {
        cwd: at.repo,
      });
      const patch = patchOf(at.repo, from, to);
      const counted = readChange(patch, piece).map(({ added, deleted, binary }) =>
        binary ? "-\t-\t" : `${added}\t${deleted}\t`,
      );
      expect(counted).toEqual(numstat.toString().match(/(?<=\0)(\d+\t\d+\t|-\t-\t)/g));
      expect(readChange(patch, piece)).toEqual(readChange(patch));
    }),
    { numRuns: times(25) },
  );
});

test.each<[string, string, string, Partial<FileChange>]>([
  ["new lines", "", "ab\ncd\n", { bytes: 4, breaks: 0 }],
  ["other line ends", "", "a\rb\r\nc\u2028d\u2029e\n", { breaks: 3 }],
  [
    "a small edit of a long line",
    `${"x".repeat(5000)}1${"y".repeat(5000)}\n`,
    `${"x".repeat(5000)}2${"y".repeat(5000)}\n`,
    { bytes: 2 },
  ],
  ["a long line that is replaced", `${"x".repeat(5000)}\n`, `${"y".repeat(5000)}\n`, { bytes: 10_000 }],
  [
    "a long line cut in two",
    `${"x".repeat(5000)}\n`,
    `${"x".repeat(2500)}\n${"x".repeat(2500)}\n`,
    { bytes: 1 },
  ],
  ["short lines that are replaced", "aaa\nbbb\n", "aab\nbbc\n", { bytes: 12 }],
])("%s are weighed by what differs", async (_, before, after, weight) => {
  await using at = await scene({ "a.txt": before, b: "1" });
  const head = await commit(at.repo, { "a.txt": after, b: "2" });
  expect(readChange(patchOf(at.repo, at.main, head))[0]).toMatchObject(weight);
});

const zero = "0".repeat(40);
const one = "1".repeat(40);

test("an empty patch is no file", () => {
  expect(readChange(Buffer.of())).toEqual([]);
});

test.each([
  ["a record cut off", `:100644 100644 ${zero} ${one} M\0\0diff`, "unreadable"],
  ["no end of the list", `:000000 100644 ${zero} ${one} A\0a\0`, "it ends before the patch"],
  ["an unknown record", "hello\0a\0\0", '"hello"'],
  ["no lines of a file", `:000000 100644 ${zero} ${one} A\0a\0\0`, 'no lines of "a"'],
  [
    "more files",
    `:000000 100644 ${zero} ${one} A\0a\0\0diff --git a/a b/a\ndiff --git a/b b/b\n`,
    "1 files, and lines of 2",
  ],
  ["shortened names", ":000000 100644 0000000 1111111 A\0a\0\0", "unreadable"],
])("%s is refused", (_, text, message) => {
  expect(() => readChange(Buffer.from(text))).toThrow(message);
});
