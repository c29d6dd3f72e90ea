import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { MilepostError } from "../core/error.ts";

/** A file or folder that comes with the package, by its path there: the code runs from `src`, `build/src` and bundles. */
export const shipped = (path: string): string => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, path))) {
    const parent = dirname(folder);
    if (parent === folder) throw new MilepostError(`${path} is missing`, { hint: "install again" });
    folder = parent;
  }
  return join(folder, path);
};
