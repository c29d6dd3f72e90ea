import { MilepostError } from "../../core/error.ts";
import { gitAt } from "../git.ts";
import type { UserRepository } from "./repository.ts";

/**
 * Refuses a partial clone that has not brought all files of a commit: nobody could check them out, since what borrows
 * its objects does not know where they are to be had.
 *
 * @throws {MilepostError} with the command that brings them.
 */
export const refuseMissing = async (
  { gitDir, root }: Pick<UserRepository, "gitDir" | "root">,
  sha: string,
): Promise<void> => {
  const git = gitAt(gitDir, { who: "user" });
  const promisors = await git(["config", "--name-only", "--get-regexp", "^remote\\..*\\.promisor$"], {
    ok: [1],
  });
  const remote = /^remote\.(.*)\.promisor$/m.exec(promisors.stdout)?.[1];
  if (remote === undefined) return;
  const { stdout } = await git(["rev-list", "--objects", "--no-walk", "--missing=print", sha]);
  if (!/^\?/m.test(stdout)) return;
  throw new MilepostError(`${root} is a partial clone that lacks files of ${sha.slice(0, 10)}`, {
    hint: `bring them: git -C '${root}' fetch --refetch --no-filter ${remote}`,
  });
};
