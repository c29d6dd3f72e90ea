import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSandbox } from "../../../src/agents/sandbox/sandbox.ts";

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
