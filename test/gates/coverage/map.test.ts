import { mapReport } from "../../../src/gates/coverage/map.ts";
import { parseReport } from "../../../src/gates/coverage/parse.ts";
import type { ParsedReport } from "../../../src/gates/coverage/report.ts";
import type { CoveredRepository } from "../../../src/gates/coverage/repository.ts";
import { readable, report } from "./reports.ts";

interface Case {
  /** Paths of the report; the nth covers line n. */
  readonly named: readonly string[];
  readonly tracked: readonly string[];
  readonly at?: string;
  readonly roots?: readonly string[];
  readonly sources?: readonly string[];
  readonly modules?: CoveredRepository["modules"];
  readonly format?: ParsedReport["format"];
  /** The repository's paths with the lines that they cover. */
  readonly mapped?: Record<string, string>;
  readonly ambiguous?: Record<string, string[]>;
  readonly unmapped?: string[];
}

const map = (given: Case) => {
  const files = given.named.map(
    (path, index) => [path, { covered: 1, hits: new Map([[index + 1, 1]]) }] as const,
  );
  const parsed = {
    format: given.format ?? "lcov",
    sources: given.sources ?? [],
    files: new Map(files),
  } as const;
  const repository = {
    roots: given.roots ?? ["/home/ada/shop"],
    paths: new Set(given.tracked),
    modules: given.modules ?? [],
  };
  return mapReport(parsed, given.at ?? "coverage/lcov.info", repository);
};

const shop = [{ name: "example.com/shop", folder: "" }];

