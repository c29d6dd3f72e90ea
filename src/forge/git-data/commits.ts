import { z } from "zod";
import { created, ok } from "../answer.ts";
import type { Operation } from "../context.ts";
import { notFound, unprocessable } from "../errors.ts";
import { parseCommit, readCommit } from "../git/commit.ts";
import type { GitRepository } from "../git/repository.ts";
import { writeCommit } from "../git/write.ts";
import { identityOf } from "../identity.ts";
import { operation } from "../operation.ts";
import { gitCommitView } from "../repositories/commits/git-view.ts";
import { person, signatureOf } from "../repositories/commits/signature.ts";

const create = operation({
  id: "git/create-commit",
  method: "POST",
  path: "/repos/{owner}/{repo}/git/commits",
  needs: "write",
  body: z.object({
    message: z.string(),
    tree: z.string(),
    parents: z.array(z.string()).default([]),
    author: person.optional(),
    committer: person.optional(),
    signature: z.string().optional(),
  }),
  handle: async ({ git, user, body, now, repository, urls }) => {
    await throwOnMissing(git, body);
    const author = signatureOf(body.author ?? identityOf(user()), now);
    const sha = await writeCommit(git, {
      tree: body.tree,
      parents: body.parents,
      author,
      committer: body.committer ? signatureOf(body.committer, now) : author,
      message: body.message,
      signature: body.signature,
    });
    const commit = await readCommit(git, sha);
    if (!commit) throw notFound();
    const view = gitCommitView({ repository, urls }, commit);
    return created(view, view.url);
  },
});

const throwOnMissing = async (
  git: GitRepository,
  { tree, parents }: { tree: string; parents: readonly string[] },
): Promise<void> => {
  if (!isSha(tree) || (await git.readObject(tree))?.type !== "tree") {
    throw unprocessable("Tree SHA does not exist");
  }
  for (const parent of parents) {
    if (isSha(parent) && (await git.readObject(parent))?.type === "commit") continue;
    throw unprocessable("Parent SHA does not exist or is not a commit object");
  }
};

const isSha = (text: string): boolean => /^[0-9a-f]{40}$/.test(text);

const get = operation({
  id: "git/get-commit",
  method: "GET",
  path: "/repos/{owner}/{repo}/git/commits/{commit_sha}",
  needs: "read",
  handle: async ({ git, params, repository, urls }) => {
    const object = isSha(params.commit_sha) ? await git.readObject(params.commit_sha) : null;
    if (object?.type !== "commit") throw notFound();
    return ok(gitCommitView({ repository, urls }, parseCommit(object)));
  },
});

export const gitCommitsOperations: readonly Operation[] = [create, get];
