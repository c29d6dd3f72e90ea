import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { MilepostError } from "../../core/error.ts";
import { lookAt, orNullIfMissing } from "../files.ts";
import type { Git } from "../git.ts";
import { type SubmoduleAt, submoduleAt } from "./agent-repository.ts";

/** Where a worktree is, and its entry in the hub. */
interface Place {
  readonly path: string;
  readonly gitDir: string;
}

/** A submodule in a worktree: its path, its commit by the index, and the repository that is in it, if there is one. */
interface Submodule {
  readonly path: string;
  readonly sha: string;
  readonly at: SubmoduleAt | null;
}

/**
 * Brings the commits that submodules are at into the index, and answers their paths. Git itself would run `git status`
 * in each, with the filters that the agent set in it.
 *
 * @throws {MilepostError} when files in one are changed: no commit of this repository holds them.
 */
export const addSubmodules = async (git: Git, worktree: Place): Promise<string[]> => {
  const all = await submodulesIn(git, worktree);
  for (const one of all) refuseChanges(one.path, await changesIn(git, worktree, one));
  const lines = all.flatMap(({ path, at }) => (at ? [`160000 ${at.head}\t${path}\0`] : []));
  if (lines.length > 0) await git(["update-index", "-z", "--index-info"], { input: lines.join("") });
  return all.map(({ path }) => path);
};

/** Whether a worktree's submodules are as its index has them, so that the next agent can go on in it. */
export const areAsIndexed = async (git: Git, worktree: Place): Promise<boolean> => {
  for (const one of await submodulesIn(git, worktree)) {
    if (one.at && one.at.head !== one.sha) return false;
    if ((await changesIn(git, worktree, one)).length > 0) return false;
  }
  return true;
};

const submodulesIn = async (git: Git, { path, gitDir }: Place): Promise<Submodule[]> => {
  if (!(await readFile(join(gitDir, "index"))).includes(submoduleMode)) return [];
  const { stdout } = await git(["ls-files", "--stage", "-z"]);
  const links = stdout.split("\0").filter((line) => line.startsWith("160000 "));
  const shas = new Map(links.map((line) => [line.slice(line.indexOf("\t") + 1), line.split(" ")[1] ?? ""]));
  return [...shas]
    .filter(([name]) => lookAt(join(path, name))?.isDirectory())
    .map(([name, sha]) => ({ path: name, sha, at: submoduleAt(path, name) }));
};

/** The mode of a submodule as an index holds it, whatever its version: gitformat-index(5). */
const submoduleMode = Buffer.from([0x00, 0x00, 0xe0, 0x00]);

const refuseChanges = (path: string, [first]: readonly string[]): void => {
  if (first === undefined) return;
  throw new MilepostError(
    `the agent changed files in the submodule ${path}, such as ${first}: no commit of this repository can hold them`,
    {
      hint: "change them in the submodule's own repository and move the submodule by hand, or make its files part of this one",
    },
  );
};

/** Looked for by our own settings, and by none of the submodule's. */
const changesIn = async (
  git: Git,
  { path: top, gitDir }: Place,
  { path, at }: Submodule,
): Promise<string[]> => {
  if (!at) return (await orNullIfMissing(readdir(join(top, path)))) ?? [];
  const index = join(gitDir, "index.submodule");
  const env = {
    GIT_INDEX_FILE: index,
    GIT_WORK_TREE: join(top, path),
    GIT_ALTERNATE_OBJECT_DIRECTORIES: JSON.stringify(at.objects),
  };
  const there = { cwd: join(top, path), env };
  await git(["read-tree", at.head], there);
  const kinds = ["--modified", "--deleted", "--others", "--exclude-standard"];
  const { stdout } = await git(["ls-files", "-z", ...kinds], there);
  await rm(index, { force: true });
  return stdout.split("\0").filter((name) => name !== "");
};
