import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type GitOptions, git, startBy } from "../../src/git/git.ts";
import { startHere } from "../../src/git/here.ts";
import { startGitWorker } from "../../src/git/worker-client.ts";
import { childrenOf, isAlive } from "../children.ts";

const worker = join(import.meta.dirname, "../../build/src/git/worker.js");

const thisFile = join(import.meta.dirname, "worker-client.test.ts");

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
  ["what simple-git refuses", ["-c", "alias.x=!true", "x"], {}],
];

const inThisProcess = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
  using _here = startBy(startHere);
  return await ask();
};

test.each(asked)("%s is the same from another process", async (_, args, options) => {
  const cwd = await mkdtemp(join(tmpdir(), "milepost-worker-"));
  const ask = () => git(args, { cwd, ...options }).catch((error: Error) => error.message);
  try {
    const here = await inThisProcess(ask);
    await using _worker = startGitWorker(worker);
    expect(await ask()).toEqual(here);
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
});

test("output comes piece by piece from another process until it is ended early, and no failure of who takes it is lost", async () => {
  await using _worker = startGitWorker(worker);
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
    await using _worker = startGitWorker(worker);
    await git(["version"], { cwd: "." });
  }
  expect((await git(["version"], { cwd: "." })).stdout).toMatch(/^git version /);
});

describe("the process that starts git may die", () => {
  const child = async () => {
    const [found] = await childrenOf(process.pid, worker);
    if (!found) throw new Error("there is no such process");
    return found;
  };
  const version = () => git(["version"], { cwd: "." });

  test("when it is idle, and git is started here from then on", async () => {
    await using _worker = startGitWorker(worker);
    const { pid } = await child();
    process.kill(pid, "SIGKILL");
    while (await isAlive(pid)) await sleep(10);
    expect((await version()).exitCode).toBe(0);
  });

  test("at the moment that it is asked, which is answered or told with what to do", async () => {
    await using _worker = startGitWorker(worker);
    process.kill((await child()).pid, "SIGKILL");
    const [end] = await Promise.allSettled([version()]);
    expect(end).toMatchObject(
      end.status === "fulfilled" ? { value: { exitCode: 0 } } : { reason: { hint: expect.any(String) } },
    );
    expect((await version()).exitCode).toBe(0);
  });

  test("while it has git running, which is told with what to do", async () => {
    await using _worker = startGitWorker(worker);
    const { pid } = await child();
    await version();
    process.kill(pid, "SIGSTOP");
    const ends = Promise.allSettled([version(), version()]);
    await sleep(50);
    process.kill(pid, "SIGKILL");
    for (const end of await ends) {
      expect(end).toMatchObject({
        reason: { message: expect.stringContaining("SIGKILL"), hint: expect.stringContaining("run again") },
      });
    }
    expect((await version()).exitCode).toBe(0);
  });

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "but not of %s, nor of the terminal's",
    async (signal) => {
      await using _worker = startGitWorker(worker);
      const { pid, group } = await child();
      await version();
      process.kill(pid, signal);
      expect((await version()).exitCode).toBe(0);
      expect({ alive: await isAlive(pid), group }).toEqual({ alive: true, group: pid });
    },
  );

  test("and dies with who asks it, however that dies", async () => {
    const client = join(import.meta.dirname, "../../build/src/git/worker-client.js");
    const program = `
      import { startGitWorker } from ${JSON.stringify(client)};
      startGitWorker();
      process.stdin.resume();
      console.log("started");`;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", program]);
    await once(parent.stdout, "data");
    const [found] = await childrenOf(parent.pid ?? 0, "worker.js");
    parent.kill("SIGKILL");
    while (found && (await isAlive(found.pid))) await sleep(10);
    expect(found).toBeDefined();
  });
});
