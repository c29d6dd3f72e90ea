import { unprocessable } from "./errors.ts";
import type { GitRepository } from "./git/repository.ts";

/**
 * The commit that a branch, tag or sha names.
 * @throws HttpError 422 when there is none.
 */
export const commitNamed = async (git: GitRepository, name: string): Promise<string> => {
  const sha = await git.resolveCommit(name);
  if (sha === null) throw unprocessable(`No commit found for SHA: ${name}`);
  return sha;
};
