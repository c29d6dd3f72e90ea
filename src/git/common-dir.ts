import { join, resolve } from "node:path";
import { readText } from "./files.ts";

/** The folder that a repository shares with its worktrees: gitrepository-layout(5), "commondir". */
export const commonDirOf = (gitDir: string): string => {
  const common = readText(join(gitDir, "commondir"))?.trim();
  return common ? resolve(gitDir, common) : gitDir;
};
