import { readdir, realpath, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { MilepostError } from "../../core/error.ts";
import { commonDirOf } from "../common-dir.ts";
import { anyOwner } from "../environment.ts";
import { orNullIfMissing } from "../files.ts";
import { git, type RunGit } from "../git.ts";

/** The user's own repository: read, never written but for `refs/remotes/milepost/*`. */
export interface UserRepository {
  /** The top of the work tree, or the bare repository's folder. */
  readonly root: string;
  readonly gitDir: string;
  readonly bare: boolean;
  /** The main work tree of those that share the repository, or the bare repository's folder; the root is mostly both. */
  readonly main: { readonly root: string; readonly bare: boolean };
  readonly shallow: boolean;
  /** The commit that HEAD is at. */
  readonly head: string;
  /** `null` when HEAD is detached. */
  readonly currentBranch: string | null;
  /** A local branch's commit, or else the one of `origin`'s branch of that name; `null` when there is neither. */
  branchSha(name: string): Promise<string | null>;
  /** The names of its branches and of `origin`'s, each once. */
  branches(): Promise<string[]>;
  /** The paths that a commit keeps in Git LFS, by its attributes; empty when it keeps none there. */
  lfsPatterns(commit: string): Promise<string[]>;
  /** The URL of a remote, rewritten as the user's configuration says; `null` when there is no such remote. */
  remoteUrl(name: string): Promise<string | null>;
}

/**
 * Opens the repository that holds `path`.
 *
 * @throws {MilepostError} when there is none, it has no commit, or it uses SHA-256 names.
 */
export const openRepository = async (path: string): Promise<UserRepository> => {
  const cwd = await folderAt(path);
  const read: RunGit = (args, options = {}) => git(args, { cwd, who: "user", ...options });
  const { gitDir, bare, shallow } = await describe(read, cwd);
  const [root, { stdout, exitCode }, branch] = await Promise.all([
    bare ? gitDir : read(["rev-parse", "--show-toplevel"]).then(lineOf),
    read(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], { ok: [1] }),
    read(["symbolic-ref", "--quiet", "--short", "HEAD"], { ok: [1] }),
  ]);
  if (exitCode === 1) throw await withoutCommit(read, root);
  return {
    root,
    gitDir,
    bare,
    main: commonDirOf(gitDir) === gitDir ? { root, bare } : await mainOf(read),
    shallow,
    head: stdout.trim(),
    currentBranch: branch.exitCode === 0 ? branch.stdout.trim() : null,
    branchSha: (name) => branchSha(read, name),
    branches: async () => {
      const heads = ["refs/heads", "refs/remotes/origin"];
      const { stdout } = await read(["for-each-ref", "--format=%(refname)", ...heads]);
      const names = stdout.split("\n").map((ref) => ref.replace(/^refs\/(?:heads|remotes\/origin)\//, ""));
      return [...new Set(names)].filter((name) => name !== "" && name !== "HEAD");
    },
    lfsPatterns: async (commit) => {
      const { stdout: lines } = await read(
        [
          "grep",
          "-h",
          "-E",
          "--no-color",
          "[[:space:]](filter|diff|merge)=lfs",
          commit,
          "--",
          ":(top,glob)**/.gitattributes",
        ],
        { ok: [1] },
      );
      const patterns = lines.split("\n").filter((line) => line !== "" && !/^\s*#/.test(line));
      return patterns.flatMap((line) => /^\s*(\S+)/.exec(line)?.[1] ?? []);
    },
    remoteUrl: async (name) => {
      const { stdout: url, exitCode } = await read(["remote", "get-url", name], { ok: [2, 128] });
      return exitCode === 0 ? url.trim() : null;
    },
  };
};

/** Where files of a repository are edited; it need not have a commit yet. */
export interface WorkTree {
  readonly root: string;
  /** The branch that `origin` calls its default, or else the one that is checked out, or else `main`. */
  readonly mainBranch: string;
}

/**
 * Finds the work tree that holds `path`.
 *
 * @throws {MilepostError} when there is none: outside of a repository, or in a bare one.
 */
export const findWorkTree = async (path: string): Promise<WorkTree> => {
  const cwd = await folderAt(path);
  const read: RunGit = (args, options = {}) => git(args, { cwd, who: "user", ...options });
  const { gitDir, bare } = await describe(read, cwd);
  if (bare) {
    throw new MilepostError(`${gitDir} is a bare repository: there are no files to write`, {
      hint: "clone it, and name the clone",
    });
  }
  const short = async (...ref: string[]): Promise<string> =>
    lineOf(await read(["symbolic-ref", "--quiet", "--short", ...ref], { ok: [1] }));
  const ofOrigin = (await short("refs/remotes/origin/HEAD")).replace(/^origin\//, "");
  return {
    root: lineOf(await read(["rev-parse", "--show-toplevel"])),
    mainBranch: ofOrigin || (await short("HEAD")) || "main",
  };
};

/** A branch that was approved, and its commit. */
export interface Approved {
  readonly branch: string;
  readonly sha: string;
}

/** Brings approved branches into the user's repository as `milepost/<branch>`; nothing else in it changes. */
export const deliver = async (
  repository: Pick<UserRepository, "gitDir">,
  publisherDir: string,
  approved: readonly Approved[],
): Promise<void> => {
  if (approved.length === 0) return;
  const only = ["--quiet", "--no-tags", "--no-prune", "--no-write-fetch-head", "--no-recurse-submodules"];
  const from = [`--upload-pack=${anyOwner}`, publisherDir];
  await git(["fetch", ...only, "--no-auto-maintenance", "--refmap=", "--stdin", ...from], {
    cwd: repository.gitDir,
    env: { GIT_DIR: repository.gitDir },
    who: "user",
    // Else what the clone came from in bundles would be asked once more, and written down in its configuration.
    config: { "fetch.bundleURI": "" },
    input: approved.map(({ sha, branch }) => `+${sha}:refs/remotes/milepost/${branch}\n`).join(""),
  });
};

/** Removes the locks that a delivery leaves when it is killed: all of them are under `milepost`. */
export const clearDelivery = async ({ gitDir }: Pick<UserRepository, "gitDir">): Promise<void> => {
  const folder = join(commonDirOf(gitDir), "refs/remotes/milepost");
  const names = (await orNullIfMissing(readdir(folder, { recursive: true }))) ?? [];
  for (const name of names) if (name.endsWith(".lock")) await rm(join(folder, name), { force: true });
};

const folderAt = async (path: string): Promise<string> => {
  const stats = await stat(path).catch((cause: unknown) => {
    throw new MilepostError(`there is no folder ${path}`, { hint: "check --repo", cause });
  });
  if (!stats.isDirectory()) {
    throw new MilepostError(`${path} is not a folder`, { hint: "give the repository's folder" });
  }
  return realpath(path);
};

const describe = async (read: RunGit, cwd: string) => {
  const asked = [
    "--absolute-git-dir",
    "--is-bare-repository",
    "--is-shallow-repository",
    "--show-object-format",
  ];
  const { stdout, stderr, exitCode } = await read(["rev-parse", ...asked], { ok: [128] });
  if (exitCode === 128 && !stderr.includes("not a git repository")) {
    throw new MilepostError(`git does not open the repository of ${cwd}: ${stderr.trim()}`, {
      hint: "see that it is yours, and that this git is as new as the one that made it",
    });
  }
  if (exitCode === 128) {
    throw new MilepostError(`${cwd} is not in a git repository`, {
      hint: "make it one: git init && git add --all && git commit -m 'First commit'",
      cause: new Error(stderr.trim()),
    });
  }
  const [gitDir = "", bare, shallow, format] = stdout.split("\n");
  if (format !== "sha1") {
    throw new MilepostError(`the repository ${cwd} names objects by ${format}`, {
      hint: "GitHub takes SHA-1 repositories only: use one made by git init --object-format=sha1",
    });
  }
  return { gitDir, bare: bare === "true", shallow: shallow === "true" };
};

/** What keeps HEAD from being a commit is git's to say: it may have none yet, or objects may be missing. */
const withoutCommit = async (read: RunGit, root: string): Promise<MilepostError> => {
  const { stderr } = await read(["log", "-1", "--format="], { ok: [128] });
  return new MilepostError(`the repository ${root} has no commit that can be read`, {
    hint: "make the first one: git add --all && git commit -m 'First commit'",
    cause: new Error(stderr.trim()),
  });
};

/** The main work tree is the first that git lists (git-worktree(1), "list"). */
const mainOf = async (read: RunGit): Promise<UserRepository["main"]> => {
  const { stdout } = await read(["worktree", "list", "--porcelain", "-z"]);
  const [first = "", ...marks] = stdout.split("\0\0", 1).join("").split("\0");
  return { root: first.replace(/^worktree /, ""), bare: marks.includes("bare") };
};

const branchSha = async (read: RunGit, name: string): Promise<string | null> => {
  const refs = [`refs/heads/${name}`, `refs/remotes/origin/${name}`];
  const { stdout } = await read(["for-each-ref", "--format=%(refname) %(objectname)", ...refs]);
  const lines = stdout.split("\n");
  for (const ref of refs) {
    const line = lines.find((each) => each.startsWith(`${ref} `));
    if (line) return line.slice(ref.length + 1);
  }
  return null;
};

const lineOf = ({ stdout }: { stdout: string }) => stdout.replace(/\n$/, "");
