import { emptyTree, onlyFile } from "../../core/empty-tree.ts";
import { MilepostError } from "../../core/error.ts";
import type { Git } from "../git.ts";
import { asCommitDate, commitAt, type RawCommit, writeCommit } from "./commit.ts";
import { storeObject } from "./object-writer.ts";

const author = { name: "Milepost", email: "milepost@localhost" };

/** Makes a commit that says something and holds no file, or one that says nothing. */
export const writeNote = async (
  { objects }: Git,
  message: string,
  { parents, hasFile = false }: NoteWanted,
): Promise<string> => {
  const tree = hasFile ? await treeWithFile(objects) : emptyTree;
  const date = asCommitDate(new Date());
  const who = { author, authored: date, committer: author, committed: date };
  return await writeCommit(objects, { ...who, tree, parents, message });
};

export interface NoteWanted {
  readonly parents: readonly string[];
  /** Whether it holds a file, for forges that take no empty tree. */
  readonly hasFile?: boolean;
}

const treeWithFile = async ({ dir }: Git["objects"]): Promise<string> => {
  const blob = await storeObject(dir, "blob", onlyFile.content);
  const entry = Buffer.concat([Buffer.from(`100644 ${onlyFile.path}\0`), Buffer.from(blob, "hex")]);
  return await storeObject(dir, "tree", entry);
};

/** @throws {MilepostError} when it is no commit that can be read. */
export const readNote = async (git: Git, sha: string): Promise<Pick<RawCommit, "message" | "parents">> => {
  const commit = await commitAt(git, sha);
  if (commit) return commit;
  throw new MilepostError(`the commit ${sha} of a claim cannot be read`, {
    hint: "delete its ref under refs/milepost/claims, and run again",
  });
};
