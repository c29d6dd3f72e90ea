import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readdirSync, readlinkSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { reapOrphans } from "../../src/agents/processes.ts";
import { type ProgramRun, runProgram } from "../../src/agents/run.ts";
import { setVariables } from "../environment.ts";
import { isAlive } from "./alive.ts";
import { type Folder, folder } from "./folder.ts";

const runOf = (at: Folder, argv: string[], more: Partial<ProgramRun> = {}): ProgramRun => ({
  argv,
  cwd: at.dir,
  env: {},
  input: "",
  minutes: 1,
  stallMinutes: 1,
  watch: at.dir,
  transcript: join(at.dir, "out/transcript.log"),
  marker: `${at.dir}:${randomUUID()}`,
  graceMs: 300,
  ...more,
});

const run = (at: Folder, argv: string[], more?: Partial<ProgramRun>) => runProgram(runOf(at, argv, more));
const sh = (at: Folder, script: string, more?: Partial<ProgramRun>) => run(at, ["sh", "-c", script], more);
const second = 1 / 60;

test.each<[string, string, object]>([
  ["ends well", "exit 0", { kind: "exit", code: 0 }],
  ["fails", "echo why >&2; exit 3", { kind: "exit", code: 3, tail: "why\n" }],
  ["kills itself", "kill -KILL $$", { kind: "signal", signal: "SIGKILL" }],
  ["reads its input", 'test "$(cat)" = hello', { kind: "exit", code: 0 }],
  ["never reads its input", "exec <&-; exit 0", { kind: "exit", code: 0 }],
  ["talks in colours", "printf '\\033[31mred\\033[0m'", { kind: "exit", code: 0, tail: "red" }],
  ["sees its folder", "test -d out", { kind: "exit", code: 0 }],
])("a program that %s", async (_, script, end) => {
  await using at = await folder();
  expect(await sh(at, script, { input: "hello" })).toMatchObject(end);
});

test("a program that is given up is ended, and the reason said", async () => {
  await using at = await folder();
  const gaveUp = new AbortController();
  const onErrorLine = (line: string) => gaveUp.abort(line);
  expect(
    await sh(at, "echo 'it gets nowhere' >&2; sleep 60", { gaveUp: gaveUp.signal, onErrorLine }),
  ).toMatchObject({
    ...{ kind: "limit", what: "it gets nowhere" },
  });
});

test.each([
  ["missing", ["/no/such/program"], "ENOENT"],
  ["not executable", ["./plain"], "EACCES"],
])("a program that is %s does not start", async (_, argv, error) => {
  await using at = await folder();
  await at.script("plain", "x", 0o644);
  expect(await run(at, argv)).toMatchObject({ kind: "not-started", error: expect.stringContaining(error) });
});

test("a prompt of megabytes arrives whole, and does not matter to a program that ignores it", async () => {
  await using at = await folder();
  const input = "ü".repeat(4_000_000);
  expect(await sh(at, "wc -c", { input })).toMatchObject({
    kind: "exit",
    tail: expect.stringMatching(/^\s*8000000\n$/),
  });
  expect(await sh(at, "exit 0", { input })).toMatchObject({ kind: "exit", code: 0 });
  expect(await sh(at, "head -c 10 >/dev/null; exit 0", { input })).toMatchObject({ kind: "exit", code: 0 });
});

test("the time limit ends a program that goes on talking", async () => {
  await using at = await folder();
  expect(await sh(at, "while :; do echo x; sleep 0.05; done", { minutes: 0.5 * second })).toMatchObject({
    kind: "timeout",
  });
});

test("silence without a file's change is a stall", async () => {
  await using at = await folder();
  expect(await sh(at, "echo begun; exec sleep 60", { stallMinutes: 0.5 * second })).toMatchObject({
    kind: "stall",
    tail: "begun\n",
  });
});

test.each([
  ["output", "for i in 1 2 3 4 5 6; do echo $i; sleep 0.2; done"],
  ["files", "mkdir -p a/b; for i in 1 2 3 4 5 6; do echo $i > a/b/c; sleep 0.2; done"],
])("a program that shows life by %s does not stall", async (_, script) => {
  await using at = await folder();
  expect(await sh(at, script, { stallMinutes: 0.7 * second })).toMatchObject({ kind: "exit", code: 0 });
  expect(openBelow(at.dir)).toEqual([]);
});

const openBelow = (dir: string): string[] => openFiles().filter((path) => path.startsWith(dir));

