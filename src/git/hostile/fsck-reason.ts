import { MilepostError } from "../../core/error.ts";

/** The same from the error of the git command that found it. */
export const fsckReasonOf = (error: unknown): string | null =>
  error instanceof MilepostError && error.cause instanceof Error ? fsckReason(error.cause.message) : null;

/** What is wrong with an object, in words, from what git's checks wrote; `null` when they named nothing. */
export const fsckReason = (said: string): string | null => {
  if (/did not receive expected object|missing (?:blob|tree|commit)|bad object|unresolved delta/.test(said)) {
    return "an object that it needs is missing";
  }
  const id = /^(?:error|warning): object [0-9a-f]{40}: (\w+):/m.exec(said)?.[1];
  if (id === undefined) return null;
  return reasons.get(id) ?? id;
};

/** Git's names of what it finds: git-fsck(1), "FSCK MESSAGES". */
const reasons = new Map([
  ["hasDot", "a path holds `.`"],
  ["hasDotdot", "a path holds `..`"],
  ["hasDotgit", "a path holds `.git`"],
  ["fullPathname", "a name holds `/`"],
  ["emptyName", "a name is empty"],
  ["badTree", "a folder cannot be read"],
  ["nullSha1", "a tree names no object"],
  ["duplicateEntries", "a folder holds the same name twice"],
  ["treeNotSorted", "a folder is out of order"],
  ["badFilemode", "a file has a mode that git does not know"],
  ["zeroPaddedFilemode", "a file's mode begins with a zero"],
  ["gitmodulesSymlink", "`.gitmodules` is a link"],
  ["gitmodulesUrl", "`.gitmodules` names a dangerous address"],
  ["gitmodulesPath", "`.gitmodules` names a dangerous path"],
  ["gitmodulesName", "`.gitmodules` holds a dangerous name"],
]);
