import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { memory } from "../folders.ts";

const built = (path: string): string => JSON.stringify(join(import.meta.dirname, "../../build/src", path));

/** Asks a forge of its own for a page, and says how that went and whether promises are followed before and after. */
const program = (dir: string): string => `
import { executionAsyncId } from "node:async_hooks";
import { get } from "node:http";
import { startForge } from ${built("forge/server.js")};
import { openPages } from ${built("web/open.js")};

const isFollowed = async () => {
  await null;
  const first = executionAsyncId();
  await null;
  return executionAsyncId() !== first;
};
const forge = await startForge({ dataDir: ${JSON.stringify(dir)}, pages: openPages });
const before = await isFollowed();
const { token } = forge.accounts.find(({ login }) => login === "owner");
const answer = await new Promise((resolve) => {
  const headers = { authorization: "Bearer " + token, accept: "text/html" };
  get(forge.url + "/-/plans", { headers }, (answer) => {
    answer.resume();
    answer.on("end", () => resolve(answer.statusCode));
  });
});
console.log(JSON.stringify({ before, answer, after: await isFollowed() }));
await forge[Symbol.asyncDispose]();
`;

test("a page that was looked at leaves no promise of the process followed", async () => {
  const dir = await mkdtemp(join(memory, "milepost-test-"));
  try {
    const args = ["--input-type=module", "--eval", program(dir)];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    expect(JSON.parse(stdout)).toEqual({ before: false, answer: 404, after: false });
  } finally {
    await rm(dir, { recursive: true });
  }
});
