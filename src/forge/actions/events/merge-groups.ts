import { readCommits } from "../../git/commit.ts";
import type { GitRepository } from "../../git/repository.ts";
import type { ForgeEvent } from "./event.ts";
import type { Refs } from "./pushes.ts";

/** The branch on which a merge queue holds what it would bring of one pull request, on what is ahead of it. */
const queued = /^refs\/heads\/gh-readonly-queue\/(.+)\/pr-\d+-([0-9a-f]{40})$/;

/** What was queued between two looks at the refs. The forge has no queue yet: who makes such a branch stands in for it. */
export const mergeGroupsBetween = async (
  git: GitRepository,
  before: Refs,
  after: Refs,
): Promise<ForgeEvent[]> => {
  const moved = [...after].filter(([name, sha]) => before.get(name) !== sha);
  const events = await Promise.all(moved.map(([ref, sha]) => groupAt(git, ref, sha)));
  return events.flatMap((event) => event ?? []);
};

const groupAt = async (git: GitRepository, ref: string, sha: string): Promise<ForgeEvent | null> => {
  const [, branch, base_sha] = queued.exec(ref) ?? [];
  if (branch === undefined) return null;
  const [commit] = await readCommits(git, [sha]);
  const head_commit = commit
    ? { id: sha, tree_id: commit.tree, message: commit.message, timestamp: commit.author.date }
    : null;
  return {
    name: "merge_group",
    action: "checks_requested",
    payload: {
      merge_group: {
        ...{ head_sha: sha, head_ref: ref, base_sha, base_ref: `refs/heads/${branch}` },
        head_commit,
      },
    },
    ref,
    sha,
    headBranch: ref.replace("refs/heads/", ""),
    headSha: sha,
    title: (commit?.message ?? "").split("\n")[0] ?? "",
    filtered: { branch },
  };
};
