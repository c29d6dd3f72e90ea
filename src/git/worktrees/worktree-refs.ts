import { rm } from "node:fs/promises";
import { join } from "node:path";
import { isAncestor } from "../facts/facts.ts";
import { readText } from "../files.ts";
import type { Hub } from "../repositories/hub.ts";

/**
 * Finds commits of the branch that `start` lacks, left by a run that ended early, and keeps a ref on them.
 *
 * Work whose files are those of `start` is not unfinished: it was published with other authors or messages.
 */
export async function keepEarlier(hub: Hub, branch: string, start: string): Promise<string | null> {
  const local = `refs/heads/${branch}`;
  const kept = `refs/milepost/earlier/${branch}`;
  if (!mayHold(hub, local, start) && !mayHold(hub, kept, start)) return null;
  const { stdout } = await hub.git(["for-each-ref", "--format=%(refname) %(objectname)", local, kept]);
  const found = new Map(stdout.split("\n").map((line) => toPair(line.split(" "))));
  for (const ref of [local, kept]) {
    const sha = found.get(ref);
    if (!sha || !(await isUnfinished(hub, sha, start))) continue;
    if (ref === local) await keep(hub, kept, sha);
    return sha;
  }
  return null;
}

const toPair = ([ref = "", sha = ""]: string[]): [string, string] => [ref, sha];

/** Answers the common case without starting git: no such ref, or one at `start`. */
function mayHold(hub: Hub, ref: string, start: string): boolean {
  const loose = readText(join(hub.dir, ref))?.trim() ?? null;
  if (loose !== null) return loose !== start;
  return readText(join(hub.dir, "packed-refs"))?.includes(` ${ref}\n`) ?? false;
}

async function isUnfinished(hub: Hub, sha: string, start: string): Promise<boolean> {
  if (await isAncestor(hub.git, sha, start)) return false;
  const { exitCode } = await hub.git(["diff-tree", "--quiet", sha, start], { ok: [1] });
  return exitCode === 1;
}

async function keep(hub: Hub, ref: string, sha: string): Promise<void> {
  await rm(join(hub.dir, `${ref}.lock`), { force: true });
  await hub.git(["update-ref", ref, sha]);
}
