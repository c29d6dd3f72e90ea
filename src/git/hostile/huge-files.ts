import { join } from "node:path";
import { shown } from "../../gates/words.ts";
import { lookAt } from "../files.ts";
import type { Git } from "../git.ts";
import type { HandOffLimits } from "./limits.ts";
import { refusal } from "./refusal.ts";

export const megabyte = 1024 * 1024;

type Limits = Pick<HandOffLimits, "blobMegabytes">;

/** Refuses a file over the limit by its name; sizes are those that a reader of it sees, however little it takes on a disk. */
export const refuseHugeFile = (
  { path, bytes }: { path: string; bytes: number },
  { blobMegabytes }: Limits,
): void => {
  const megabytes = bytes / megabyte;
  if (megabytes <= blobMegabytes) return;
  throw refusal(`${shown(path)} has ${Math.ceil(megabytes)} MB, at most ${blobMegabytes} are taken`, {
    hint: "take the file out of the commits, or raise `limits.blobMegabytes` in the plan",
  });
};

/**
 * Refuses files of a worktree that git would take in, or read for its settings, and that are over the limit, before git
 * reads any of them: a file of many gigabytes costs whoever makes it nothing.
 *
 * `index` is one that a program left, which may name files that are ignored.
 */
export const refuseHugeFiles = async (
  git: Git,
  { root, index, huge }: { root: string; index: string | null; huge: readonly string[] },
  limits: Limits,
): Promise<void> => {
  if (huge.length === 0) return;
  const list = async (kinds: readonly string[], env: Record<string, string> = {}) => {
    const { stdout } = await git(["ls-files", "-z", ...kinds], { env, ok: [128] });
    return new Set(stdout.split("\0"));
  };
  const settings = huge.filter((path) => /(?:^|\/)\.git[^/]*$/.test(path));
  for (const path of settings) refuseHugeFile({ path, bytes: sizeOf(root, path) }, limits);
  const changed = await list(["--others", "--modified", "--exclude-standard"]);
  const known = await list(["--cached"]);
  const named = index === null ? new Set<string>() : await list(["--cached"], { GIT_INDEX_FILE: index });
  const taken = huge.filter((path) => changed.has(path) || (named.has(path) && !known.has(path)));
  for (const path of taken) refuseHugeFile({ path, bytes: sizeOf(root, path) }, limits);
};

const sizeOf = (root: string, path: string): number => lookAt(join(root, path))?.size ?? 0;
