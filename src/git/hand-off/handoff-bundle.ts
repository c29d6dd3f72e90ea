import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { MilepostError } from "../../core/error.ts";
import { smallPack } from "../objects/pack.ts";
import { gitIn, type Worktree } from "../worktrees/worktree.ts";
import { readBundleHeader } from "./bundle.ts";

/**
 * Writes the commits from the worktree's start to `head` into a bundle file with one ref, over what a killed run
 * may have left there.
 *
 * @throws {MilepostError} when there are none, or HEAD is not at `head`.
 */
export const bundle = async (worktree: Worktree, head: string, file: string): Promise<void> => {
  if (head === worktree.start) {
    throw new MilepostError(`there is nothing to hand over: the work is still at ${head}`);
  }
  await mkdir(dirname(file), { recursive: true });
  await rm(`${file}.lock`, { force: true });
  const { start, hub } = worktree;
  const pack = await smallPack(hub.git, start, head);
  if (pack) {
    const header = `# v2 git bundle\n-${start}\n${head} HEAD\n\n`;
    await writeFile(`${file}.lock`, Buffer.concat([Buffer.from(header), pack]));
    await rename(`${file}.lock`, file);
    return;
  }
  await gitIn(worktree)(["bundle", "create", "--quiet", "--version=2", file, `${worktree.start}..HEAD`]);
  const { refs } = await readBundleHeader(file);
  if (refs[0]?.sha !== head) {
    throw new MilepostError(`the worktree moved from ${head} to ${refs[0]?.sha} while it was handed over`, {
      hint: "a program of the agent may still be running; run the todo again",
    });
  }
};
