import { join } from "node:path";
import { adapters } from "../../../src/agents/adapters/list.ts";
import { checkVersion, versionOf } from "../../../src/cli/doctor/versions.ts";
import { folder } from "../../agents/folder.ts";

test.each([
  ["claude", "1.0.60", "problem"],
  ["claude", "0.9.100", "problem"],
  ["claude", "2.0.0", "warning"],
  ["claude", "2.1.197", "ok"],
  ["claude", "2.1.1000", "ok"],
  ["codex", "0.44.0", "problem"],
  ["codex", "0.171.0", "ok"],
  ["gemini", "0.11.3", "problem"],
  ["opencode", "0.5.29", "problem"],
  ["copilot", "0.0.1", "warning"],
  ["aider", "0.86.2", "ok"],
] as const)("%s %s is found to be a(n) %s", (use, version, level) => {
  const { install } = adapters[use];
  const found = checkVersion("agent", adapters[use], version);
  expect(found).toEqual(level === "ok" ? null : expect.objectContaining({ level, fix: install }));
});

test.each([
  ["codex-cli 0.171.0", "0.171.0"],
  ["GitHub Copilot CLI 1.0.102.\nRun 'copilot update' to check for updates.", "1.0.102"],
  ["who knows", null],
] as const)("a program that says %j is of version %s", async (said, version) => {
  await using at = await folder();
  await at.script("program", `#!/bin/sh\nprintf '%s' "${said}"\n`);
  expect(await versionOf(join(at.dir, "program"))).toBe(version);
});

test("a program that fails at every start is no program that has no version", async () => {
  await using at = await folder();
  await at.script("program", "#!/bin/sh\necho 'Error: Node.js v22 is required' >&2\nexit 1\n");
  await expect(versionOf(join(at.dir, "program"))).rejects.toThrow(
    /does not start: Error: Node\.js v22 is required/,
  );
});
