import { z } from "zod";
import { accepted } from "../../answer.ts";
import { unprocessable } from "../../errors.ts";
import { moveRef } from "../../git/write.ts";
import { operation } from "../../operation.ts";
import { fullNameOf } from "../../repositories/table.ts";
import { branchRef, reachableFrom } from "../branches.ts";
import { currentPull } from "../read.ts";
import { mergeTrees } from "../trial-merge.ts";
import { commitTree } from "./commit.ts";

export const updateBranch = operation({
  id: "pulls/update-branch",
  method: "PUT",
  path: "/repos/{owner}/{repo}/pulls/{pull_number}/update-branch",
  needs: "write",
  movesRefs: true,
  body: z.object({ expected_head_sha: z.string().optional() }),
  handle: async (context) => {
    const { git, repository, body, urls } = context;
    const pull = await currentPull(context, context.params.pull_number);
    if (pull.state === "closed") throw unprocessable("The pull request is closed.");
    if (body.expected_head_sha !== undefined && body.expected_head_sha !== pull.head_sha) {
      throw unprocessable("expected head sha didn’t match current head ref.");
    }
    const upToDate = await reachableFrom(git, pull.head_sha, [pull.base_sha]);
    if (upToDate.has(pull.base_sha)) throw unprocessable("There are no new commits on the base branch.");
    const tree = await mergeTrees(git, pull.head_sha, pull.base_sha);
    if (tree === null) throw unprocessable("merge conflict between base and head");
    const message = `Merge branch '${pull.base_ref}' into ${pull.head_ref}\n`;
    const parents = [pull.head_sha, pull.base_sha];
    const sha = await commitTree(git, { tree, parents, message, user: context.user() });
    const moved = await moveRef(git, branchRef(pull.head_ref), { from: pull.head_sha, to: sha });
    if (!moved) throw unprocessable("expected head sha didn’t match current head ref.");
    return accepted({
      message: "Updating pull request branch.",
      url: `${urls.repository(fullNameOf(repository))}/pulls/${pull.number}`,
    });
  },
});
