import { mkdir, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { MilepostError } from "../../core/error.ts";
import { lookAt, orNullIfMissing, replaceFile } from "../../git/files.ts";

/** Writes a plan; the folder that it made for it, `null` where it was there. */
export const save = async (output: string, text: string, force: boolean): Promise<string | null> => {
  const made = await makeFolder(dirname(output));
  try {
    const there = force ? lookAt(output) : null;
    // A link, a pipe or a terminal stays what it is.
    if (there?.isFile()) replaceFile(output, text, there.mode);
    else await writeFile(output, text, { flag: force ? "w" : "wx" });
  } catch (cause) {
    throw unwritable(output, cause);
  }
  return made;
};

/** Refuses a file that is there already, before a program is asked for what goes into it. */
export const refuseExisting = async ({ output = "-", force = false }: Output): Promise<void> => {
  if (output !== "-" && !force && (await orNullIfMissing(stat(output))) !== null) throw existing(output);
};

interface Output {
  readonly output?: string;
  readonly force?: boolean;
}

const existing = (path: string): MilepostError =>
  new MilepostError(`${path} is there already`, {
    hint: "name another file with --output, or overwrite it with --force",
  });

/** Makes one folder, not those above it: a path that is not there may be misspelt. */
const makeFolder = async (folder: string): Promise<string | null> => {
  try {
    await mkdir(folder);
    return folder;
  } catch (cause) {
    if (codeIn(cause) === "EEXIST") return null;
    if (codeIn(cause) !== "ENOENT") throw unwritable(folder, cause);
    throw new MilepostError(`there is no folder ${dirname(folder)}`, {
      hint: "make it first, or name another file with --output",
      cause,
    });
  }
};

const unwritable = (path: string, cause: unknown): MilepostError => {
  switch (codeIn(cause)) {
    case "EEXIST":
      return existing(path);
    case "EISDIR":
      return new MilepostError(`${path} is a folder`, { hint: "name a file in it with --output" });
    default:
      return new MilepostError(`${path} cannot be written`, {
        hint: "name another file with --output",
        cause,
      });
  }
};

const codeIn = (cause: unknown): unknown => (cause instanceof Error && "code" in cause ? cause.code : "");
