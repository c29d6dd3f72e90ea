import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { actRunner } from "../../../src/forge/actions/runner/act.ts";
import { privateParent } from "../../../src/git/private-folder.ts";
import { childrenOf, isAlive } from "../../children.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "milepost-act-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What act is for a runner: it starts a step that goes on for ever, in a session of its own. */
const standIn = (program: string) => `#!${process.execPath}
const { spawn } = require("node:child_process");
const { readFileSync, writeFileSync } = require("node:fs");
if (process.argv.includes("--version")) process.exit(0);
const env = JSON.parse(readFileSync(process.argv[process.argv.indexOf("--env-file") + 1], "utf8"));
const step = spawn("sleep", ["600"], { env: { ...process.env, ...env }, stdio: "inherit", detached: true });
writeFileSync(${JSON.stringify(program)} + ".step", String(step.pid));
setInterval(() => undefined, 1000);
`;

const order = {
  ...{ jobId: 1, key: "a", workflow: "{}", eventName: "push", event: "{}", environment: {}, secrets: {} },
  ...{ variables: {}, actor: "ada", folders: {}, actions: [] },
};

test.each(["SIGKILL", "SIGINT", "SIGTERM"] as const)(
  "a job whose act dies of %s fails, its steps end with it, and what a killed forge left goes",
  async (signal) => {
    const program = join(folder, `act-${signal}`);
    await writeFile(program, standIn(program));
    await chmod(program, 0o755);
    const runner = await actRunner(program);
    // No process has that number.
    const left = join(privateParent("jobs"), "99999999-left");
    await mkdir(left, { recursive: true, mode: 0o700 });
    const never = new AbortController().signal;
    const report = runner.run(order, { steps: () => undefined, log: () => undefined, signal: never });
    const read = () => readFile(`${program}.step`, "utf8").catch(() => "");
    while ((await read()) === "") await sleep(10);
    const [act] = await childrenOf(process.pid, program);
    expect(act?.group).toBe(act?.pid);
    process.kill(act?.pid ?? 0, signal);
    expect(await report).toMatchObject({ conclusion: "failure" });
    expect(await isAlive(Number(await read()))).toBe(false);
    expect(existsSync(left)).toBe(false);
  },
);
