import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startElsewhere } from "../../src/git/elsewhere.ts";
import { type GitOptions, git } from "../../src/git/git.ts";

const starter = join(import.meta.dirname, "../../build/src/git/starter.js");

const thisFile = join(import.meta.dirname, "elsewhere.test.ts");

const asked: [string, readonly string[], Partial<GitOptions>][] = [
  ["an answer", ["hash-object", "--stdin"], { input: "text\n" }],
  ["an exit code that is an answer", ["rev-parse", "--verify", "--quiet", "HEAD"], { ok: [1, 128] }],
  [
    "what reads a file from its third byte on",
    ["hash-object", "--stdin"],
    { input: { file: thisFile, from: 2 } },
  ],
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

test("output comes piece by piece from another process until it is ended early, and no failure of who takes it is lost", async () => {
  await using _starter = startElsewhere(starter);
  const input = "x".repeat(1_000_000);
  const [args, cwd] = [["stripspace"], "."];
  let size = 0;
  const count = (chunk: Uint8Array) => {
    size += chunk.length;
  };
  expect(await git(args, { cwd, input, onOutput: count })).toMatchObject({ stdout: "", exitCode: 0 });
  expect(size).toBe(input.length + 1);
  const enough = new AbortController();
  const long = git(["cat-file", "--batch-check"], {
    ...{ cwd, input: "x\n".repeat(500_000), signal: enough.signal, onOutput: () => enough.abort() },
  });
  await expect(long).rejects.toThrow("git cat-file was interrupted");
  const onOutput = () => {
    throw new Error("no room");
  };
  await expect(git(args, { cwd, input, onOutput })).rejects.toThrow("no room");
});

test("when it is ended, git is started here again", async () => {
  {
    await using _starter = startElsewhere(starter);
    await git(["version"], { cwd: "." });
  }
  expect((await git(["version"], { cwd: "." })).stdout).toMatch(/^git version /);
});
