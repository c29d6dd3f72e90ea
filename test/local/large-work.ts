import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { manyFiles } from "../gates/split/large.ts";
import type { World } from "./world.ts";

/** Puts what checks modules into the base; answers shell code by which an agent writes 2,638 lines for one todo. */
export const writesMuch = (world: World, todo: string): string => {
  const { before, after } = manyFiles();
  write(world.repo, before);
  world.git("add", "--all");
  world.git("commit", "--quiet", "--message=What checks");
  write(join(world.dir, "after"), after);
  return `echo "$MILEPOST_TODO" >> ${world.dir}/worked
if [ "$MILEPOST_TODO $MILEPOST_ROUND" = "${todo} 1" ]; then cp -R ${world.dir}/after/. .; fi`;
};

const write = (folder: string, files: Readonly<Record<string, string>>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
};
