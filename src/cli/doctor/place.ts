import { access, constants, stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import type { Plan } from "../../core/plan/plan.ts";
import { shown, some } from "../../gates/words.ts";
import type { UserRepository } from "../../git/repositories/repository.ts";
import { localBase } from "../../local/base.ts";
import { baseStanding } from "../../local/base-standing.ts";
import { homeOf } from "../../local/home.ts";
import { type CheckUp, ok, problem, warning } from "./check-up.ts";

/** Looks at the repository that a run on this machine works in, and at where it would write. */
export const checkPlace = async (
  repository: UserRepository,
  plan: Plan | null,
  { onGitHub }: { onGitHub: boolean },
): Promise<CheckUp[]> => {
  const { dir, worktrees } = homeOf(repository);
  return [
    ok("repository", `${repository.root} on ${repository.currentBranch ?? "a detached HEAD"}`),
    ...(plan && !onGitHub ? [await checkLocalBase(repository, plan)] : []),
    await checkLfs(repository, plan),
    await checkFolder("home", dir, sharedBy(repository)),
    await checkFolder("worktrees", worktrees, ""),
  ];
};

/** What is kept elsewhere is not in the commits that an agent works on, and its changes would be pointers to nothing. */
const checkLfs = async (repository: UserRepository, plan: Plan | null): Promise<CheckUp> => {
  const commit = (plan && (await repository.branchSha(plan.base))) ?? repository.head;
  const patterns = await repository.lfsPatterns(commit);
  if (patterns.length === 0) return ok("git lfs", "the repository keeps nothing in it");
  return problem(
    "git lfs",
    `${some(patterns, 5, (pattern) => shown(pattern))} ${patterns.length === 1 ? "is" : "are"} kept in Git LFS, which Milepost does not handle: agents would see pointers, and their work would lack its files`,
    "take them out of LFS on the base (`git lfs migrate export`), or let no todo need or touch them in a repository of its own",
  );
};

const checkLocalBase = async (repository: UserRepository, plan: Plan): Promise<CheckUp> => {
  const { sha, instead } = await localBase(repository, plan);
  if (instead) return warning("base", instead.why, instead.hint);
  const standing = await baseStanding(repository, plan);
  if (standing) return warning("base", standing.what, standing.fix);
  return ok("base", `${plan.base} is at ${sha.slice(0, 10)}`);
};

const sharedBy = ({ root, main }: UserRepository): string =>
  root === main.root ? "" : `, for all worktrees of ${main.root}`;

/** MiB below which a run will hardly get through: it copies the base's files for each body. */
const least = { forAnything: 100, forComfort: 1024 };

const checkFolder = async (name: string, dir: string, shared: string): Promise<CheckUp> => {
  const stats = await stat(dir).catch(() => null);
  if (stats && !stats.isDirectory()) {
    return problem(name, `${dir} is in the way: it is no folder`, "move it away");
  }
  const there = stats ? dir : dirname(dir);
  try {
    await access(there, constants.W_OK | constants.X_OK);
  } catch {
    return problem(name, `${there} cannot be written`, "give yourself the right to write there");
  }
  const { bavail, bsize } = await statfs(there);
  const free = Math.floor((bavail * bsize) / 1024 / 1024);
  if (free < least.forAnything) {
    return problem(name, `${free} MiB are free for ${dir}`, "make room on the disk");
  }
  if (free < least.forComfort) {
    return warning(name, `${free} MiB are free for ${dir}, which is little`, "make room on the disk");
  }
  return ok(name, `${dir}${shared}, where ${free} MiB are free`);
};
