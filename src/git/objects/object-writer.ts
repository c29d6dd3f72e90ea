import { createHash, randomUUID } from "node:crypto";
import { mkdir, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { deflateSync } from "node:zlib";

/**
 * Stores a loose object in a repository's folder and returns its sha: a header and the content, deflated, under the
 * name of their SHA-1 (gitrepository-layout(5)).
 */
export const storeObject = async (
  dir: string,
  type: "blob" | "commit" | "tag" | "tree",
  content: string | Uint8Array,
): Promise<string> => {
  const bytes = Buffer.from(content);
  const whole = Buffer.concat([Buffer.from(`${type} ${bytes.length}\0`), bytes]);
  const sha = createHash("sha1").update(whole).digest("hex");
  const folder = join(dir, "objects", sha.slice(0, 2));
  const file = join(folder, sha.slice(2));
  if (await isThere(file)) return sha;
  await mkdir(folder, { recursive: true });
  // Git takes away what is left of a file of this name.
  const draft = join(folder, `tmp_obj_${randomUUID()}`);
  await writeFile(draft, deflateSync(whole), { mode: 0o444 });
  await rename(draft, file);
  return sha;
};

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );
