import { chmod, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { runProgram } from "../../src/agents/run.ts";
import { git } from "../../src/git/git.ts";
import { withFixedSearchPaths } from "../../src/git/search-paths.ts";
import { folder } from "../agents/folder.ts";
import { setVariables } from "../environment.ts";
import { write } from "./scene.ts";

test.each([
  ["PATH", ":/bin", "/bin"],
  ["PATH", "/bin:", "/bin"],
  ["PATH", "/a::/b", "/a:/b"],
  ["PATH", ".:node_modules/.bin:../bin:/bin", "/bin"],
  ["PATH", "/a b:/c", "/a b:/c"],
  ["PATH", ".", undefined],
  ["PATH", "", ""],
  ["LD_LIBRARY_PATH", "/usr/local/cuda/lib64:", "/usr/local/cuda/lib64"],
  ["LD_LIBRARY_PATH", ":", undefined],
  ["DYLD_LIBRARY_PATH", "lib:/lib", "/lib"],
  ["DYLD_FALLBACK_FRAMEWORK_PATH", ":/lib", "/lib"],
  ["CLASSPATH", ".:/a.jar", ".:/a.jar"],
])("of %s=%s a program gets %s", (name, value, fixed) => {
  expect(withFixedSearchPaths({ [name]: value })).toEqual(fixed === undefined ? {} : { [name]: fixed });
});

/** A folder as an agent leaves it: with a program by the name of each that Milepost starts there. */
const traps = async () => {
  const at = await folder();
  const names = ["git", "find", "rm", "nice", "bwrap", "sh", "true"];
  await mkdir(join(at.dir, "tree"));
  for (const name of names) {
    await write(at.dir, { [`tree/${name}`]: `#!/bin/sh\necho trapped\n` });
    await chmod(join(at.dir, "tree", name), 0o755);
  }
  return { ...at, tree: join(at.dir, "tree") };
};

describe.each(["", ".", "./"])("a PATH with %j in it", (entry) => {
  const path = process.env.PATH ?? "";
  let variables: Disposable;
  beforeEach(() => {
    variables = setVariables({ PATH: `${entry}:${path}` });
  });
  afterEach(() => variables[Symbol.dispose]());

  test("leads no git of Milepost's to what stands where it runs", async () => {
    await using at = await traps();
    // What the environment is made of is read once.
    const { gitEnvironment } = await import(`../../src/git/environment.ts?${entry}`);
    expect(gitEnvironment({}, "ours").PATH).toBe(path);
    expect((await git(["--version"], { cwd: at.tree })).stdout).toMatch(/^git version/);
  });

  test("leads no program, nor what a plan names beside it, there either", async () => {
    await using at = await traps();
    const result = await runProgram({
      ...{ argv: ["sh", "-c", "true; git --version"], cwd: at.tree, input: "" },
      env: { LD_LIBRARY_PATH: ":/nowhere", PATH: process.env.PATH ?? "" },
      ...{ minutes: 1, stallMinutes: 1, watch: at.tree, marker: `${at.dir}:t` },
      transcript: join(at.dir, "transcript.log"),
    });
    expect(result).toMatchObject({ kind: "exit", code: 0, tail: expect.stringMatching(/^git version/) });
  });
});
