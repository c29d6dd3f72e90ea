import { PassThrough } from "node:stream";
import type { Hub } from "../repositories/hub.ts";

/**
 * Copies commits, and all that they need beyond the known ones, out of a folder of objects into the hub.
 *
 * The folder is an agent's: it is read by git with our settings only, and what arrives is named anew by its content,
 * so that nothing can pass for another object.
 *
 * @throws {MilepostError} when something that the commits need is missing or damaged.
 */
export async function takeIn(
  hub: Hub,
  objects: string,
  { wanted, known }: { wanted: readonly string[]; known: readonly string[] },
): Promise<void> {
  const missing = wanted.filter((sha) => !known.includes(sha));
  if (missing.length === 0) return;
  const revisions = [...missing, ...known.map((sha) => `^${sha}`)].map((line) => `${line}\n`).join("");
  const pack = new PassThrough();
  const packing = hub.git(["pack-objects", "--revs", "--stdout", "--quiet", "--delta-base-offset"], {
    input: revisions,
    env: borrowed(objects),
    onOutput: (chunk) => pack.write(chunk),
  });
  await Promise.all([
    packing.finally(() => pack.end()),
    hub.git(["index-pack", "--stdin", "--strict"], { input: pack }),
  ]);
}

/** Lets one git read these objects beside its own; the quotes allow a colon in the path: git(1). */
export const borrowed = (objects: string): Record<string, string> => ({
  GIT_ALTERNATE_OBJECT_DIRECTORIES: `"${objects.replace(/["\\]/g, "\\$&")}"`,
});
