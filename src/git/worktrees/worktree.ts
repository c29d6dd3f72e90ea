import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, lstat, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { MilepostError } from "../../core/error.ts";
import { orNullIfMissing, readText, writeIfOther } from "../files.ts";
import { type Git, gitAt } from "../git.ts";
import type { Hub } from "../repositories/hub.ts";
import {
  agentRepositoryOf,
  type BorrowedBase,
  isAgentRepository,
  layAgentRepository,
  readAgentRepository,
} from "./agent-repository.ts";
import { isAsTracked } from "./as-tracked.ts";
import { removeFolder, removeTree } from "./remove-folder.ts";
import { clearSpecialFiles } from "./special-files.ts";
import { areAsIndexed } from "./submodules.ts";
import { takeIn } from "./take-in.ts";
import { keepEarlier } from "./worktree-refs.ts";

/** A checkout of the hub in which one agent or reviewer works. */
export interface Worktree {
  readonly hub: Hub;
  readonly path: string;
  /** Its entry in the hub, HEAD and index, which is ours: its agent has an agent repository instead. */
  readonly gitDir: string;
  /** `null` when HEAD is detached, for a review. */
  readonly branch: string | null;
  /** The commit that the work begins at. */
  readonly start: string;
  /** What agents see as `origin/<name>`. */
  readonly base: readonly BorrowedBase[];
  /** Head of unfinished work on the branch that is not in `start`; `null` when there is none. */
  readonly earlier: string | null;
}

/**
 * Makes or reuses the worktree at `path`: afterwards HEAD is `branch` at `start`, index and files agree with it,
 * and of the untracked files only ignored ones are left.
 *
 * Whatever a crash or an agent left there is put right. Commits of the branch that are not in `start` are kept
 * and named by `earlier`.
 */
export const prepareWorktree = async (
  hub: Hub,
  wanted: { path: string; branch: string; start: string; base?: readonly BorrowedBase[] },
): Promise<Worktree> => {
  const { path, branch, start, base = [] } = wanted;
  hub.restore();
  await rescueWork(hub, path);
  const earlier = await keepEarlier(hub, branch, start);
  await rm(join(hub.dir, `refs/heads/${branch}.lock`), { force: true });
  const gitDir = await checkOut(hub, path, { head: `ref: refs/heads/${branch}`, start });
  await layAgentRepository({ hub, path, gitDir, branch, base }, start);
  return { hub, path, gitDir, branch, start, base, earlier };
};

/** The same for a reviewer: a detached checkout of the commit under review. */
export const prepareReviewTree = async (
  hub: Hub,
  wanted: { path: string; sha: string },
): Promise<Worktree> => {
  const { path, sha } = wanted;
  hub.restore();
  if (await isFolder(gitDirOf(hub, path))) await clearSpecialFiles(path);
  const gitDir = await checkOut(hub, path, { head: sha, start: sha });
  await layAgentRepository({ hub, path, gitDir, branch: null, base: [] }, sha);
  return { hub, path, gitDir, branch: null, start: sha, base: [], earlier: null };
};

/** Removes folder and entry; the commits stay in the hub. */
export const removeWorktree = async ({ hub, path }: Pick<Worktree, "hub" | "path">): Promise<void> => {
  hub.restore();
  await rescueWork(hub, path);
  await removeTree(path);
  await removeFolder(gitDirOf(hub, path));
};

/** Brings commits that a run which broke off left in the worktree's agent repository into the hub, on the worktree's branch. */
const rescueWork = async (hub: Hub, path: string): Promise<void> => {
  const ref = branchRefIn(gitDirOf(hub, path));
  const known = ref === null ? null : readText(join(hub.dir, ref))?.trim();
  if (ref === null || !known) return;
  await clearSpecialFiles(path);
  try {
    const { head } = readAgentRepository(path);
    if (head === null || head === known) return;
    await takeIn(hub, join(agentRepositoryOf(path), "objects"), { wanted: [head], known: [known] });
    await hub.git(["update-ref", ref, head]);
  } catch {
    // What a broken or hostile agent repository holds is lost; the worktree is put right all the same.
  }
};

/** Git on a worktree, by explicit folders: the agent repository, with its settings and hooks, does not count. */
export const gitIn = (worktree: Pick<Worktree, "hub" | "path" | "gitDir">): Git =>
  gitAt(worktree.gitDir, {
    cwd: worktree.path,
    hostile: true,
    config: { "core.commitGraph": "false" },
    env: { GIT_COMMON_DIR: worktree.hub.dir, GIT_WORK_TREE: worktree.path },
    same: worktree.hub.git,
  });

/** The entry's name in the hub: readable, and unique for each path. */
const gitDirOf = (hub: Hub, path: string): string => {
  const name = basename(path).replace(/[^A-Za-z0-9._-]/g, "-");
  const unique = createHash("sha256").update(path).digest("hex").slice(0, 8);
  return join(hub.dir, "worktrees", `${name}-${unique}`);
};

/** What of Milepost's stands in an entry, beside git's files and out of the reach of agents. */
export const ownInEntry = {
  /** What the plan's `setup` made. */
  provisions: "milepost-setup.json",
  /** The folder of the plan's commands. */
  commands: "commands",
  /** The index as git left it when it last wrote the worktree's files itself. */
  written: "index.written",
};

/** The full name of the branch that an entry is on; `null` when it is on none. */
export const branchRefIn = (gitDir: string): string | null =>
  /^ref: (refs\/heads\/\S+)$/.exec(readText(join(gitDir, "HEAD"))?.trim() ?? "")?.[1] ?? null;

