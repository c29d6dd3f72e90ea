import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { isSameChange, mergeCommit, rangeDiff } from "../../../src/git/facts/merge.ts";
import { type Git, git, gitAt } from "../../../src/git/git.ts";
import { times } from "../../thorough.ts";
import { commitsIn, lines, plain, type Tree } from "./trees.ts";

const author = { name: "A", email: "a@example.com" };

const dir = mkdtempSync(join(tmpdir(), "milepost-merge-"));
const bare: Git = gitAt(join(dir, "R"));
beforeAll(async () => {
  await git(["init", "--quiet", "--bare", join(dir, "R")], { cwd: dir });
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const commitsOf = (wanted: Parameters<typeof commitsIn>[1]) => commitsIn(bare, wanted);

/** One file that the change adds a line to at its end, and below another line at its start. */
test("the merge is measured from what the branch contains, so that a fix which it lacks below stays", async () => {
  const start = { "s.txt": plain(lines("1", "2", "3")) };
  const lower = { ...start, "s.txt": plain(lines("1", "2", "3", "lower")) };
  const upper = { ...lower, "s.txt": plain(lines("1", "2", "3", "lower", "upper")) };
  const squashed = { ...lower, "s.txt": plain(lines("fix", "1", "2", "3", "lower")) };
  const [, below = "", head = "", base = "", tip = ""] = await commitsOf([
    { tree: start },
    { tree: lower, parent: 0 },
    { tree: upper, parent: 1 },
    { tree: squashed, parent: 0 },
    { tree: squashed, parent: 1 },
  ]);
  const sides = { head, base, message: "M", author };
  const mergedFrom = async (mergeBase: string | null) => {
    const made = await mergeCommit(bare, { ...sides, mergeBase });
    return made.kind === "conflict" ? made.paths : (await bare(["show", `${made.commit}:s.txt`])).stdout;
  };
  expect(await mergedFrom(below)).toBe(lines("fix", "1", "2", "3", "lower", "upper"));
  expect(await mergedFrom(tip)).toBe(lines("1", "2", "3", "lower", "upper"));
  expect(await mergedFrom(null)).toEqual(["s.txt"]);
});

const py = (indented: boolean) => lines("def f(x):", "  if x:", "    a()", `${indented ? "    " : "  "}b()`);

test.each<[string, Tree, Tree, Tree]>([
  [
    "a line is indented elsewhere",
    { "f.py": plain(py(false)) },
    { "f.py": plain(`# x\n${py(false)}`) },
    { "f.py": plain(py(true)) },
  ],
  [
    "it was renamed below",
    { f: plain(lines("1", "2", "3", "4")) },
    { f: plain(lines("1", "2", "3", "4", "5")) },
    { g: plain(lines("1", "2", "3", "4")) },
  ],
  [
    "it was made executable below",
    { f: plain(lines("1")) },
    { f: plain(lines("1", "2")) },
    { f: { mode: "100755", text: lines("1") } },
  ],
  [
    "lines were moved below",
    { f: plain(lines("1", "2", "3", "4", "5", "6")) },
    { f: plain(lines("1", "2", "3", "4", "5", "6", "7")) },
    { f: plain(lines("2", "1", "3", "4", "5", "6")) },
  ],
])("a change is another where %s, whatever its patch says", async (_, old, own, below) => {
  const [base = "", head = "", moved = ""] = await commitsOf([
    { tree: old },
    { tree: own, parent: 0 },
    { tree: below, parent: 0 },
  ]);
  const made = await mergeCommit(bare, { head, base: moved, mergeBase: null, message: "M", author });
  const after = made.kind === "merged" ? made.commit : head;
  expect(await isSameChange(bare, { base, head }, { base: moved, head: after })).toBe(false);
  expect(await rangeDiff(bare, { base, head }, { base: moved, head: after })).not.toBe("");
});

const paths = ["a.py", "b.py", "c/d.py", "c/e.py"] as const;
const body = fc.constantFrom(
  py(true),
  py(false),
  lines("1", "2", "3"),
  lines("1", "2", "3", "4", "5", "6", "7", "8"),
);
const file = fc.record({ mode: fc.constantFrom("100644", "100755"), text: body });
const anyTree = fc.dictionary(fc.constantFrom(...paths), file, { minKeys: 2 });
/** What somebody does to one path of a tree. */
const edit = fc.record({
  path: fc.constantFrom(...paths, "new.py"),
  to: fc.constantFrom(...paths, "moved.py"),
  how: fc.constantFrom("top", "end", "indent", "delete", "mode", "move", "copy"),
});
type Edit = typeof edit extends fc.Arbitrary<infer One> ? One : never;

const edited = (tree: Tree, { path, to, how }: Edit): Tree => {
  const { [path]: old = plain(lines("new")), ...others } = tree;
  switch (how) {
    case "top":
      return { ...tree, [path]: { ...old, text: `# top\n${old.text}` } };
    case "end":
      return { ...tree, [path]: { ...old, text: `${old.text}# end\n` } };
    case "indent":
      return { ...tree, [path]: { ...old, text: old.text.replace(/^/gm, "  ") } };
    case "delete":
      return others;
    case "mode":
      return { ...tree, [path]: { ...old, mode: old.mode === "100644" ? "100755" : "100644" } };
    case "move":
      return { ...others, [to]: old };
    case "copy":
      return { ...tree, [to]: old };
    default:
      return how satisfies never;
  }
};

/** The modes and contents of a commit's files, as git itself lists them. */
const filesAt = async (commit: string): Promise<Map<string, string>> => {
  const { stdout } = await bare(["ls-tree", "-r", "-z", commit]);
  return new Map(
    stdout
      .split("\0")
      .flatMap((line) => (line === "" ? [] : [line.split("\t").reverse() as [string, string]])),
  );
};

test("no approval is carried over a change of what it was given for, and nine of ten moves beside it need no reviewer", async () => {
  let beside = 0;
  let carried = 0;
  const edits = fc.array(edit, { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(anyTree, edits, edits, async (tree, own, others) => {
      const [base = "", head = "", moved = ""] = await commitsOf([
        { tree },
        { tree: own.reduce(edited, tree), parent: 0 },
        { tree: others.reduce(edited, tree), parent: 0 },
      ]);
      const made = await mergeCommit(bare, { head, base: moved, mergeBase: null, message: "M", author });
      const isSame =
        made.kind === "merged" &&
        (await isSameChange(bare, { base, head }, { base: moved, head: made.commit }));
      const [b, h, m] = await Promise.all([filesAt(base), filesAt(head), filesAt(moved)]);
      const all = new Set([...b.keys(), ...h.keys(), ...m.keys()]);
      const changed = [...all].filter((path) => b.get(path) !== h.get(path));
      const isBeside = changed.every((path) => b.get(path) === m.get(path));
      if (isBeside && changed.length > 0) beside += 1;
      if (!isSame) return;
      expect(isBeside).toBe(true);
      const after = await filesAt(made.commit);
      for (const path of new Set([...all, ...after.keys()]))
        expect([path, after.get(path)]).toEqual([path, changed.includes(path) ? h.get(path) : m.get(path)]);
      if (changed.length > 0) carried += 1;
    }),
    { numRuns: times(40) },
  );
  expect(beside).toBeGreaterThan(0);
  expect(carried / beside).toBeGreaterThanOrEqual(0.9);
});
