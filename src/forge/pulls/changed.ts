import { type DiffFile, diffFiles } from "../git/diff.ts";
import type { GitRepository } from "../git/repository.ts";
import type { Comparison } from "./comparison.ts";

/** The files that a pull request changes, since the merge base. */
export const changedFiles = async (
  git: GitRepository,
  { base_sha, head_sha }: Pick<Comparison, "base_sha" | "head_sha">,
): Promise<DiffFile[]> => {
  const { exitCode, stdout } = await git.attempt(["merge-base", base_sha, head_sha]);
  return diffFiles(git, exitCode === 0 ? stdout.trim() : base_sha, head_sha);
};

/** The commits of a pull request, oldest first. */
export const commitsOf = async (
  git: GitRepository,
  { base_sha, head_sha }: Pick<Comparison, "base_sha" | "head_sha">,
): Promise<string[]> => {
  const range = `${base_sha}..${head_sha}`;
  const output = await git.run(["rev-list", "--topo-order", "--reverse", range]);
  return output.split("\n").filter((line) => line !== "");
};
