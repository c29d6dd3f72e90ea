import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measureSandbox } from "../../../bench/sandbox.ts";
import { openWantedSandbox } from "../../../src/agents/sandbox/open.ts";
import { openSandbox } from "../../../src/agents/sandbox/sandbox.ts";
import { setVariables } from "../../environment.ts";
import { proxy } from "./scene.ts";

const network = { hosts: ["api.example.com"], refused: [] };
const nowhere = {
  writable: [],
  readOnly: [],
  hidden: [],
  readable: [],
  brought: [],
  untraceable: false,
  home: "/",
  temp: "/",
};

test("that a sandbox prepared ahead does not work is told when a program enters it", async () => {
  const dir = mkdtempSync(join(tmpdir(), "milepost-prepare-"));
  const proxy = join(dir, "proxy.js");
  writeFileSync(proxy, "process.exit(3);");
  try {
    await using sandbox = openSandbox(proxy);
    sandbox.prepare(network);
    await expect(sandbox.enter(["true"], { ...network, ...nowhere })).rejects.toThrow(/does not work/);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test("a plan that says nothing of it needs a sandbox on a runner, and is told of its lack on a laptop", async () => {
  const dir = mkdtempSync(join(tmpdir(), "milepost-prepare-"));
  const proxy = join(dir, "proxy.js");
  writeFileSync(proxy, "process.exit(3);");
  const warned: string[] = [];
  const warn = (message: string) => warned.push(message);
  try {
    const onRunner = openWantedSandbox({}, { machine: "runner", warn }, proxy);
    await expect(onRunner).rejects.toThrow("programs on a runner need a sandbox");
    expect(await openWantedSandbox({}, { machine: "laptop", warn }, proxy)).toBeNull();
    expect(warned).toEqual([expect.stringContaining("WITHOUT A SANDBOX")]);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test("a benchmark of the sandbox where bubblewrap is missing says so, with the next step", async () => {
  using _ = setVariables({ PATH: "/nowhere" });
  await expect(measureSandbox(proxy)).rejects.toMatchObject({
    message: expect.stringContaining("the sandbox does not work here"),
    hint: expect.stringMatching(/bubblewrap|doctor/),
  });
});
