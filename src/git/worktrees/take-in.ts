import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fsckReasonOf } from "../hostile/fsck-reason.ts";
import { refusal } from "../hostile/refusal.ts";
import type { Hub } from "../repositories/hub.ts";

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
  { wanted, known }: { wanted: readonly string[]; known: readonly string[] },
): Promise<void> => {
  const missing = wanted.filter((sha) => !known.includes(sha));
  if (missing.length === 0) return;
  const revisions = [...missing, ...known.map((sha) => `^${sha}`)].map((line) => `${line}\n`).join("");
  // Git moves the file there from its own folder, which it cannot between two disks.
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

/** Lets one git read these objects beside its own; the quotes allow a colon in the path: git(1). */
export const borrowed = (objects: string): Record<string, string> => ({
  GIT_ALTERNATE_OBJECT_DIRECTORIES: `"${objects.replace(/["\\]/g, "\\$&")}"`,
});
