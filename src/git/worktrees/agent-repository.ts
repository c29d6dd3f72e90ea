import { realpathSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { MilepostError } from "../../core/error.ts";
import { lookAt, readText } from "../files.ts";
import { bareFolders, borrowing, layFiles, settingsText } from "../repositories/bare.ts";
import type { Hub } from "../repositories/hub.ts";
import { removeOthers } from "./remove-others.ts";

/** A branch that agents see as `origin/<name>`. */
export interface BorrowedBase {
  readonly name: string;
  readonly sha: string;
}

/** Where an agent repository is laid and what it shows. */
interface AgentRepositoryPlace {
  readonly hub: Hub;
  /** The worktree. */
  readonly path: string;
  /** The worktree's entry in the hub. */
  readonly gitDir: string;
  /** `null` for a review, whose HEAD is detached. */
  readonly branch: string | null;
  readonly base: readonly BorrowedBase[];
}

/**
 * The repository in which the agent of a worktree works, in its `.git`.
 *
 * It borrows the hub's objects and has branch, index and settings of its own, so that the hub needs no part that an
 * agent can write. No git of ours runs in it: of what an agent leaves there, a commit and an index are read as data.
 */
export const agentRepositoryOf = (worktree: string): string => join(worktree, ".git");

/** Whether a folder holds an agent repository, of this hub or of another of ours; what agents left of one has no `alternates`. */
export const isAgentRepository = (worktree: string, { dir }: Pick<Hub, "dir">): boolean =>
  readText(join(agentRepositoryOf(worktree), "config")) === configText ||
  (readText(join(agentRepositoryOf(worktree), "objects/info/alternates"))
    ?.trim()
    .endsWith(`/${basename(dir)}/objects`) ??
    false);

/** Makes the agent repository what a new one with HEAD at `head` would be, whatever is there; repositories of submodules stay. */
export const layAgentRepository = async (
  { hub, path, gitDir, branch, base }: AgentRepositoryPlace,
  head: string,
): Promise<void> => {
  const agentRepository = agentRepositoryOf(path);
  const files = {
    HEAD: branch === null ? `${head}\n` : `ref: refs/heads/${branch}\n`,
    config: configText,
    ...borrowing(hub.dir),
    ...(branch === null ? {} : { [`refs/heads/${branch}`]: `${head}\n` }),
    ...Object.fromEntries(base.map(({ name, sha }) => [`refs/remotes/origin/${name}`, `${sha}\n`])),
  };
  await removeOthers(agentRepository, {
    files: [...Object.keys(files), "index"],
    folders: bareFolders,
    spared: isFolder(join(agentRepository, "modules")) ? "modules" : null,
  });
  layFiles(agentRepository, files);
  await copyFile(join(gitDir, "index"), join(agentRepository, "index"));
};

const configText = settingsText({ bare: false });

/** What an agent left in its agent repository, read as data. */
interface Left {
  /** Whether there is an agent repository at all. */
  readonly isThere: boolean;
  /** `null` when there is no agent repository, or its branch has no commit. */
  readonly head: string | null;
  /** The commits of a merge that is not committed yet. */
  readonly merging: readonly string[];
  readonly rebasing: boolean;
  /** Whether commands that stop at conflicts have not been ended. */
  readonly unfinished: boolean;
  /** The file of the index; `null` when there is none. */
  readonly index: string | null;
}

const nothingLeft: Left = {
  isThere: false,
  head: null,
  merging: [],
  rebasing: false,
  unfinished: false,
  index: null,
};

/** @throws {MilepostError} when a link, a folder or a file of absurd size stands where one of git's files belongs. */
export const readAgentRepository = (worktree: string): Left => {
  const agentRepository = agentRepositoryOf(worktree);
  if (!isFolder(agentRepository)) return nothingLeft;
  const has = (name: string) => plainFile(agentRepository, name) !== null;
  return {
    isThere: has("HEAD"),
    head: headOf(agentRepository),
    merging: shasIn(readPlain(agentRepository, "MERGE_HEAD") ?? ""),
    rebasing:
      isFolder(join(agentRepository, "rebase-merge")) || isFolder(join(agentRepository, "rebase-apply")),
    unfinished: ["MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD"].some(has),
    index: plainFile(agentRepository, "index"),
  };
};

/** The commit that a submodule is at, and the folder of its objects. */
export interface SubmoduleAt {
  readonly head: string;
  readonly objects: string;
}

/** Where a submodule of the worktree is; `null` when there is no repository in it, or that cannot be told. */
export const submoduleAt = (worktree: string, path: string): SubmoduleAt | null => {
  const dir = submoduleDir(worktree, path);
  const head = dir === null ? null : headOf(dir);
  return dir === null || head === null ? null : { head, objects: join(dir, "objects") };
};

const submoduleDir = (worktree: string, path: string): string | null => {
  const dotGit = join(worktree, path, ".git");
  if (isFolder(dotGit)) return dotGit;
  const link = /^gitdir: (.+)$/m.exec(readPlain(join(worktree, path), ".git") ?? "")?.[1];
  if (link === undefined) return null;
  const modules = join(agentRepositoryOf(worktree), "modules");
  const dir = resolve(worktree, path, link);
  return dir.startsWith(`${modules}/`) && isFolder(dir) ? dir : null;
};

/** The commit that HEAD names, directly or by a branch, loose or packed: gitrepository-layout(5). */
const headOf = (gitDir: string): string | null => {
  const text = readPlain(gitDir, "HEAD")?.trim() ?? "";
  const ref = /^ref: (refs\/[^\s~^:?*[\\]+)$/.exec(text)?.[1];
  if (ref === undefined) return shasIn(text)[0] ?? null;
  if (ref.split("/").includes("..")) return null;
  const loose = readPlain(gitDir, ref);
  if (loose !== null) return shasIn(loose)[0] ?? null;
  const packed = (readPlain(gitDir, "packed-refs") ?? "").split("\n");
  return shasIn(packed.find((line) => line.endsWith(` ${ref}`)) ?? "")[0] ?? null;
};

const shasIn = (text: string): string[] => [...text.matchAll(/^[0-9a-f]{40}(?=\s|$)/gm)].map(([sha]) => sha);

const readPlain = (dir: string, name: string): string | null => {
  const file = plainFile(dir, name);
  return file === null ? null : readText(file);
};

/** The path of a file below `dir` that no link leads to or through. */
const plainFile = (dir: string, name: string): string | null => {
  const file = join(dir, name);
  const stats = lookAt(file);
  if (!stats) return null;
  if (stats.isFile() && stats.size > largest) {
    throw new MilepostError(`the agent made ${file} ${Math.ceil(stats.size / 1024 / 1024)} MB large`, {
      hint: anew,
    });
  }
  if (stats.isFile() && realpathSync.native(file) === join(realpathSync.native(dir), name)) return file;
  throw new MilepostError(`the agent replaced ${file} by a ${stats.isDirectory() ? "folder" : "link"}`, {
    hint: anew,
  });
};

/** More than an index of a million files has, in bytes. */
const largest = 256 * 1024 * 1024;
const anew = "its run counts as failed; the next one starts from a new worktree";

const isFolder = (path: string): boolean => lookAt(path)?.isDirectory() ?? false;
