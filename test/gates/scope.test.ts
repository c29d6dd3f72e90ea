import type { FileChange } from "../../src/gates/gate.ts";
import { passedIf } from "../../src/gates/result.ts";
import { protectedPaths, scope } from "../../src/gates/scope.ts";
import { change, file, rules } from "./builders.ts";

const protectedGlobs = [".github/**", "*.lock", "src/core/secret/**"];

test.each<[string, string[] | null, FileChange[], string[]]>([
  ["anything, when nothing is owned", null, [file("any/where.ts")], []],
  ["what is owned", ["src/**"], [file("src/a.ts"), file("src/.hidden/b")], []],
  ["owned names with line breaks", ["src/**"], [file("src/a\nb.ts")], []],
  ["a path outside", ["src/**"], [file("src/a.ts"), file("lib/a.ts")], ["lib/a.ts"]],
  ["a folder with the same start", ["src/pay/**"], [file("src/payments/a.ts")], ["src/payments/a.ts"]],
  ["a rename out", ["src/**"], [file("lib/a.ts", { from: "src/a.ts" })], ["lib/a.ts"]],
  ["a rename in", ["src/**"], [file("src/a.ts", { from: "lib/a.ts" })], ["lib/a.ts"]],
])("scope judges %s", (_, owns, files, paths) => {
  const result = scope.check(change(...files), rules({ owns, protected: protectedGlobs }));
  expect(result).toMatchObject({ name: "scope", kind: passedIf(paths.length === 0), evidence: { paths } });
});

test.each<[string, string[] | null, FileChange[], string[]]>([
  ["a protected path", null, [file(".github/workflows/x.yml")], [".github/workflows/x.yml"]],
  ["a protected path with a line break", null, [file(".github/a\nb")], [".github/a\nb"]],
  [
    "a protected path owned by a wide glob",
    ["**"],
    [file(".github/x"), file("yarn.lock")],
    [".github/x", "yarn.lock"],
  ],
  ["a protected path below an owned folder", ["src/**"], [file("src/core/secret/k")], ["src/core/secret/k"]],
  ["a protected path owned by the same glob", [".github/**"], [file(".github/x")], []],
  ["a protected path owned by a narrower glob", [".github/workflows/**"], [file(".github/workflows/x")], []],
  ["its neighbour", [".github/workflows/**", "**"], [file(".github/x")], [".github/x"]],
  ["a protected path owned by its name", ["yarn.lock", "**"], [file("yarn.lock")], []],
  ["another one", ["yarn.lock", "**"], [file("cargo.lock")], ["cargo.lock"]],
  ["a rename of a protected path", null, [file("b", { from: ".github/x" })], [".github/x"]],
])("protected judges %s", (_, owns, files, paths) => {
  const result = protectedPaths.check(change(...files), rules({ owns, protected: protectedGlobs }));
  expect(result).toMatchObject({
    name: "protected",
    kind: passedIf(paths.length === 0),
    evidence: { paths },
  });
});

test.each<[string, string[], FileChange[], string[], string[]]>([
  ["a file", ["lib/a.ts"], [file("lib/a.ts"), file("lib/a.ts.bak")], ["lib/a.ts.bak"], []],
  ["a folder", ["lib"], [file("lib/deep/a.ts"), file("library.ts")], ["library.ts"], []],
  [
    "a protected file by its name",
    ["yarn.lock"],
    [file("yarn.lock"), file("cargo.lock")],
    ["cargo.lock"],
    ["cargo.lock"],
  ],
  ["a protected folder by its name", [".github"], [file(".github/x")], [], []],
  ["a folder around a protected one", ["src/core"], [file("src/core/secret/k")], [], ["src/core/secret/k"]],
])("what a person granted is open to the todo: %s", (_, granted, files, outside, shut) => {
  const held = rules({ owns: ["own/**"], protected: protectedGlobs, granted });
  expect(scope.check(change(...files), held).evidence.paths).toEqual(outside);
  expect(protectedPaths.check(change(...files), held).evidence.paths).toEqual(shut);
});

test("the messages name what is wrong and what to do", () => {
  const facts = change(file("lib/a.ts"), file(".github/x"));
  const held = rules({ owns: ["src/**", ".github/**"], protected: ["lib/**"] });
  expect(scope.check(facts, held).message).toBe(
    "outside what this body owns (src/**, .github/**): lib/a.ts; put these files back as they were, " +
      "or have a person grant them: an agent names them in `wants` of its outcome",
  );
  expect(protectedPaths.check(facts, held).message).toBe(
    "protected: lib/a.ts; put these files back as they were; " +
      "only a body whose `owns` names them, or a todo that a person grants them to, may change them",
  );
});
