import { LeaseError, PushRefused } from "../core/push-refused.ts";
import type { BranchHead, Integration, Refused } from "../steps/ports.ts";
import { at, type GitHub, says, statusOf } from "./client.ts";
import { refusalIn } from "./explain.ts";
import type { ForgeGit } from "./forge-git.ts";

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
): Promise<string | null | Refused> => {
  try {
    await createRef(github, `refs/heads/${branch}`, sha);
    return sha;
  } catch (error) {
    if (!says(error, "already exists")) return refused(error);
    const found = await getBranch(github, branch);
    if (!found) throw error;
    if (found.sha === sha || !(await isAhead(github, sha, found.sha))) return found.sha;
    if (!starts.includes(found.sha)) return null;
    return await beginAnew(github, branch, sha);
  }
};

/** The same by a push where the forge has the commit: what it does not take as it is, the API is asked for. */
export const createBranchByPush = async (
  git: Pick<ForgeGit, "push" | "isAtForge">,
  github: GitHub,
  wanted: Parameters<typeof createBranch>[1],
): Promise<string | null | Refused> => {
  const { branch, sha } = wanted;
  if (!(await git.isAtForge(sha))) return await createBranch(github, wanted);
  try {
    await git.push(sha, `refs/heads/${branch}`, { expect: null });
    return sha;
  } catch (error) {
    if (!(error instanceof LeaseError) && !(error instanceof PushRefused)) throw error;
    return await createBranch(github, wanted);
  }
};

const beginAnew = async (github: GitHub, branch: string, sha: string): Promise<string | Refused> => {
  try {
    await github.octokit.rest.git.updateRef({ ...at(github), ref: `heads/${branch}`, sha, force: true });
    return sha;
  } catch (error) {
    return refused(error);
  }
};

/** What a rule or a missing right forbids; @throws all else. */
const refused = (error: unknown): Refused => {
  const said = refusalIn(error);
  if (said === null) throw error;
  return { refused: said };
};

/** The tree of a commit. */
export const treeOf = async (github: GitHub, sha: string): Promise<string> => {
  const { data } = await github.octokit.rest.git.getCommit({ ...at(github), commit_sha: sha });
  return data.tree.sha;
};

/** Creates a ref; a lost answer shows as "already exists" when it is tried again. */
export const createRef = async (github: GitHub, ref: string, sha: string): Promise<void> => {
  await github.octokit.rest.git.createRef({ ...at(github), ref, sha });
};

/** Whether `head` has commits that `base` has not. */
const isAhead = async (github: GitHub, base: string, head: string): Promise<boolean> => {
  const { data } = await github.octokit.rest.repos.compareCommitsWithBasehead({
    ...at(github),
    basehead: `${base}...${head}`,
    per_page: 1,
  });
  return data.ahead_by > 0;
};

/** Deletes a branch; one that is gone already, or that a rule keeps, is fine. */
export const deleteBranch = async (github: GitHub, branch: string): Promise<void> => {
  try {
    await github.octokit.rest.git.deleteRef({ ...at(github), ref: `heads/${branch}` });
  } catch (error) {
    if (statusOf(error) !== 404 && refusalIn(error) === null) throw error;
  }
};

/**
 * Makes a branch hold all `parts`, merged one after another through the forge: `branch`, or one with the plan's id at its
 * end where another plan has that. Answers which, or the part that conflicts with those before it.
 */
export const integrate = async (github: GitHub, wanted: Integration): Promise<Integrated | Refused> => {
  try {
    return await build(github, wanted);
  } catch (error) {
    return refused(error);
  }
};

type Integrated = { branch: string; sha: string; parts: readonly string[] } | { conflict: string };

const build = async (github: GitHub, { plan, branch, parts }: Integration): Promise<Integrated> => {
  const [first = ""] = parts;
  const start = await getBranch(github, first);
  if (!start) throw new Error(`branch ${first} is gone, on which ${branch} is to be built`);
  const isOurs = await begin(github, { branch, start: start.sha, plan });
  const into = isOurs ? branch : `${branch}-${plan}`;
  if (!isOurs) await begin(github, { branch: into, start: start.sha, plan });
  const heads: string[] = [];
  for (const part of parts) {
    const head = part === first ? start : await getBranch(github, part);
    if (!head) throw new Error(`branch ${part} is gone, which ${branch} is to hold`);
    heads.push(head.sha);
    if ((await mergeInto(github, { base: into, head: head.sha, name: part, plan })) === "conflict")
      return { conflict: part };
  }
  const made = await getBranch(github, into);
  if (!made) throw new Error(`branch ${into} is gone while it was being built`);
  return { branch: into, sha: made.sha, parts: heads };
};

/** Makes an integration branch where none is, or goes on with the plan's own; answers whether it is the plan's. */
const begin = async (
  github: GitHub,
  { branch, start, plan }: { branch: string; start: string; plan: string },
): Promise<boolean> => {
  try {
    await createRef(github, `refs/heads/${branch}`, start);
    return true;
  } catch (error) {
    if (!says(error, "already exists")) throw error;
    const { data } = await github.octokit.rest.repos.getBranch({ ...at(github), branch });
    return data.commit.sha === start || data.commit.commit.message.endsWith(trailerOf(plan));
  }
};

/** By which the commits that we merge into an integration branch say whose it is. */
const trailerOf = (plan: string): string => `\n\nMilepost-Plan: ${plan}`;

const mergeInto = async (
  github: GitHub,
  { base, head, name, plan }: { base: string; head: string; name: string; plan: string },
): Promise<"merged" | "conflict"> => {
  try {
    await github.octokit.rest.repos.merge({
      ...at(github),
      base,
      head,
      commit_message: `Merge ${name} into ${base}${trailerOf(plan)}`,
      request: { retries: 0 },
    });
    return "merged";
  } catch (error) {
    if (statusOf(error) === 409 && !says(error, "rule violations")) return "conflict";
    throw error;
  }
};

/** Whether a branch or a commit has a commit; one that the forge no longer has, it has not. */
export const holds = async (github: GitHub, branch: string, commit: string): Promise<boolean> => {
  try {
    return !(await isAhead(github, branch, commit));
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
};
