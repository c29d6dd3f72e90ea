import { cut } from "../core/key.ts";
import type { CommitStatus } from "../steps/ports.ts";
import { at, type GitHub } from "./client.ts";

/** Sets a commit status; of several with one context the newest counts. */
export const setStatus = async (
  github: GitHub,
  sha: string,
  { context, ok, description }: CommitStatus,
): Promise<void> => {
  await github.octokit.rest.repos.createCommitStatus({
    ...at(github),
    sha,
    context,
    state: ok ? "success" : "failure",
    description: cut(description, 140),
  });
};
