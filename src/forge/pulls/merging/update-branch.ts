import { z } from "zod";
import { accepted } from "../../answer.ts";
import type { RepositoryContext } from "../../context.ts";
import { forbidden, notForIntegrations, unprocessable } from "../../errors.ts";
import { mergeTrees } from "../../git/merge-trees.ts";
import { moveRef } from "../../git/write.ts";
import { operation } from "../../operation.ts";
import { includes } from "../../permissions.ts";
import { fullNameOf } from "../../repository.ts";
import { throwOnWorkflowChange } from "../../workflow-guard.ts";
import { branchRef, reachableFrom } from "../branches.ts";
import { fetchCommit, type HeadRepository, homeOf, mayPush, takeHead } from "../heads.ts";
import { currentPull } from "../read.ts";
import { isForeign, type Pull } from "../table.ts";
import { commitTree } from "./commit.ts";

export const updateBranch = operation({
  id: "pulls/update-branch",
  method: "PUT",
  path: "/repos/{owner}/{repo}/pulls/{pull_number}/update-branch",
  needs: "read",
  movesRefs: true,
  body: z.object({ expected_head_sha: z.string().optional() }),
  handle: async (context) => {
    const { git, grant, repository, body, urls } = context;
    const pull = await currentPull(context, context.params.pull_number);
    if (pull.state === "closed") throw unprocessable("The pull request is closed.");
    const home = modifiableHome(context, pull);
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
    if (isForeign(pull)) await fetchCommit(home.git, git, sha);
    await throwOnWorkflowChange({ grant, git }, { from: pull.head_sha, to: sha });
    const move = { from: pull.head_sha, to: sha };
    const elsewhere = isForeign(pull) ? { elsewhere: home } : {};
    await context.guard({ ref: branchRef(pull.head_ref), ...move }, elsewhere);
    const moved = await moveRef(home.git, branchRef(pull.head_ref), move);
    if (!moved) throw unprocessable("expected head sha didn’t match current head ref.");
    if (isForeign(pull)) await takeHead(git, home, { pull, sha });
    return accepted({
      message: "Updating pull request branch.",
      url: `${urls.repository(fullNameOf(repository))}/pulls/${pull.number}`,
    });
  },
});

/**
 * Where the head is, if the asker may push there: to their own, or where its owner lets the base's maintainers.
 * @throws HttpError 403 when they may not, 422 when the repository is gone.
 */
const modifiableHome = (context: RepositoryContext, pull: Pull): HeadRepository => {
  const { grant, permission } = context;
  const home = homeOf(context, pull);
  if (!home) throw unprocessable("The repository that submitted this pull request has been deleted.");
  const maintains = !grant && pull.maintainer_can_modify === 1 && includes(permission, "write");
  if (maintains || mayPush(context, { home, pull })) return home;
  throw grant ? notForIntegrations() : forbidden();
};
