import { chmod, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Folder extends AsyncDisposable {
  readonly dir: string;
  /** Writes an executable script and returns its path. */
  script(name: string, text: string, mode?: number): Promise<string>;
}

/** A folder that is removed at the end. */
export const folder = async (): Promise<Folder> => {
  const dir = await realpath(await mkdtemp(join(tmpdir(), "milepost-agents-")));
  return {
    dir,
    script: async (name, text, mode = 0o755) => {
      await writeFile(join(dir, name), text);
      await chmod(join(dir, name), mode);
      return join(dir, name);
    },
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }),
  };
};
