import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Git } from "../git.ts";
import { fsckReasonOf } from "../hostile/fsck-reason.ts";
import { refuseHugeFile } from "../hostile/huge-files.ts";
import { type HandOffLimits, handOffLimits } from "../hostile/limits.ts";
import { refusal } from "../hostile/refusal.ts";
import type { Hub } from "../repositories/hub.ts";

/** Commits to copy, those that are here, and the most that a file of them may hold. */
interface Wanted {
  readonly wanted: readonly string[];
  readonly known: readonly string[];
  readonly limits?: Pick<HandOffLimits, "blobMegabytes">;
}

/**
 * Copies commits, and all that they need beyond the known ones, out of a folder of objects into the hub.
 *
 * The folder is an agent's: it is read by git with our settings only, and what arrives is named anew by its content,
 * so that nothing can pass for another object.
 *
 * @throws {MilepostError} when something that the commits need is missing or damaged.
 */
export const takeIn = async (
  hub: Hub,
  objects: string,
  { wanted, known, limits = handOffLimits }: Wanted,
): Promise<void> => {
  const missing = wanted.filter((sha) => !known.includes(sha));
  if (missing.length === 0) return;
  const revisions = [...missing, ...known.map((sha) => `^${sha}`)].map((line) => `${line}\n`).join("");
  // Git moves the file there from its own folder, which it cannot between two disks.
  await refuseHugeObjects(hub.git, { revisions, objects }, limits);
  const dir = await mkdtemp(join(hub.dir, "objects/milepost-pack-"));
  try {
    const { stdout } = await hub.git(
      ["pack-objects", "--revs", "--quiet", "--delta-base-offset", join(dir, "pack")],
      // The file is read at once and then removed.
      { input: revisions, env: borrowed(objects), config: { "core.fsync": "none" } },
    );
    const file = join(dir, `pack-${stdout.trim()}.pack`);
    await hub.git(["index-pack", "--stdin", "--strict"], { input: { file, from: 0 } });
  } catch (cause) {
    const reason = fsckReasonOf(cause);
    if (reason === null) throw cause;
    throw refusal(`its commits cannot be read: ${reason}`, { cause });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};

/** Asked of what stands above each file's content, before git reads any of them. */
const refuseHugeObjects = async (
  git: Git,
  { revisions, objects }: { revisions: string; objects: string },
  limits: Pick<HandOffLimits, "blobMegabytes">,
): Promise<void> => {
  const filter = `--filter=blob:limit=${Math.floor(limits.blobMegabytes * 1024 * 1024) + 1}`;
  const lists = (options: readonly string[]) =>
    git(["rev-list", "--objects", ...options, "--stdin"], {
      input: revisions,
      env: borrowed(objects),
      // What cannot be read is told by whoever copies it.
      ok: "any",
    });
  const { stdout: omitted } = await lists([filter, "--filter-print-omitted", "--no-object-names"]);
  const sha = /^~([0-9a-f]{40})$/m.exec(omitted)?.[1];
  if (sha === undefined) return;
  const { stdout: named } = await lists([]);
  const path = named
    .split("\n")
    .find((line) => line.startsWith(sha))
    ?.slice(sha.length + 1);
  const { stdout: size } = await git(["cat-file", "-s", sha], { env: borrowed(objects) });
  refuseHugeFile({ path: path || sha, bytes: Number(size) }, limits);
};

/** Lets one git read these objects beside its own; the quotes allow a colon in the path: git(1). */
export const borrowed = (objects: string): Record<string, string> => ({
  GIT_ALTERNATE_OBJECT_DIRECTORIES: `"${objects.replace(/["\\]/g, "\\$&")}"`,
});
