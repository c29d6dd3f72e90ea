import { MilepostError } from "../../core/error.ts";
import { didYouMean } from "../../core/plan/nearest.ts";
import { commonDirOf } from "../common-dir.ts";
import type { Git } from "../git.ts";
import { statusOf } from "../status.ts";

/** A commit by the name that people call it. */
export interface Revision {
  readonly name: string;
  readonly sha: string;
}

/**
 * The commit that a branch, tag or sha names; a branch that is not here is looked for at `origin`.
 *
 * @throws {MilepostError} with the nearest name when there is none.
 */
export const revisionOf = async (git: Git, name: string): Promise<Revision> => {
  for (const tried of [name, `refs/remotes/origin/${name}`]) {
    const sha = await commitAt(git, tried);
    if (sha !== null) return { name, sha };
  }
  const { stdout } = await git(["for-each-ref", "--format=%(refname:short)"]);
  const near = didYouMean(name, stdout.trim().split("\n"));
  throw new MilepostError(`there is no branch, tag or commit ${JSON.stringify(name)} here${near}`, {
    hint: "`git branch --all` lists what is here; `git fetch origin` brings what is not",
  });
};

const commitAt = async (git: Git, name: string): Promise<string | null> => {
  const verify = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`];
  const { stdout, exitCode } = await git(verify, { ok: [1, 128] });
  return exitCode === 0 ? stdout.trim() : null;
};

/** A branch as `origin` has it, or else as it is here: the own copy of a base is often behind. */
export const publishedBranch = async (git: Git, name: string): Promise<Revision> => {
  const sha = await commitAt(git, `refs/remotes/origin/${name}`);
  return sha === null ? await revisionOf(git, name) : { name: `origin/${name}`, sha };
};

/** What a change is compared with when nobody says: `origin`'s default branch, then these. */
const defaults = ["origin/HEAD", "origin/main", "origin/master", "main", "master"];

/** The branch that most changes are to end in; `null` when the repository has none of the usual ones. */
export const defaultBase = async (git: Git): Promise<Revision | null> => {
  const refs = defaults.flatMap((name) => [`refs/remotes/${name}`, `refs/heads/${name}`]);
  const format = "--format=%(objectname) %(refname:lstrip=2) %(symref:lstrip=2)";
  const { stdout } = await git(["for-each-ref", format, ...refs]);
  const found = stdout.split("\n").map((line) => line.split(" "));
  for (const wanted of defaults) {
    const [sha = "", name = "", target = ""] = found.find(([, each]) => each === wanted) ?? [];
    if (sha !== "") return { name: target || name, sha };
  }
  return null;
};

/**
 * The commit from which a change is measured.
 *
 * @throws {MilepostError} when the two share no history, or a shallow clone lacks the part that they share.
 */
export const mergeBase = async (
  git: Git,
  { base, head, shallow }: { base: Revision; head: Revision; shallow: boolean },
): Promise<string> => {
  const { stdout, exitCode } = await git(["merge-base", base.sha, head.sha], { ok: [1] });
  if (exitCode === 0) return stdout.trim();
  const hint = shallow
    ? "this clone is shallow: `git fetch --unshallow` brings its history; in a workflow, check out with `fetch-depth: 0`"
    : "name the branch that it started from: --base <branch>";
  throw new MilepostError(`${base.name} and ${head.name} share no history`, { hint });
};

/** How many paths in the work tree differ from HEAD or are new. */
export const uncommittedPaths = async (git: Git, gitDir: string): Promise<number> => {
  const place = { gitDir, commonDir: commonDirOf(gitDir) };
  const status = await statusOf(git, ["--porcelain", "--untracked-files=normal"], place);
  return status.split("\n").length - 1;
};