test.each<[string, Case]>([
  ["a path of the repository", { named: ["src/a.ts"], tracked: ["src/a.ts"], mapped: { "src/a.ts": "1:1" } }],
  ["one with dots", { named: ["./src/../src//a.ts"], tracked: ["src/a.ts"], mapped: { "src/a.ts": "1:1" } }],
  [
    "one below the worktree",
    { named: ["/home/ada/shop/a.ts"], tracked: ["a.ts"], mapped: { "a.ts": "1:1" } },
  ],
  [
    "one below the worktree's real path",
    {
      named: ["/private/shop/a.ts"],
      roots: ["/shop/", "/private/shop"],
      tracked: ["a.ts"],
      mapped: { "a.ts": "1:1" },
    },
  ],
  [
    "one of Windows",
    { named: ["src\\pay\\a.ts"], tracked: ["src/pay/a.ts"], mapped: { "src/pay/a.ts": "1:1" } },
  ],
  [
    "one below a worktree of Windows",
    { named: ["C:\\shop\\a.ts"], roots: ["c:\\shop"], tracked: ["a.ts"], mapped: { "a.ts": "1:1" } },
  ],
  [
    "one file in several spellings",
    { named: ["./a.ts", "/home/ada/shop/a.ts"], tracked: ["a.ts"], mapped: { "a.ts": "1:1 2:1" } },
  ],
  [
    "one from the folder of the report's package, not of the repository",
    {
      named: ["src/a.ts"],
      at: "packages/pay/coverage/lcov.info",
      tracked: ["src/a.ts", "packages/pay/src/a.ts"],
      mapped: { "packages/pay/src/a.ts": "1:1" },
    },
  ],
  [
    "one from above the report's folder",
    { named: ["../src/a.ts"], at: "build/lcov.info", tracked: ["src/a.ts"], mapped: { "src/a.ts": "1:1" } },
  ],
  [
    "one from a package's folder that the report does not lie in",
    {
      named: ["src/a.ts"],
      tracked: ["packages/pay/src/a.ts", "b.ts"],
      mapped: { "packages/pay/src/a.ts": "1:1" },
    },
  ],
  [
    "one that two packages have",
    {
      named: ["src/a.ts"],
      tracked: ["packages/pay/src/a.ts", "packages/cart/src/a.ts"],
      ambiguous: { "packages/pay/src/a.ts": ["src/a.ts"], "packages/cart/src/a.ts": ["src/a.ts"] },
    },
  ],
  ["a name that only ends alike", { named: ["a.ts"], tracked: ["src/aa.ts"], unmapped: ["a.ts"] }],
  [
    "one of another machine",
    { named: ["/ci/shop/src/a.ts"], tracked: ["src/a.ts", "a.ts"], mapped: { "src/a.ts": "1:1" } },
  ],
  [
    "a dependency's of another machine",
    {
      named: ["/ci/shop/src/a.ts", "/ci/shop/src/b.ts", "/ci/shop/node_modules/x/index.ts"],
      tracked: ["src/a.ts", "src/b.ts", "index.ts"],
      mapped: { "src/a.ts": "1:1", "src/b.ts": "2:1" },
      unmapped: ["/ci/shop/node_modules/x/index.ts"],
    },
  ],
  [
    "a dependency's below the worktree",
    {
      named: ["/home/ada/shop/node_modules/x/a.ts"],
      tracked: ["a.ts"],
      unmapped: ["/home/ada/shop/node_modules/x/a.ts"],
    },
  ],
  [
    "two that may be one file",
    {
      named: ["/one/src/a.ts", "/two/src/a.ts"],
      tracked: ["src/a.ts"],
      ambiguous: { "src/a.ts": ["/one/src/a.ts", "/two/src/a.ts"] },
    },
  ],
  [
    "a guess for a file that is named exactly",
    {
      named: ["src/a.ts", "/ci/src/a.ts"],
      tracked: ["src/a.ts"],
      mapped: { "src/a.ts": "1:1" },
      unmapped: ["/ci/src/a.ts"],
    },
  ],
  [
    "a system's header",
    { named: ["/usr/include/stdio.h"], tracked: ["a.c"], unmapped: ["/usr/include/stdio.h"] },
  ],
  [
    "one below a source folder",
    {
      named: ["shop/a.py"],
      sources: ["/home/ada/shop/src"],
      tracked: ["src/shop/a.py", "shop/a.py"],
      mapped: { "src/shop/a.py": "1:1" },
    },
  ],
  [
    "one below a relative source folder",
    { named: ["a.py"], sources: ["src"], tracked: ["src/a.py", "a.py"], mapped: { "src/a.py": "1:1" } },
  ],
  [
    "one that two source folders have",
    {
      named: ["a.py"],
      sources: ["/home/ada/shop/src", "/home/ada/shop/lib"],
      tracked: ["src/a.py", "lib/a.py"],
      ambiguous: { "src/a.py": ["a.py"], "lib/a.py": ["a.py"] },
    },
  ],
  [
    "one below another machine's source folder",
    {
      named: ["shop/a.py"],
      sources: ["/ci/project/src"],
      tracked: ["src/shop/a.py", "b.py"],
      mapped: { "src/shop/a.py": "1:1" },
    },
  ],
  [
    "one of a drive as source folder",
    {
      named: ["shop\\src\\A.cs"],
      sources: ["C:\\"],
      roots: ["c:/shop"],
      tracked: ["src/A.cs"],
      mapped: { "src/A.cs": "1:1" },
    },
  ],
  [
    "one of the Go module",
    {
      named: ["example.com/shop/pay/a.go"],
      format: "go",
      modules: shop,
      tracked: ["pay/a.go"],
      mapped: { "pay/a.go": "1:1" },
    },
  ],
  [
    "one of a Go module in a folder, by the longest name",
    {
      named: ["example.com/shop/tools/v2/a.go"],
      format: "go",
      modules: [...shop, { name: "example.com/shop/tools/v2", folder: "tools" }],
      tracked: ["tools/a.go", "tools/v2/a.go"],
      mapped: { "tools/a.go": "1:1" },
    },
  ],
  [
    "one of another Go module",
    {
      named: ["example.com/other/a.go"],
      format: "go",
      modules: shop,
      tracked: ["a.go"],
      unmapped: ["example.com/other/a.go"],
    },
  ],
  [
    "one of a module whose name begins alike",
    {
      named: ["example.com/shopping/a.go"],
      format: "go",
      modules: shop,
      tracked: ["a.go"],
      unmapped: ["example.com/shopping/a.go"],
    },
  ],
  [
    "one of a Go module that nobody named",
    {
      named: ["example.com/shop/pay/a.go"],
      format: "go",
      tracked: ["pay/a.go", "a.go"],
      mapped: { "pay/a.go": "1:1" },
    },
  ],
  [
    "a path longer than any",
    { named: [`/${"a/".repeat(5000)}b.ts`], tracked: ["b.ts"], unmapped: [`/${"a/".repeat(5000)}b.ts`] },
  ],
])("a report names %s", (_, given) => {
  const found = map(given);
  expect(readable(found.files)).toEqual(given.mapped ?? {});
  expect(Object.fromEntries(found.ambiguous)).toEqual(given.ambiguous ?? {});
  expect(found.unmapped).toEqual(given.unmapped ?? []);
});

test.each([
  ["istanbul.info", "/home/ada/shop", ["src/idle.js", "src/price.js"]],
  ["istanbul.xml", "/home/ada/shop", ["src/idle.js", "src/price.js"]],
  ["coverage-final.json", "/home/ada/shop", ["src/idle.js", "src/price.js"]],
  ["coverage-py.xml", "/home/ada/shop", ["src/shop/__init__.py", "src/shop/idle.py", "src/shop/price.py"]],
  ["geninfo-2.info", "/home/ada/shop", ["src/price.c"]],
  ["windows.info", "C:\\shop", ["src/price.ts"]],
  ["coverlet.xml", "c:/shop", ["src/Price.cs"]],
  ["gcovr.xml", "/home/ada/shop", ["src/price.c"]],
  ["gocover.xml", "/home/ada/shop", ["cart/cart.go"]],
])("the files of %s are found in the repository", (name, root, paths) => {
  const repository = { roots: [root], paths: new Set(paths), modules: [] };
  const found = mapReport(parseReport(name, report(name)), `coverage/${name}`, repository);
  expect([...found.files.keys()]).toEqual(paths);
});
