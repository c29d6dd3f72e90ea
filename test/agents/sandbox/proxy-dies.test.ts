import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openSandbox } from "../../../src/agents/sandbox/sandbox.ts";
import { childrenOf, isAlive } from "../../children.ts";

/** A proxy whose sandbox is none: it answers each request with what it was asked to run. */
const program = `
process.on("disconnect", () => process.exit());
process.on("message", ({ type, id, command }) =>
  process.send(type === "enter" ? { type: "entered", id, command } : { type: "left", id, denied: [] }));
process.send({ type: "ready" });`;

let dir: string;
let proxy: string;

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "milepost-proxy-"));
  proxy = join(dir, "proxy.mjs");
  writeFileSync(proxy, program);
});
afterAll(() => rmSync(dir, { recursive: true }));

const network = { hosts: ["api.example.com"], refused: [] };
const policy = () => ({
  ...{ ...network, writable: [], readOnly: [], hidden: [], readable: [], brought: [] },
  ...{ home: join(dir, "home"), temp: join(dir, "temp"), untraceable: false },
});

const theProxy = async () => {
  const [child] = await childrenOf(process.pid, proxy);
  if (!child) throw new Error("there is no proxy process");
  return child;
};

const signals = ["SIGKILL", "SIGINT", "SIGTERM"] as const;

test.each(signals)("a proxy that dies of %s between two programs is replaced", async (signal) => {
  await using sandbox = openSandbox(proxy);
  await (await sandbox.enter(["true"], policy())).leave();
  const { pid } = await theProxy();
  process.kill(pid, signal);
  while (await isAlive(pid)) await sleep(10);
  const entered = await sandbox.enter(["true"], policy());
  expect(await entered.leave()).toEqual([]);
});

test("a proxy that dies while programs enter is replaced, once for all", async () => {
  await using sandbox = openSandbox(proxy);
  await (await sandbox.enter(["true"], policy())).leave();
  const { pid } = await theProxy();
  process.kill(pid, "SIGSTOP");
  const entering = [1, 2, 3].map(() => sandbox.enter(["true"], policy()));
  await sleep(50);
  process.kill(pid, "SIGKILL");
  for (const { leave } of await Promise.all(entering)) expect(await leave()).toEqual([]);
  expect(await childrenOf(process.pid, proxy)).toHaveLength(1);
});

test.each(signals)("a proxy that dies of %s under a program is told with what to do", async (signal) => {
  await using sandbox = openSandbox(proxy);
  const { leave } = await sandbox.enter(["true"], policy());
  const { pid } = await theProxy();
  process.kill(pid, signal);
  while (await isAlive(pid)) await sleep(10);
  await expect(leave()).rejects.toMatchObject({
    message: `the sandbox does not work: it ended with ${signal}`,
    hint: expect.stringContaining("run again"),
  });
});

test("what a proxy that was killed had started ends with it", async () => {
  const parent = join(dir, "parent.mjs");
  const start = `
    import { spawn } from "node:child_process";
    spawn("sleep", ["600"], { stdio: "ignore" });
    ${program}`;
  writeFileSync(parent, start);
  await using sandbox = openSandbox(parent);
  const { leave } = await sandbox.enter(["true"], policy());
  const [found] = await childrenOf(process.pid, parent);
  const [bridge] = await childrenOf(found?.pid ?? 0, "sleep");
  process.kill(found?.pid ?? 0, "SIGKILL");
  await expect(leave()).rejects.toThrow("SIGKILL");
  while (bridge && (await isAlive(bridge.pid))) await sleep(10);
  expect(bridge).toMatchObject({ command: "sleep 600" });
});
