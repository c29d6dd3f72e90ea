import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { replaceFile } from "../git/files.ts";

const addressSchema = z.object({
  url: z.url(),
  owner: z.string(),
  repo: z.string(),
  bot: z.string(),
  person: z.string(),
  /** Who has the forge open. */
  holder: z.enum(["run", "board"]).default("run"),
});

/** Where other commands reach the forge that a run or a board has open, and with which tokens. */
export type ForgeAddress = z.output<typeof addressSchema>;

/** What Milepost keeps of a repository: its folder. */
interface Folder {
  readonly dir: string;
}

const fileIn = ({ dir }: Folder): string => join(dir, "forge.json");

/** Lets other commands reach the forge, until it is disposed of. */
export const announceForge = async (home: Folder, address: ForgeAddress): Promise<AsyncDisposable> => {
  const file = fileIn(home);
  replaceFile(file, JSON.stringify(address), 0o600);
  return { [Symbol.asyncDispose]: () => rm(file, { force: true }) };
};

/** What was announced last: one that was killed leaves its address behind, where nobody answers. */
export const announcedForge = (home: Folder): ForgeAddress | null => {
  try {
    return addressSchema.parse(JSON.parse(readFileSync(fileIn(home), "utf8")));
  } catch {
    return null;
  }
};
