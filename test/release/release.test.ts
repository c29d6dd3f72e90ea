import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const script = join(process.cwd(), ".github/release.sh");

/** A clone with bundles built, and the bare repository that it pushes to. */
const newClone = () => {
  const dir = mkdtempSync(join(tmpdir(), "milepost-release-"));
  const clone = join(dir, "clone");
  const git = (...args: string[]) => execFileSync("git", ["-C", clone, ...args], { encoding: "utf8" }).trim();
  execFileSync("git", ["init", "--quiet", "--bare", join(dir, "origin.git")]);
  execFileSync("git", ["init", "--quiet", "--initial-branch=main", clone]);
  git("config", "user.name", "Releaser");
  git("config", "user.email", "releaser@example.com");
  git("remote", "add", "origin", join(dir, "origin.git"));
  writeFileSync(join(clone, "package.json"), '{ "name": "x", "version": "0.1.0" }\n');
  writeFileSync(join(clone, ".gitignore"), "dist/\n");
  git("add", ".");
  git("commit", "--quiet", "--message=First");
  git("push", "--quiet", "origin", "main");
  const build = () => {
    mkdirSync(join(clone, "dist/orchestrate"), { recursive: true });
    writeFileSync(join(clone, "dist/orchestrate/index.js"), `${git("rev-parse", "HEAD")};\n`);
  };
  const release = (version: string, env = {}) =>
    spawnSync(script, [version], { cwd: clone, encoding: "utf8", env: { ...process.env, ...env } });
  const at = (ref: string, ...args: string[]) =>
    execFileSync("git", ["-C", join(dir, "origin.git"), "ls-tree", "-r", "--name-only", ref, ...args], {
      encoding: "utf8",
    });
  return { git, build, release, at, [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }) };
};

test("a release puts the bundles on its tag only and moves the major tag", () => {
  using clone = newClone();
  const before = clone.git("rev-parse", "main");
  for (const version of ["1.0.0", "1.1.0"]) {
    clone.build();
    expect(clone.release(version)).toMatchObject({ status: 0 });
  }
  expect(clone.at("v1.0.0", "dist")).toContain("dist/orchestrate/index.js");
  expect(clone.at("main", "dist")).toBe("");
  expect(clone.git("rev-parse", "v1^{commit}")).toBe(clone.git("rev-parse", "v1.1.0^{commit}"));
  expect(clone.git("show", "v1.1.0:package.json")).toMatch(/"version": ?"1.1.0"/);
  expect(clone.git("log", "-1", "--format=%(trailers:key=Signed-off-by,valueonly)", "v1.1.0^{commit}")).toBe(
    "Releaser <releaser@example.com>",
  );
  expect([clone.git("rev-parse", "HEAD"), clone.git("symbolic-ref", "--short", "HEAD")]).toEqual([
    before,
    "main",
  ]);
});

test.each([
  { name: "what is no version", version: "1.0", says: "no version" },
  { name: "a release without bundles", version: "1.0.0", says: "npm run bundle" },
])("$name is refused, and nothing is pushed", ({ version, says }) => {
  using clone = newClone();
  const { status, stderr } = clone.release(version);
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining(says) });
  expect(clone.git("ls-remote", "--tags", "origin")).toBe("");
});

test("a dry run does all but publish, and leaves nothing", () => {
  using clone = newClone();
  clone.build();
  const { status, stdout } = clone.release("1.0.0", { DRY_RUN: "true" });
  expect([status, stdout]).toEqual([0, expect.stringContaining("would be released")]);
  expect([
    clone.git("ls-remote", "--tags", "origin"),
    clone.git("tag"),
    clone.git("status", "--porcelain"),
  ]).toEqual(["", "", ""]);
  clone.build();
  expect(clone.release("1.0.0")).toMatchObject({ status: 0 });
});

test("a version is released once", () => {
  using clone = newClone();
  clone.build();
  clone.release("1.0.0");
  const first = clone.git("ls-remote", "--tags", "origin");
  expect(clone.release("1.0.0")).toMatchObject({ status: 1, stderr: expect.stringContaining("already") });
  expect(clone.git("ls-remote", "--tags", "origin")).toBe(first);
});

test("npm takes what is published for a file, where a folder and a name alone were a repository of GitHub's", () => {
  const workflow = readFileSync(".github/workflows/release.yml", "utf8");
  const published = [...workflow.matchAll(/npm(?:@\S+)? publish .*?"(.+?)"/g)].map(([, path]) => path);
  expect(published).toEqual(Array(2).fill("./release/milepost-$VERSION.tgz"));
});
