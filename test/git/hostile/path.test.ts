import fc from "fast-check";
import { atOnce } from "../../../src/gates/pieces.ts";
import { fsckReason } from "../../../src/git/hostile/fsck-reason.ts";
import { linkProblem } from "../../../src/git/hostile/links.ts";
import { caseClashIn, pathProblem } from "../../../src/git/hostile/path.ts";

test.each<[string, string | null]>([
  ["src/a.ts", null],
  [".github/workflows/x.yml", null],
  [".gitignore", null],
  [".gitattributes", null],
  ["a..b/c...d", null],
  ["git/x", null],
  ["ünï/日本.txt", null],
  ["a b", null],
  ["", "leads out of its folder"],
  ["a//b", "leads out of its folder"],
  ["a/../b", "leads out of its folder"],
  ["./a", "leads out of its folder"],
  ["/a", "is absolute"],
  ["c:/a", "is absolute"],
  ["a/.git/config", "leads into git's own folder"],
  ["a/.GiT", "leads into git's own folder"],
  [".git. . ", "leads into git's own folder"],
  [".git::$INDEX_ALLOCATION/x", "leads into git's own folder"],
  ["GIT~1/x", "leads into git's own folder"],
  [".g\u200dit/x", "leads into git's own folder"],
  ["a\0b", "holds control characters"],
  ["a\u0085b", "holds control characters"],
  ["a\\b", "holds a backslash, which is a separator elsewhere"],
  ...[
    "aux.js",
    "src/NUL",
    "con",
    "Com1.txt/a",
    "lpt9.tar.gz",
    "ab:c.js",
    "a/b.",
    "a /b",
    "what?.md",
    "a*b",
    'a"b',
    "a|b",
    "<a>",
    "prn .txt",
  ].map((path): [string, string] => [path, "has a name that Windows cannot check out"]),
  ...["auxiliary.js", "console.ts", "null", "com10", "lpt.txt", "a.b", ".env", "aux-files/a"].map(
    (path): [string, null] => [path, null],
  ),
])("the path %j %s", (path, problem) => {
  expect(pathProblem(path)).toBe(problem);
});

test.each<[string[], string[], [string, string] | null]>([
  [["a"], ["b"], null],
  [["src/b"], ["src/a"], null],
  [["Src/b"], ["src/a"], ["src", "Src"]],
  [["a/B/c"], ["a/b"], ["a/b", "a/B"]],
  [["x"], ["Y", "y"], null],
])("%j beside %j clash as %j", (added, old, clash) => {
  expect(atOnce(caseClashIn(new Set(added), new Set([...added, ...old])))).toEqual(clash);
});

const name = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("..", ".", "", ".git", "a", "A"));
const path = fc.array(name, { maxLength: 5 }).map((parts) => parts.join("/"));

test("no path or link, however made, breaks the checks or leads out", () => {
  fc.assert(
    fc.property(path, path, fc.array(path, { maxLength: 5 }), (from, target, all) => {
      const tree = new Map([from, ...all].map((each) => [each, "100644"]));
      pathProblem(from);
      atOnce(caseClashIn(new Set(all), new Set(tree.keys())));
      if (linkProblem(from, target, tree) === null) expect(target.startsWith("/")).toBe(false);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  [
    "error: object 1111111111111111111111111111111111111111: hasDotdot: contains '..'\nfatal: x",
    "a path holds `..`",
  ],
  ["error: object 1111111111111111111111111111111111111111: someNew: x", "someNew"],
  [
    "fatal: did not receive expected object 1111111111111111111111111111111111111111",
    "an object that it needs is missing",
  ],
  ["fatal: other", null],
])("git's %j is told as %s", (said, reason) => {
  expect(fsckReason(said)).toBe(reason);
});