// A file may be closed between the list and the look at it.
const openFiles = (): string[] =>
  readdirSync("/proc/self/fd").flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)];
    } catch {
      return [];
    }
  });

test("an interruption ends a program, and a later one does not begin", async () => {
  await using at = await folder();
  const abort = new AbortController();
  const ended = sh(at, "echo ready; exec sleep 60", { signal: abort.signal, onLine: () => abort.abort() });
  expect(await ended).toMatchObject({ kind: "interrupted" });
  expect(await sh(at, "exit 0", { signal: abort.signal })).toMatchObject({ kind: "interrupted" });
});

const strays: [string, string][] = [
  ["in the background", "sleep 61 & echo $!"],
  ["that ignores SIGTERM", "sh -c 'trap \"\" TERM; while :; do sleep 0.1; done' & echo $!"],
  ["in a session of its own", "setsid sleep 62 & echo $!; sleep 0.1"],
  ["that became a daemon", "setsid sh -c 'setsid sleep 63 & echo $!'"],
  ["without environment in the group", "env -i /bin/sleep 64 & echo $!"],
];

test.each(strays)("a process %s is ended with the run", async (_, script) => {
  await using at = await folder();
  const result = await sh(at, `${script}; exit 0`);
  expect(result).toMatchObject({ kind: "exit", code: 0 });
  const pid = Number(result.tail.trim());
  expect(pid).toBeGreaterThan(0);
  expect(isAlive(pid)).toBe(false);
});

test("a program that ignores SIGTERM is ended by force", async () => {
  await using at = await folder();
  const script = "trap '' TERM; while :; do sleep 0.05; done";
  expect(await sh(at, script, { minutes: 0.2 * second })).toMatchObject({ kind: "timeout" });
});

test("endless output costs neither memory nor disk", async () => {
  await using at = await folder();
  const before = process.memoryUsage().rss;
  const result = await sh(at, "yes 'a line of output that says very little' | head -c 200000000; echo end");
  expect(result).toMatchObject({ kind: "exit", code: 0 });
  expect(result.tail.endsWith("end\n")).toBe(true);
  const text = await readFile(join(at.dir, "out/transcript.log"), "utf8");
  expect(text.length).toBeLessThan(11 * 1024 * 1024);
  expect(text).toContain("bytes were cut here]");
  expect(text.endsWith("end\n")).toBe(true);
  expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
});

test("lines are passed on whole, however they arrive", async () => {
  await using at = await folder();
  const lines: string[] = [];
  await sh(at, "printf 'on'; sleep 0.1; printf 'e\\ntwo ü\\r\\n'", { onLine: (line) => lines.push(line) });
  expect(lines).toEqual(["one", "two ü"]);
});

test("the transcript holds what was said, in both streams", async () => {
  await using at = await folder();
  await sh(at, "echo out; sleep 0.05; echo err >&2");
  expect(await readFile(join(at.dir, "out/transcript.log"), "utf8")).toBe("out\nerr\n");
});

test("no variable is inherited but the basic ones", async () => {
  await using at = await folder();
  using _ = setVariables({ GH_TOKEN: "secret", MILEPOST_TOKEN: "secret" });
  const { tail } = await sh(at, "env", { env: { GIVEN: "yes", NO_UPDATE_NOTIFIER: "" } });
  expect(tail.split("\n")).toEqual(
    expect.arrayContaining(["NPM_CONFIG_UPDATE_NOTIFIER=false", "NO_UPDATE_NOTIFIER="]),
  );
  expect(tail).toContain("GIVEN=yes");
  expect(tail).toContain("PATH=");
  expect(tail).not.toContain("secret");
});

test("what a killed Milepost left running is found by its home and ended", async () => {
  await using at = await folder();
  const pidFile = join(at.dir, "pid");
  const dead = await at.script(
    "dead.sh",
    `#!/bin/sh\nsetsid sleep 65 >/dev/null 2>&1 &\necho $! > '${pidFile}'\n`,
  );
  await writeFile(pidFile, "");
  execFileSync(dead, { env: { PATH: process.env.PATH, MILEPOST_MARKER: `${at.dir}/home:lane` } });
  const pid = Number(await readFile(pidFile, "utf8"));
  expect(await reapOrphans(`${at.dir}/hom`)).toBe(0);
  expect(isAlive(pid)).toBe(true);
  expect(await reapOrphans(`${at.dir}/home`, 300)).toBe(1);
  expect(isAlive(pid)).toBe(false);
});
