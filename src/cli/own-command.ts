import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { shellWord } from "../core/shell-word.ts";

/** How this program is started again from the person's shell: by its name only where that is found there. */
export const ownCommand = (started: string, path: string): string => {
  // What npx puts on the path is gone when it ends.
  if (/[\\/]_npx[\\/]/.test(started)) return "npx milepost";
  const isFound = path.split(delimiter).some((folder) => existsSync(join(folder, "milepost")));
  return isFound ? "milepost" : `node ${shellWord(started)}`;
};
