import { emptyTree } from "../../core/empty-tree.ts";
import { MilepostError } from "../../core/error.ts";
import type { Git } from "../git.ts";
import { asCommitDate, commitAt, type RawCommit, writeCommit } from "./commit.ts";

const author = { name: "Milepost", email: "milepost@localhost" };

/** Makes a commit that says something and holds no file. */
export const writeNote = async (
  { objects }: Git,
  message: string,
  parents: readonly string[],
): Promise<string> => {
  const date = asCommitDate(new Date());
  const who = { author, authored: date, committer: author, committed: date };
  return await writeCommit(objects, { ...who, tree: emptyTree, parents, message });
};

/** @throws {MilepostError} when it is no commit that can be read. */
export const readNote = async (git: Git, sha: string): Promise<Pick<RawCommit, "message" | "parents">> => {
  const commit = await commitAt(git, sha);
  if (commit) return commit;
  throw new MilepostError(`the commit ${sha} of a claim cannot be read`, {
    hint: "delete its ref under refs/milepost/claims, and run again",
  });
};
