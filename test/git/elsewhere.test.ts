import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startElsewhere } from "../../src/git/elsewhere.ts";
import { type GitOptions, git } from "../../src/git/git.ts";

const starter = join(import.meta.dirname, "../../build/src/git/starter.js");

const asked: [string, readonly string[], Partial<GitOptions>][] = [
  ["an answer", ["hash-object", "--stdin"], { input: "text\n" }],
  ["an exit code that is an answer", ["rev-parse", "--verify", "--quiet", "HEAD"], { ok: [1, 128] }],
  ["a failure", ["no-such-command"], {}],
  ["a folder that is not there", ["version"], { cwd: "/no/such/folder" }],
];

test.each(asked)("%s is the same from another process", async (_, args, options) => {
  const cwd = await mkdtemp(join(tmpdir(), "milepost-elsewhere-"));
  const ask = () => git(args, { cwd, ...options }).catch((error: Error) => error.message);
  try {
    const here = await ask();
    await using _starter = startElsewhere(starter);
    expect(await ask()).toEqual(here);
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
});

test("when it is ended, git is started here again", async () => {
  {
    await using _starter = startElsewhere(starter);
    await git(["version"], { cwd: "." });
  }
  expect((await git(["version"], { cwd: "." })).stdout).toMatch(/^git version /);
});
