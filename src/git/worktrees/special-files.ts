import { join } from "node:path";
import { MilepostError } from "../../core/error.ts";
import { lookAt } from "../files.ts";
import { run } from "../git.ts";
import type { GitExit } from "../start.ts";
import { agentRepositoryOf } from "./agent-repository.ts";
import { fewSeenIn, type SeenEntry } from "./few-entries.ts";
import { removeFolder } from "./remove-folder.ts";

const pipesAndDevices = ["-type", "p", "-o", "-type", "s", "-o", "-type", "b", "-o", "-type", "c"];
const linkedObjects = ["-type", "l", "-path", "./.git/objects*"];

/** What is removed is named twice, which tells it from what is large. */
const deleteSpecialFiles = [
  ...["(", ...pipesAndDevices, "-o", ...linkedObjects, ")"],
  ...["-print0", "-print0", "-delete"],
];

/** Names the first folder or file that not even its owner may read, or remove something from. */
const nameClosed = [
  "(",
  "-type",
  "d",
  "!",
  "-perm",
  "-u=rwx",
  "-o",
  "-type",
  "f",
  "!",
  "-perm",
  "-u=r",
  ")",
  "-print",
  "-quit",
];

/** Names files of more bytes, each up to a NUL. */
const nameLarge = (bytes: number): string[] => [
  ...["-type", "f", "-size", `+${Math.floor(bytes)}c`],
  ...["!", "-path", "./.git/*", "-print0"],
];

/** What was in the way and is no more, and files that are large. */
interface Cleared {
  readonly removed: readonly string[];
  readonly large: readonly string[];
}

/**
 * Opens what a program closed in a worktree, and removes what it may have left there to hold up or mislead git: pipes,
 * sockets and devices, which git waits for where it looks for `.gitignore`, `.gitattributes` or an object; and in its
 * agent repository links instead of objects, and what leads to the objects of others. No git tracks any of it. Answers
 * what of that it removed, and what else is there of more than so many bytes.
 *
 * Where there is little it is seen here that nothing is to be done; else `find` walks folders however deep, and in a
 * fraction of the time that Node takes.
 *
 * @throws {MilepostError} when there is no `find`.
 */
export const clearSpecialFiles = async (
  worktree: string,
  bytes = Number.MAX_SAFE_INTEGER,
): Promise<Cleared> => {
  if (!lookAt(worktree)?.isDirectory()) return { removed: [], large: [] };
  const cleared = amongFew(worktree, bytes) ?? (await clearByFind(worktree, bytes));
  const objects = join(agentRepositoryOf(worktree), "objects");
  // Through a link the folder of somebody else would be removed.
  if ([agentRepositoryOf(worktree), objects].every((folder) => lookAt(folder)?.isDirectory()))
    await removeFolder(join(objects, "info"));
  return cleared;
};

/** The large files of a worktree with little in it; `null` when more is to be done than to name them, or when there is much. */
const amongFew = (worktree: string, bytes: number): Cleared | null => {
  const few = fewSeenIn(worktree);
  if (few === null || few.some(isInTheWay)) return null;
  const large = few.filter(
    ({ path, stats }) => stats.isFile() && stats.size > bytes && !path.startsWith(".git/"),
  );
  return { removed: [], large: large.map(({ path }) => path) };
};

/** What is removed or opened: as `deleteSpecialFiles` and `nameClosed` say. */
const isInTheWay = ({ path, stats }: SeenEntry): boolean => {
  if (stats.isDirectory()) return (stats.mode & 0o700) !== 0o700;
  if (stats.isSymbolicLink()) return path.startsWith(".git/objects");
  return !stats.isFile() || (stats.mode & 0o400) === 0;
};

const clearByFind = async (worktree: string, bytes: number): Promise<Cleared> => {
  const large = nameLarge(bytes);
  const { code, stdout } = await find(worktree, [...deleteSpecialFiles, "-o", ...nameClosed, "-o", ...large]);
  const named = [namedIn(stdout)];
  // What is closed is named last, and by a line.
  if (code !== 0 || stdout.endsWith("\n")) {
    await run("chmod", ["-R", "u+rwX", "--", worktree], { cwd: "/" });
    // When it still cannot walk all of it, neither can git.
    named.push(namedIn((await find(worktree, [...deleteSpecialFiles, "-o", ...large])).stdout));
  }
  return { removed: named.flatMap(({ twice }) => twice), large: named.at(-1)?.once ?? [] };
};

/** The paths that `find` named, each up to a NUL. */
const namedIn = (stdout: string): { readonly once: readonly string[]; readonly twice: readonly string[] } => {
  const paths = stdout
    .split("\0")
    .slice(0, -1)
    .map((path) => path.slice("./".length));
  const twice = new Set(paths.filter((path, at) => path === paths[at - 1]));
  return { once: paths.filter((path) => !twice.has(path)), twice: [...twice] };
};

const find = async (worktree: string, expression: readonly string[]): Promise<GitExit> => {
  const answer = await run("find", [".", ...expression], { cwd: worktree });
  if (answer.code !== "ENOENT") return answer;
  throw new MilepostError("there is no `find` to look for pipes with", {
    hint: "install findutils",
    cause: new Error(answer.reason),
  });
};
