import { ofCommits, remembered } from "../remembered.ts";

/** The name of a commit's tree. */
export const treeAt = remembered(
  async (git, commit) => (await git(["rev-parse", "--verify", `${commit}^{tree}`])).stdout.trim(),
  ofCommits,
);
