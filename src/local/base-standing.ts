import { count } from "../core/count.ts";
import type { Plan } from "../core/plan/plan.ts";
import { gitAt } from "../git/git.ts";
import { deliver, type UserRepository } from "../git/repositories/repository.ts";
import { localBase } from "./base.ts";

/** How the repository's base and the forge's have come apart: what is told, and the command that mends it. */
interface BaseStanding {
  /** `behind`: the forge's has more; `diverged`: each has something that the other lacks. */
  readonly kind: "behind" | "diverged";
  readonly what: string;
  readonly fix: string;
}

/** Brings the forge's base as `milepost/<base>`, as far as its folder has one. */
export const deliverBase = async (
  repository: Pick<UserRepository, "gitDir">,
  { base }: Pick<Plan, "base">,
  folder: string,
): Promise<void> => {
  const sha = await shaOf(folder, `refs/heads/${base}`);
  if (sha !== null) await deliver(repository, folder, [{ branch: base, sha }]);
};

/** Compares the base, or the branch that is taken for it, with what was last seen of the forge's; `null` while nothing is lacking here. */
export const baseStanding = async (
  repository: Parameters<typeof localBase>[0] & Pick<UserRepository, "gitDir">,
  plan: Pick<Plan, "base">,
): Promise<BaseStanding | null> => {
  const { gitDir } = repository;
  const { base } = plan;
  const { sha: here, branch } = await localBase(repository, plan);
  const there = await shaOf(gitDir, `refs/remotes/milepost/${base}`);
  if (branch === null || there === null || here === there) return null;
  const lacks = await commitsIn(gitDir, `${here}..${there}`);
  if (lacks === 0) return null;
  const more = await commitsIn(gitDir, `${there}..${here}`);
  const fix = `git checkout ${branch} && git merge milepost/${base}`;
  return more === 0
    ? {
        kind: "behind",
        fix,
        what: `${branch} lacks ${count(lacks, "commit")} of the forge's (milepost/${base})`,
      }
    : {
        ...{ kind: "diverged", fix },
        what: `${branch} and the forge's (milepost/${base}) have gone different ways: ${count(more, "commit")} here, ${lacks} there; the plan goes on from the forge's`,
      };
};

const shaOf = async (gitDir: string, ref: string): Promise<string | null> => {
  const { stdout, exitCode } = await gitAt(gitDir)(["rev-parse", "--verify", "--quiet", `${ref}^{commit}`], {
    ok: "any",
  });
  return exitCode === 0 ? stdout.trim() : null;
};

const commitsIn = async (gitDir: string, range: string): Promise<number> =>
  Number((await gitAt(gitDir)(["rev-list", "--count", range])).stdout.trim());
