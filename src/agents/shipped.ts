import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { MilepostError } from "../core/error.ts";

/**
 * A file or folder that comes with the package, by its path there, or by another where a checkout has it: the code runs
 * from `src`, `build/src` and bundles.
 */
export const shipped = (path: string, ...orElse: readonly string[]): string => {
  for (const one of [path, ...orElse]) {
    const found = above(one);
    if (found !== null) return found;
  }
  throw new MilepostError(`${path} is missing`, { hint: "install again" });
};

const above = (path: string): string | null => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, path))) {
    const parent = dirname(folder);
    if (parent === folder) return null;
    folder = parent;
  }
  return join(folder, path);
};
