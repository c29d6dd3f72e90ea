import fc from "fast-check";
import { generatedByPath } from "../../../src/gates/generated/path.ts";

const hash = "0123456789abcdef".repeat(4);

/** For each rule: paths that it takes, and near misses that it leaves. */
const cases: readonly [reason: string, taken: readonly string[], left: readonly string[]][] = [
  ["a lock file of Composer", ["composer.lock", "a/composer.lock"], ["composer.json", "Composer.lock"]],
  ["a lock file of Cargo", ["Cargo.lock", "crates/x/Cargo.lock"], ["Cargo.toml", "cargo.lock"]],
  ["a manifest that Cargo kept before rewriting it", ["x/Cargo.toml.orig"], ["Cargo.toml", "x.orig"]],
  ["a lock file of Deno", ["deno.lock"], ["deno.json", "deno-lock"]],
  ["a lock file of Nix flakes", ["flake.lock", "nix/flake.lock"], ["snowflake.lock", "flake.lock.bak"]],
  [
    "a lock file of Bazel",
    ["MODULE.bazel.lock"],
    ["MODULE.bazel", "xMODULE.bazel.lock", "module.bazel.lock"],
  ],
  ["a lock file of dep", ["Gopkg.lock"], ["Gopkg.toml", "gopkg.lock"]],
  ["a lock file of Glide", ["glide.lock"], ["glide.yaml", "Glide.lock"]],
  ["a lock file of the Swift package manager", ["Package.resolved"], ["Package.swift", "package.resolved"]],
  ["a lock file of Poetry", ["poetry.lock", "py/poetry.lock"], ["poetry.toml", "poetry-lock"]],
  ["a lock file of PDM", ["pdm.lock"], ["pdm.toml"]],
  ["a lock file of uv", ["uv.lock", "tools/uv.lock"], ["uv.toml", "uv_lock"]],
  ["a lock file of Pixi", ["pixi.lock"], ["pixi.toml"]],
  ["a lock file of Pipenv", ["Pipfile.lock"], ["Pipfile", "pipfile.lock"]],
  ["a lock file of esy", ["esy.lock", "dev.esy.lock", "a/esy.lock"], ["my-esy.lock.txt", "x-y.esy.lock"]],
  [
    "a lock file of npm",
    ["package-lock.json", "web/package-lock.json", "npm-shrinkwrap.json"],
    ["package.json", "package_lock.json", "shrinkwrap.json"],
  ],
  ["a lock file of pnpm", ["pnpm-lock.yaml"], ["pnpm-workspace.yaml", "pnpm-lock.yml"]],
  ["a lock file of Bun", ["bun.lock", "bun.lockb", "a/bun.lock"], ["bunx.lock", "a-bun.lock", "bun.lockc"]],
  [
    "a lock file of mise",
    ["mise.lock", "mise.local.lock", ".mise/mise.test.local.lock"],
    ["mise.toml", "promise.lock", "mise/x.lock"],
  ],
  [
    "a lock file of Terraform",
    [".terraform.lock.hcl", "infra/.terraform.lock.hcl"],
    ["x.terraform.lock.hcl"],
  ],
  [
    "a manifest resolved by Julia",
    ["Manifest.toml", "JuliaManifest.toml", "x/Manifest-v1.11.toml"],
    ["Project.toml", "MyManifest.toml", "Manifest-v1.11.2.toml", "manifest.toml"],
  ],
  [
    "a loader of Yarn Plug'n'Play",
    [".pnp.cjs", ".pnp.loader.mjs", "a/.pnp.js"],
    ["pnp.cjs", ".pnpm", ".pnp"],
  ],
  ["a project file of IntelliJ", [".idea/x.xml", "a/.idea/b/c"], ["idea/x.xml", "a.idea/x"]],
  [
    "installed by CocoaPods",
    ["Pods/A/a.swift", "ios/Pods/Manifest"],
    ["MyPods/a.swift", "pods/a.swift", "Pods"],
  ],
  [
    "built by Carthage",
    ["Carthage/Build/x", "a/Carthage/Build/iOS/x"],
    ["Carthage/Checkouts/x", "xCarthage/Build/x"],
  ],
  [
    "in a __generated__ folder",
    ["src/__generated__/q.ts", "__generated__/a"],
    ["__generated__", "generated/a.ts"],
  ],
  [
    "installed in node_modules",
    ["node_modules/a/b.ts", "x/node_modules/a"],
    ["node_modules", "node-modules/a"],
  ],
  [
    "in Go's vendor folder",
    ["vendor/github.com/a/b.go", "x/vendor/gopkg.in/y.go", "vendor/a.b.c.org/z"],
    ["vendor/a/b.go", "vendor/-x.com/a", "vendor/x-.com/a", "vendor/com/a", "vendor/example.dev/a"],
  ],
  ["installed by godep", ["Godeps/Godeps.json", "Godeps/_workspace/a.go"], ["godeps/a", "Godeps"]],
  [
    "a coverage report in HTML",
    ["htmlcov/index.html", "a/htmlcov/style.css"],
    ["myhtmlcov/index.html", "htmlcov"],
  ],
  [
    "a file of Xcode",
    ["Main.nib", "a/b.xcworkspacedata", "u.xcuserstate", "a/.x.nib"],
    [".nib", "a/.nib", "Main.xib", "a.nib/b", "b.NIB"],
  ],
  [
    "written by a .NET designer",
    ["Form.Designer.cs", "a/form.designer.vb"],
    ["Designer.cs", "x.designer.fs"],
  ],
  ["written by SpecFlow", ["Login.feature.cs", "LOGIN.FEATURE.CS"], ["login.feature", "feature.cs"]],
  ["compiled by Zephir", ["a.zep.c", "x/b.zep.h", "b.zep.php"], [".zep.c", "a.zep", "a.zep.cs"]],
  ["a source map", ["a.js.map", "A.CSS.MAP"], ["a.ts.map", "js.map", "a.map"]],
  ["imported from a Delphi type library", ["Word_TLB.pas", "a/word_tlb.pas"], ["wordtlb.pas", "x_tlb.pp"]],
  [
    "a query prepared by SQLx",
    [`.sqlx/query-${hash}.json`, `api/.sqlx/query-${hash}.json`],
    [
      `.sqlx/query-${hash.slice(1)}.json`,
      `sqlx/query-${hash}.json`,
      `.sqlx/query-${hash.toUpperCase()}.json`,
    ],
  ],
  [
    "a wrapper script of Gradle",
    ["gradlew", "gradlew.bat", "app/gradlew"],
    ["gradlew.sh", "mygradlew", "gradle"],
  ],
  ["a wrapper script of Maven", ["mvnw", "mvnw.cmd", "a/mvnw"], ["mvnw.bat", "xmvnw", "mvn"]],
  [
    "a baseline of detect-secrets",
    [".secrets.baseline", "a/.secrets.baseline"],
    ["secrets.baseline", ".secrets"],
  ],
];

test.each(cases)("%s is known by its path", (reason, taken, left) => {
  for (const path of taken) expect([path, generatedByPath(path)]).toEqual([path, reason]);
  for (const path of left) expect([path, generatedByPath(path)]).toEqual([path, null]);
});

test.each([
  "yarn.lock",
  "Gemfile.lock",
  "go.sum",
  "src/__snapshots__/a.test.ts.snap",
  "zz_generated.deepcopy.go",
  "dist/bundle.js",
  "app.min.js",
])("%s is left to contents and attributes", (path) => {
  expect(generatedByPath(path)).toBeNull();
});

test.each([
  "src/package-lock.json.ts",
  "my_node_modules/a.ts",
  "poetry.lock/a.py",
  "xvendor/github.com/a.go",
])("%s hides behind no other name, as it would from Linguist", (path) => {
  expect(generatedByPath(path)).toBeNull();
});

test("any path gets an answer", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (path) => {
      const reason = generatedByPath(path);
      expect(reason === null || reason.length > 0).toBe(true);
    }),
    { numRuns: 1_500 },
  );
});
