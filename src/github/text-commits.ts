import { emptyTree, onlyFile } from "../core/empty-tree.ts";
import { at, type GitHub, statusOf } from "./client.ts";

/* Commits that say something and hold nothing, or one file that says nothing: what refs of ours remember. */

/** Makes a commit that says a value, and holds no file unless the forge wants one. */
export const commitSaying = async (
  github: GitHub,
  value: unknown,
  parents: readonly string[] = [],
): Promise<string> => {
  const commit = async (tree: string): Promise<string> => {
    const message = JSON.stringify(value);
    const made = { ...at(github), message, tree, parents: [...parents] };
    const { data } = await github.octokit.rest.git.createCommit(made);
    return data.sha;
  };
  try {
    return await commit(trees.get(github.octokit) ?? emptyTree);
  } catch (error) {
    if (statusOf(error) !== 422 || trees.has(github.octokit)) throw error;
    return await commit(await treeWithFile(github));
  }
};

/** What commits of a forge hold that takes no empty tree. */
const trees = new WeakMap<GitHub["octokit"], string>();

const treeWithFile = async (github: GitHub): Promise<string> => {
  const tree = [{ ...onlyFile, mode: "100644", type: "blob" } as const];
  const { data } = await github.octokit.rest.git.createTree({ ...at(github), tree });
  trees.set(github.octokit, data.sha);
  return data.sha;
};

/** What a commit says, as whoever wrote it did; `null` when that is no JSON. */
export const saidBy = async (github: GitHub, commit_sha: string): Promise<unknown> => {
  const { data } = await github.octokit.rest.git.getCommit({ ...at(github), commit_sha });
  try {
    return JSON.parse(data.message);
  } catch {
    return null;
  }
};
