import { z } from "zod";
import { created, noContent } from "../answer.ts";
import { conflict, notFound } from "../errors.ts";
import { readCommit } from "../git/commit.ts";
import { mergeTrees } from "../git/merge-trees.ts";
import type { GitRepository } from "../git/repository.ts";
import { moveRef, writeCommit } from "../git/write.ts";
import { identityOf } from "../identity.ts";
import { operation } from "../operation.ts";
import { commitView } from "../repositories/commits/view.ts";
import { throwOnWorkflowChange } from "../workflow-guard.ts";

/** Merges a branch or commit into a branch, without a pull request. */
export const merge = operation({
  id: "repos/merge",
  method: "POST",
  path: "/repos/{owner}/{repo}/merges",
  needs: "write",
  movesRefs: true,
  body: z.object({ base: z.string(), head: z.string(), commit_message: z.string().optional() }),
  handle: async ({ git, store, repository, user, body, now, urls, grant, guard }) => {
    const ref = `refs/heads/${body.base}`;
    const base = await git.readRef(ref);
    if (base === null) throw notFound("Base does not exist");
    const head = await git.resolveCommit(body.head);
    if (head === null) throw notFound("Head does not exist");
    if (await isMerged(git, { base, head })) return noContent();
    const tree = await mergeTrees(git, base, head);
    if (tree === null) throw conflict("Merge conflict");
    const author = { ...identityOf(user()), date: now };
    const message = body.commit_message ?? `Merge ${body.head} into ${body.base}`;
    const sha = await writeCommit(git, { tree, parents: [base, head], author, committer: author, message });
    await throwOnWorkflowChange({ grant, git }, { from: base, to: sha });
    await guard({ ref, from: base, to: sha }, { status: 409 });
    if (!(await moveRef(git, ref, { from: base, to: sha }))) throw conflict("Base branch was modified");
    const commit = await readCommit(git, sha);
    if (!commit) throw notFound();
    return created(commitView({ store, repository, urls }, commit));
  },
});

const isMerged = async (git: GitRepository, { base, head }: { base: string; head: string }) =>
  (await git.attempt(["merge-base", "--is-ancestor", head, base])).exitCode === 0;
