import { chmod, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { parseRawNumstat } from "../../src/gates/raw-numstat.ts";
import { commit, scene, sh } from "../git/scene.ts";

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

  const list = await sh(at.repo, "diff-tree", "-r", "-M", "--raw", "--numstat", "-z", at.main, head);
  const files = parseRawNumstat(list);
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

const zero = "0".repeat(40);
const one = "1".repeat(40);

test("an empty list is no file", () => {
  expect(parseRawNumstat("")).toEqual([]);
});

test.each([
  ["a record cut off", `:100644 100644 ${zero} ${one} M\0`, "it ends in the middle of a record"],
  ["no NUL at the end", "1\t1\ta", "it does not end with a NUL"],
  ["an unknown record", "hello\0", '"hello"'],
  ["lines of one file only", `:000000 100644 ${zero} ${one} A\0a\0`, "1 files, and lines of 0"],
  ["other files", `:000000 100644 ${zero} ${one} A\0a\0${"1\t0\tb\0"}`, '"a" where "b" is'],
  ["shortened names", ":000000 100644 0000000 1111111 A\0a\0", "unreadable"],
])("%s is refused", (_, text, message) => {
  expect(() => parseRawNumstat(text)).toThrow(message);
});

test("any list is read or refused", () => {
  const words = fc.constantFrom(
    ...[
      `:100644 100644 ${zero} ${one} M`,
      `:100644 000000 ${one} ${zero} D`,
      `:100644 100644 ${one} ${one} R100`,
    ],
    ...["\0", "\0", "a", "b", "1\t2\ta", "-\t-\tb", "0\t0\t", ":"],
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 16 }), (some) => {
      try {
        for (const { path } of parseRawNumstat(some.join(""))) expect(path).toEqual(expect.any(String));
      } catch (error) {
        expect(error).toMatchObject({ name: "MilepostError" });
      }
    }),
    { numRuns: 2_000 },
  );
});
