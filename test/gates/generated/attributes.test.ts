import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { attributeQuestion, type Mark, parseAttributes } from "../../../src/gates/generated/attributes.ts";
import { git } from "../../../src/git/git.ts";
import { memory } from "../../folders.ts";
import { write } from "../../git/scene.ts";

let dir = "";
beforeAll(async () => {
  dir = await mkdtemp(join(memory, "milepost attributes "));
  await run(["init", "--quiet"]);
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const run = (args: readonly string[], input = "") =>
  git(args, { cwd: dir, env: { GIT_INDEX_FILE: join(dir, ".git", "other-index") }, input });

/** Asks git, with the files in an index only: what stands in the work tree is something else. */
const ask = async (files: Record<string, string>, paths: string[]) => {
  await run(["read-tree", "--empty"]);
  await write(dir, files);
  await run(["add", "--force", "--", ...Object.keys(files)]);
  await write(dir, Object.fromEntries(Object.keys(files).map((name) => [name, "* -linguist-generated\n"])));
  const { stdout } = await run(attributeQuestion.args, attributeQuestion.input(paths));
  return parseAttributes(stdout);
};

const root = ".gitattributes";
const nested = "a/b/.gitattributes";

test.each<[string, Record<string, string>, Record<string, Mark>]>([
  [
    "a set attribute",
    { [root]: "*.gen.ts linguist-generated" },
    { "a/x.gen.ts": "set", "x.ts": "unspecified" },
  ],
  [
    "true and false",
    { [root]: "a linguist-generated=true\nb linguist-generated=false" },
    { a: "set", b: "unset" },
  ],
  ["another value", { [root]: "a linguist-generated=yes\nb linguist-generated=" }, { a: "set", b: "set" }],
  ["an unset attribute", { [root]: "* linguist-generated\na -linguist-generated" }, { a: "unset", b: "set" }],
  ["a forgotten attribute", { [root]: "* linguist-generated\na !linguist-generated" }, { a: "unspecified" }],
  ["the last line that matches", { [root]: "a -linguist-generated\n* linguist-generated" }, { a: "set" }],
  [
    "a deeper file before a higher one",
    { [root]: "* linguist-generated", [nested]: "*.ts -linguist-generated" },
    { "a/b/x.ts": "unset", "a/b/c/x.ts": "unset", "a/x.ts": "set", "a/b/x.js": "set" },
  ],
  [
    "a slash that anchors",
    { [nested]: "/x linguist-generated" },
    { "a/b/x": "set", "a/b/c/x": "unspecified", x: "unspecified" },
  ],
  [
    "a folder with two stars",
    { [root]: "gen/** linguist-generated" },
    { "gen/a/b": "set", "x/gen/a": "unspecified" },
  ],
  ["a folder, of which nothing is said", { [root]: "gen/ linguist-generated" }, { "gen/a": "unspecified" }],
  [
    "a quoted pattern",
    { [root]: '"a b/\\"c\\".ts" linguist-generated' },
    { 'a b/"c".ts': "set", "a b/c.ts": "unspecified" },
  ],
  [
    "a macro",
    { [root]: "[attr]made linguist-generated\n*.ts made\nb.ts -made" },
    { "a.ts": "set", "b.ts": "unspecified" },
  ],
  [
    "a macro that is not at the top",
    { [nested]: "[attr]made linguist-generated\n*.ts made" },
    { "a/b/a.ts": "unspecified" },
  ],
  [
    "a pattern that negates, which is none",
    { [root]: "!a linguist-generated" },
    { a: "unspecified", "!a": "unspecified" },
  ],
  [
    "comments and carriage returns",
    { [root]: "# a linguist-generated\r\nb linguist-generated\r\n" },
    { a: "unspecified", b: "set" },
  ],
  ["names with line breaks", { [root]: "*.ts linguist-generated" }, { "a\nb\t.ts": "set" }],
  ["capitals", { [root]: "*.TS linguist-generated" }, { "a.ts": "unspecified", "a.TS": "set" }],
])("git tells %s", async (_, files, expected) => {
  const marks = await ask(files, Object.keys(expected));
  for (const [path, mark] of Object.entries(expected)) {
    expect([path, marks.get(path)?.generated ?? "unspecified"]).toEqual([path, mark]);
  }
});

test("both attributes are told", async () => {
  const marks = await ask({ [root]: "a linguist-vendored -linguist-generated\nb linguist-vendored=false" }, [
    "a",
    "b",
    "c",
  ]);
  expect(marks.get("a")).toEqual({ generated: "unset", vendored: "set" });
  expect(marks.get("b")).toEqual({ generated: "unspecified", vendored: "unset" });
  expect(marks.has("c")).toBe(false);
});

test.each(["a", "a\0linguist-generated\0", "a\0diff\0set\0", "a\0linguist-generated\0set", "\0"])(
  "%j is no answer",
  (text) => {
    expect(() => parseAttributes(text)).toThrow("git's answer about attributes is unreadable");
  },
);

test("no question gets no answer", () => {
  expect(attributeQuestion.input([])).toBe("");
  expect(parseAttributes("").size).toBe(0);
});

test("any answer is read or refused", () => {
  const words = fc.constantFrom(
    "a",
    "\0",
    "linguist-generated",
    "linguist-vendored",
    "set",
    "unset",
    "false",
    "__proto__",
    "é",
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 20 }), (some) => {
      try {
        for (const { generated } of parseAttributes(some.join("")).values()) expect(generated).toBeDefined();
      } catch (error) {
        expect(error).toMatchObject({ name: "MilepostError" });
      }
    }),
    { numRuns: 1_500 },
  );
});
