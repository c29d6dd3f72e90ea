import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { isAncestor } from "../facts/facts.ts";
import { readText } from "../files.ts";
import type { Hub } from "../repositories/hub.ts";

/**
 * Finds commits of the branch that `start` lacks, left by a run that ended early, and keeps a ref on them: each on one
 * of its own, so that no later attempt takes the place of an earlier one.
 *
 * Work whose files are those of `start` is not unfinished: it was published with other authors or messages.
 */
export const keepEarlier = async (hub: Hub, branch: string, start: string): Promise<string | null> => {
  const local = `refs/heads/${branch}`;
  const folder = `refs/milepost/earlier/${branch}`;
  if (!mayHold(hub, local, start) && !mayKeep(hub, folder)) return null;
  const { stdout } = await hub.git(["for-each-ref", "--format=%(refname) %(objectname)", local, folder]);
  const refs = stdout.split("\n").map((line) => toPair(line.split(" ")));
  const left = refs.find(([ref]) => ref === local)?.[1];
  const kept = refs.flatMap(([ref, sha]) => (ref.startsWith(`${folder}/`) ? [sha] : []));
  if (left && !kept.includes(left) && (await isUnfinished(hub, left, start))) {
    await keep(hub, `${folder}/${String(kept.length + 1).padStart(6, "0")}`, left);
    return left;
  }
  const last = kept.at(-1);
  return last && (await isUnfinished(hub, last, start)) ? last : null;
};

const toPair = ([ref = "", sha = ""]: string[]): [string, string] => [ref, sha];

/** Answers the common case without starting git: no such ref, or one at `start`. */
const mayHold = (hub: Hub, ref: string, start: string): boolean => {
  const loose = readText(join(hub.dir, ref))?.trim() ?? null;
  if (loose !== null) return loose !== start;
  return isPacked(hub, ` ${ref}\n`);
};

const mayKeep = (hub: Hub, folder: string): boolean =>
  existsSync(join(hub.dir, folder)) || isPacked(hub, ` ${folder}/`);

const isPacked = (hub: Hub, name: string): boolean =>
  readText(join(hub.dir, "packed-refs"))?.includes(name) ?? false;

const isUnfinished = async (hub: Hub, sha: string, start: string): Promise<boolean> => {
  if (!(await isWhole(hub, sha, start)) || (await isAncestor(hub.git, sha, start))) return false;
  const { exitCode } = await hub.git(["diff-tree", "--quiet", sha, start], { ok: [1] });
  return exitCode === 1;
};

/** What it rests on was the publisher's, and may be gone with it: then no git can read it. */
const isWhole = async (hub: Hub, sha: string, start: string): Promise<boolean> => {
  const { exitCode } = await hub.git(["rev-list", "--quiet", "--objects", sha, `^${start}`], { ok: [128] });
  return exitCode === 0;
};

const keep = async (hub: Hub, ref: string, sha: string): Promise<void> => {
  await rm(join(hub.dir, `${ref}.lock`), { force: true });
  await hub.git(["update-ref", ref, sha]);
};
