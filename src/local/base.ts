import { didYouMean } from "../core/plan/nearest.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { UserRepository } from "../git/repositories/repository.ts";

/** Where a plan begins in the user's repository. */
interface LocalBase {
  readonly sha: string;
  /** The branch there; `null` where none is checked out and the base is not there. */
  readonly branch: string | null;
  /** What is checked out is taken for a base that is not there: why, and what would be better. */
  readonly instead: { readonly why: string; readonly hint: string } | null;
}

/** The commit of the plan's base; without such a branch, the one that is checked out. */
export const localBase = async (
  repository: Pick<UserRepository, "branchSha" | "branches" | "currentBranch" | "head">,
  { base }: Pick<Plan, "base">,
): Promise<LocalBase> => {
  const sha = await repository.branchSha(base);
  if (sha !== null) return { sha, branch: base, instead: null };
  const { head, currentBranch } = repository;
  const branches = await repository.branches();
  const named = branches.slice(0, maxNamed).join(", ");
  const more = branches.length > maxNamed ? `, and ${branches.length - maxNamed} more` : "";
  const lacks = `the repository has no branch ${base}, the plan's base${didYouMean(base, branches)}`;
  return {
    ...{ sha: head, branch: currentBranch },
    instead: {
      why: `${lacks}: ${currentBranch ?? head.slice(0, 10)} is taken for it`,
      hint:
        branches.length > 0
          ? `set \`base:\` in the plan to a branch that is there: ${named}${more}`
          : `make the branch: git branch ${base}`,
    },
  };
};

const maxNamed = 10;
