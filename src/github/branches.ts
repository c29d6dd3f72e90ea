import type { BranchHead } from "../steps/ports.ts";
import { at, type GitHub, says, statusOf } from "./client.ts";

/** Reads a branch; `null` when it does not exist. */
export const getBranch = async (github: GitHub, branch: string): Promise<BranchHead | null> => {
  try {
    const { data } = await github.octokit.rest.repos.getBranch({ ...at(github), branch });
    return { sha: data.commit.sha };
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
};

/**
 * Creates a branch at `sha`, or adopts one that holds nothing of its own, as a crash after creating it leaves it: one
 * that stands at one of `starts` begins anew at `sha`, since what it started from may have been squashed away.
 * Answers its head; `null` when a branch of that name holds other work.
 */
export const createBranch = async (
  github: GitHub,
  { branch, sha, starts }: { branch: string; sha: string; starts: readonly string[] },
): Promise<string | null> => {
  try {
    await createRef(github, `refs/heads/${branch}`, sha);
    return sha;
  } catch (error) {
    if (!says(error, "already exists")) throw error;
    const found = await getBranch(github, branch);
    if (!found) throw error;
    if (found.sha === sha || !(await isAhead(github, sha, found.sha))) return found.sha;
    if (!starts.includes(found.sha)) return null;
    await github.octokit.rest.git.updateRef({ ...at(github), ref: `heads/${branch}`, sha, force: true });
    return sha;
  }
};

/** Creates a ref; a lost answer shows as "already exists" when it is tried again. */
export const createRef = async (github: GitHub, ref: string, sha: string): Promise<void> => {
  await github.octokit.rest.git.createRef({ ...at(github), ref, sha });
};

const isAhead = async (github: GitHub, base: string, head: string): Promise<boolean> => {
  const { data } = await github.octokit.rest.repos.compareCommitsWithBasehead({
    ...at(github),
    basehead: `${base}...${head}`,
    per_page: 1,
  });
  return data.ahead_by > 0;
};

/** Deletes a branch; one that is gone already is fine. */
export const deleteBranch = async (github: GitHub, branch: string): Promise<void> => {
  try {
    await github.octokit.rest.git.deleteRef({ ...at(github), ref: `heads/${branch}` });
  } catch (error) {
    if (statusOf(error) !== 422 && statusOf(error) !== 404) throw error;
  }
};

/**
 * Makes `branch` hold all `parts`, merged one after another through the forge.
 * Answers the head, or the part that conflicts with those before it.
 */
export const integrate = async (
  github: GitHub,
  { branch, parts }: { branch: string; parts: readonly string[] },
): Promise<{ sha: string } | { conflict: string }> => {
  const [first, ...rest] = parts;
  const start = first === undefined ? null : await getBranch(github, first);
  if (!start) throw new Error(`branch ${first} is gone, on which ${branch} is to be built`);
  const begun = await getBranch(github, branch);
  if (!begun) await createRef(github, `refs/heads/${branch}`, start.sha);
  for (const part of begun ? parts : rest) {
    if ((await mergeInto(github, branch, part)) === "conflict") return { conflict: part };
  }
  const made = await getBranch(github, branch);
  if (!made) throw new Error(`branch ${branch} is gone while it was being built`);
  return { sha: made.sha };
};

const mergeInto = async (github: GitHub, base: string, head: string): Promise<"merged" | "conflict"> => {
  try {
    await github.octokit.rest.repos.merge({
      ...at(github),
      base,
      head,
      commit_message: `Merge ${head} into ${base}`,
      request: { retries: 0 },
    });
    return "merged";
  } catch (error) {
    if (statusOf(error) === 409) return "conflict";
    throw error;
  }
};
