import { emptyTree } from "../core/empty-tree.ts";
import { at, type GitHub } from "./client.ts";

/* Commits that say something and hold nothing: what refs of ours remember. */

/** Makes a commit that says a value, and holds no file. */
export const commitSaying = async (
  github: GitHub,
  value: unknown,
  parents: readonly string[] = [],
): Promise<string> => {
  const { data } = await github.octokit.rest.git.createCommit({
    ...at(github),
    message: JSON.stringify(value),
    tree: emptyTree,
    parents: [...parents],
  });
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
