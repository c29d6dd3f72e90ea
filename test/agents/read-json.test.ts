import { execFileSync } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readOutcome } from "../../src/agents/outcome.ts";
import { readJson } from "../../src/agents/read-json.ts";
import { verdictSchema } from "../../src/core/verdict/verdict.ts";
import { folder } from "./folder.ts";

test("an outcome is read, and none is no error", async () => {
  await using at = await folder();
  const file = join(at.dir, "outcome.json");
  expect(await readOutcome(file)).toBeNull();
  await writeFile(file, '{"outcome":"done"}\n');
  expect(await readOutcome(file)).toEqual({ outcome: "done", summary: "", wants: [] });
});

const outcomeThatWants = (...wants: string[]): string => JSON.stringify({ outcome: "blocked", wants });

test.each<[string, string, (file: string) => Promise<unknown> | unknown]>([
  ["no JSON", "the agent's outcome is not JSON", (file) => writeFile(file, "done")],
  ["empty", "is not JSON", (file) => writeFile(file, "")],
  ["of an unknown outcome", "outcome: ", (file) => writeFile(file, '{"outcome":"perfect"}')],
  ["of an unknown key", "nope", (file) => writeFile(file, '{"outcome":"done","nope":1}')],
  ["of a path that leads out", "wants[0]: a path", (file) => writeFile(file, outcomeThatWants("../a"))],
  ["of an absolute path", "wants[0]: a path", (file) => writeFile(file, outcomeThatWants("/etc/hosts"))],
  [
    "of a path in git's own folder",
    "wants[0]: a path",
    (file) => writeFile(file, outcomeThatWants(".git/hooks")),
  ],
  ["of too many paths", "wants: ", (file) => writeFile(file, outcomeThatWants(...Array(51).fill("a")))],
  ["over 1 MiB", "over 1 MiB", (file) => writeFile(file, `"${"x".repeat(1024 * 1024)}"`)],
  ["not UTF-8", "cannot be read", (file) => writeFile(file, Buffer.from([0xff, 0xfe]))],
  ["a folder", "not a plain file", (file) => mkdir(file)],
  ["a link", "cannot be read", (file) => symlink("/etc/hostname", file)],
  ["a pipe", "not a plain file", (file) => execFileSync("mkfifo", [file])],
  ["endless", "cannot be read", (file) => symlink("/dev/zero", file)],
])("an outcome file that is %s is refused", async (_, message, make) => {
  await using at = await folder();
  const file = join(at.dir, "outcome.json");
  await make(file);
  await expect(readOutcome(file)).rejects.toThrow(message);
});

test("a verdict's errors name their places", async () => {
  await using at = await folder();
  const file = join(at.dir, "verdict.json");
  const findings = [{ path: "a", line: 0, body: "x", severity: "blocking" }];
  await writeFile(file, JSON.stringify({ decision: "maybe", summary: "", findings }));
  const read = readJson(file, verdictSchema, "the reviewer's verdict");
  await expect(read).rejects.toThrow(
    /^the reviewer's verdict is not as agreed: decision: .*; findings\[0\]\.line: /,
  );
});