const checkOut = async (hub: Hub, path: string, at: { head: string; start: string }): Promise<string> => {
  const gitDir = gitDirOf(hub, path);
  await checkOutAnyhow(hub, { path, gitDir, ...at });
  await copyFile(join(gitDir, "index"), join(gitDir, ownInEntry.written));
  return gitDir;
};

/** Tries with what is there; when git cannot put that right, once more from nothing. */
const checkOutAnyhow = async (
  hub: Hub,
  at: { path: string; gitDir: string; head: string; start: string },
): Promise<void> => {
  const { path, gitDir } = at;
  const reusable = (await isFolder(path)) && (await isFolder(gitDir));
  if (reusable) {
    try {
      await checkOutOver(hub, at);
      return;
    } catch {
      // Too broken to be reused; from nothing it either works or says why.
    }
  }
  await checkOwned(hub, path, gitDir);
  if (at.head.startsWith("ref: ") && !(await isFolder(gitDir))) await setAside(path);
  await removeTree(path);
  await removeFolder(gitDir);
  await register(at);
  await gitIn({ hub, path, gitDir })(["reset", "--hard", "--quiet", at.start]);
};

/**
 * A person's folder may lie where a worktree is to be: only what has an entry, or an agent repository of ours, is made anew.
 *
 * @throws {MilepostError} when it is not ours.
 */
const checkOwned = async (hub: Hub, path: string, gitDir: string): Promise<void> => {
  const stats = await orNullIfMissing(lstat(path));
  if (!stats || (await isFolder(gitDir)) || isAgentRepository(path, hub)) return;
  if (stats.isDirectory() && (await readdir(path)).length === 0) return;
  throw new MilepostError(`${path} is there already, and it is no worktree of Milepost's`, {
    hint: "move it away, or give the body another `worktree:` in the plan",
  });
};

/** Without its entry nobody knows what an agent left in a folder: it may be nowhere else. */
const setAside = async (path: string): Promise<void> => {
  const stats = await orNullIfMissing(lstat(path));
  if (!stats?.isDirectory() || (await readdir(path)).length === 0) return;
  const names = Array.from({ length: 1000 }, (_, at) => `${path}.lost-${at + 1}`);
  const free = names.find((name) => !existsSync(name));
  if (free !== undefined) await rename(path, free);
};

const checkOutOver = async (hub: Hub, at: { path: string; gitDir: string; head: string; start: string }) => {
  const { path, gitDir } = at;
  // By an index that was filled from what an agent wrote, git would think that it need not write it.
  await rename(join(gitDir, ownInEntry.written), join(gitDir, "index"));
  await resetEntry(at);
  const git = gitIn({ hub, path, gitDir });
  await git(["reset", "--hard", "--quiet", at.start]);
  if (!isAsTracked(at)) await cleanAll(git);
  // Git cleans no submodule.
  if (!(await areAsIndexed(git, at))) throw new MilepostError(`submodules of ${path} are changed`);
};

/** What a `.gitignore` hid that is removed is seen only then. */
const cleanAll = async (git: Git): Promise<void> => {
  const { stdout } = await git(["clean", "-d", "--force", "--force"]);
  if (/^Removing (?:.*\/)?"?\.gitignore"?$/m.test(stdout)) await cleanAll(git);
};

/**
 * Writes what `git worktree add` writes, per gitrepository-layout(5).
 *
 * The command refuses each leftover (missing folder, lock, branch checked out in a stale worktree …) in its own
 * way; writing the four files makes and repairs alike.
 */
const register = async ({ path, gitDir, head }: { path: string; gitDir: string; head: string }) => {
  // The entry first: what is half made is known as ours by it.
  await mkdir(gitDir, { recursive: true });
  await mkdir(path, { recursive: true });
  writeIfOther(join(gitDir, "gitdir"), `${join(path, ".git")}\n`);
  writeIfOther(join(gitDir, "commondir"), "../..\n");
  writeIfOther(join(gitDir, "HEAD"), `${head}\n`);
};

/** Writes the entry anew; of git's files only a sound index is kept, which saves reading every file. */
export const resetEntry = async (at: { path: string; gitDir: string; head: string }): Promise<void> => {
  const { gitDir } = at;
  const keepIndex = await isPlainIndex(join(gitDir, "index"));
  const kept = [...Object.values(ownInEntry), ...(keepIndex ? ["index"] : [])];
  for (const name of await readdir(gitDir)) {
    if (kept.includes(name)) continue;
    await rm(join(gitDir, name), { recursive: true, force: true });
  }
  await register(at);
};

/**
 * An index of version 2 cannot mark files as skipped (gitformat-index(5)), so `reset --hard` restores all of them;
 * and a link would make git write to wherever it points.
 */
const isPlainIndex = async (file: string): Promise<boolean> => {
  const stats = await orNullIfMissing(lstat(file));
  if (!stats?.isFile()) return false;
  await using handle = await open(file);
  const { buffer } = await handle.read(Buffer.alloc(8), 0, 8, 0);
  return buffer.toString("latin1", 0, 4) === "DIRC" && buffer.readUInt32BE(4) === 2;
};

/** A link is not a folder here: git would clean what it points to. */
const isFolder = async (path: string): Promise<boolean> => {
  const stats = await orNullIfMissing(lstat(path));
  return stats?.isDirectory() ?? false;
};
