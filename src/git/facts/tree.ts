import { MilepostError } from "../../core/error.ts";
import { commitAt } from "../objects/commit.ts";
import { ofCommits, remembered } from "../remembered.ts";

/** The name of a commit's tree. */
export const treeAt = remembered(async (git, commit): Promise<string> => {
  const known = await commitAt(git, commit);
  if (known) return known.tree;
  const tree = await git.objects.look(`${commit}^{tree}`);
  if (tree) return tree.sha;
  throw new MilepostError(`there is no commit ${commit} in ${git.objects.dir}`);
}, ofCommits);
