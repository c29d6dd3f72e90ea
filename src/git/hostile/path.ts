import { filesAtOnce, type InPieces } from "../../gates/pieces.ts";

/** What is wrong with a path, as the end of a sentence; `null` when any machine can check it out safely. */
export const pathProblem = (path: string): string | null => {
  if (path.startsWith("/") || /^[a-z]:/i.test(path)) return "is absolute";
  if (path.length > 4096) return "is over 4,096 characters long";
  if (/\p{Cc}/u.test(path)) return "holds control characters";
  if (path.includes("\ufffd")) return "is not UTF-8";
  if (path.includes("\\")) return "holds a backslash, which is a separator elsewhere";
  const parts = path.split("/");
  if (parts.some((part) => part === "" || part === "." || part === "..")) return "leads out of its folder";
  if (parts.some(isDotGit)) return "leads into git's own folder";
  if (parts.some((part) => Buffer.byteLength(part) > 255)) return "has a name over 255 bytes long";
  return parts.some((part) => notOnWindows.test(part)) ? "has a name that Windows cannot check out" : null;
};

/** Names of devices, whatever ending they have; letters that mean something else; a last dot or space. */
const notOnWindows =
  /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)[ ]*(?:[.:].*)?$|[<>:"|?*]|[. ]$/i;

/** Whether a name means `.git` to a file system that ignores case, some characters (HFS+) or endings (NTFS). */
const isDotGit = (name: string): boolean => {
  const plain = fold(name)
    .replace(/:.*$/s, "")
    .replace(/[. ]+$/, "");
  return plain === ".git" || plain === "git~1";
};

/** The two paths that are one where case does not count and of which the change brings at least one, or `null`. */
export function* caseClashIn(
  added: ReadonlySet<string>,
  all: ReadonlySet<string>,
): InPieces<[string, string] | null> {
  const old = new Set<string>();
  yield* eachPiece(all, (path) => {
    if (!added.has(path)) for (const one of withFolders(path)) old.add(one);
    return null;
  });
  const byFold = new Map<string, string>();
  const among = yield* eachPiece<string, [string, string]>(added, (path) => {
    for (const one of withFolders(path)) {
      if (old.has(one)) continue;
      const other = byFold.get(fold(one));
      if (other !== undefined && other !== one) return [other, one];
      byFold.set(fold(one), one);
    }
    return null;
  });
  if (among !== null) return among;
  return yield* eachPiece<string, [string, string]>(old, (path) => {
    const other = byFold.get(fold(path));
    return other === undefined ? null : [path, other];
  });
}

/** The first that is found of any, in pieces. */
function* eachPiece<Thing, Found>(
  all: Iterable<Thing>,
  find: (one: Thing) => Found | null,
): InPieces<Found | null> {
  let seen = 0;
  for (const one of all) {
    const found = find(one);
    if (found !== null) return found;
    seen += 1;
    if (seen % filesAtOnce === 0) yield;
  }
  return null;
}

/** A path and the folders that it lies in. */
const withFolders = (path: string): string[] =>
  [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index)).concat(path);

/** What HFS+ ignores in names: git's utf8.c, next_hfs_char. */
const ignored = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;

const fold = (name: string): string => name.replace(ignored, "").normalize("NFC").toLowerCase();
