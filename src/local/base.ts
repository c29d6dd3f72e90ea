import { MilepostError } from "../core/error.ts";
import { didYouMean } from "../core/plan/nearest.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { UserRepository } from "../git/repositories/repository.ts";

/**
 * The commit of the plan's base in the user's repository.
 *
 * @throws {MilepostError} when it has no such branch, with those that it has.
 */
export const baseSha = async (
  repository: Pick<UserRepository, "branchSha" | "branches">,
  { base }: Pick<Plan, "base">,
): Promise<string> => {
  const sha = await repository.branchSha(base);
  if (sha !== null) return sha;
  const branches = await repository.branches();
  const named = branches.slice(0, mostNamed).join(", ");
  const more = branches.length > mostNamed ? `, and ${branches.length - mostNamed} more` : "";
  throw new MilepostError(
    `the repository has no branch ${base}, the plan's base${didYouMean(base, branches)}`,
    {
      hint:
        branches.length > 0
          ? `set \`base:\` in the plan to a branch that is there: ${named}${more}`
          : `make the branch: git branch ${base}`,
    },
  );
};

const mostNamed = 10;
