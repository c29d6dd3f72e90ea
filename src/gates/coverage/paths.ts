/** A path with `/` between its parts, no `.`, no empty part, and `..` only at the start; a drive letter is small. */
export const normalPath = (path: string): string => {
  const slashed = path.replaceAll("\\", "/").replace(/^[A-Z]:/, (drive) => drive.toLowerCase());
  const parts: string[] = [];
  for (const part of slashed.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else parts.push(part);
  }
  return (slashed.startsWith("/") ? "/" : "") + parts.join("/");
};

/** Of a normal path. */
export const isAbsolute = (path: string): boolean => /^(?:\/|[a-z]:(?:\/|$))/.test(path);

/** Where a path lies that starts from a folder, unless it is absolute; `""` is the repository's root. */
export const within = (folder: string, path: string): string => {
  const normal = normalPath(path);
  return folder === "" || isAbsolute(normal) ? normal : normalPath(`${folder}/${normal}`);
};

/** The rest of a path below a folder; `null` when it lies elsewhere. */
export const below = (folder: string, path: string): string | null => {
  if (folder === "") return path;
  const start = folder.endsWith("/") ? folder : `${folder}/`;
  return path.startsWith(start) ? path.slice(start.length) : null;
};

/** The folders that a path lies in, the nearest first, the root `""` last. */
export const foldersOf = (path: string): string[] => {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, parts.length - index).join("/")).concat("");
};

/** The ends of a path after each of its slashes, the longest first. */
export function* endsOf(path: string): Generator<string> {
  for (let slash = path.indexOf("/"); slash !== -1; slash = path.indexOf("/", slash + 1)) {
    yield path.slice(slash + 1);
  }
}

export const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** The folder that a path lies in; `""` is the root. */
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));
