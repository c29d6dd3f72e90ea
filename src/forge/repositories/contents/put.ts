import { z } from "zod";
import { conflict, HttpError, notFound, unprocessable } from "../../errors.ts";
import { readCommit } from "../../git/commit.ts";
import { editTree, moveRef, writeCommit, writeObject } from "../../git/write.ts";
import { identityOf } from "../../identity.ts";
import { operation } from "../../operation.ts";
import { throwOnWorkflowFile } from "../../workflow-guard.ts";
import { gitCommitView } from "../commits/git-view.ts";
import { person, signatureOf } from "../commits/signature.ts";
import { entryAt, entryView, type TreeEntry } from "./view.ts";

/** Writes one file as a commit on a branch. */
export const createOrUpdate = operation({
  id: "repos/create-or-update-file-contents",
  method: "PUT",
  path: "/repos/{owner}/{repo}/contents/{path}",
  needs: "write",
  movesRefs: true,
  body: z.object({
    message: z.string(),
    content: z.string(),
    sha: z.string().optional(),
    branch: z.string().optional(),
    author: person.optional(),
    committer: person.optional(),
  }),
  handle: async ({ git, repository, params, user, grant, body, now, urls, guard }) => {
    const branch = body.branch ?? repository.default_branch;
    const ref = `refs/heads/${branch}`;
    const parent = await git.readRef(ref);
    if (parent === null && branch !== repository.default_branch) throw notFound(`Branch ${branch} not found`);
    if (/(^|\/)(\.{0,2}|\.git)(\/|$)/i.test(params.path)) {
      throw unprocessable("path contains a malformed path component");
    }
    throwOnWorkflowFile({ grant }, params.path);
    const before = parent === null ? null : await entryAt(git, parent, params.path);
    throwOnOtherFile(before, params.path, body.sha);
    const blob = await writeObject(git, "blob", Buffer.from(body.content, "base64"));
    const edit = { path: params.path, mode: before?.mode ?? "100644", sha: blob };
    const tree = await editTree(git, parent, [edit]);
    const committer = signatureOf(body.committer ?? identityOf(user()), now);
    const sha = await writeCommit(git, {
      tree,
      parents: parent === null ? [] : [parent],
      author: body.author ? signatureOf(body.author, now) : committer,
      committer,
      message: body.message,
    });
    await guard({ ref, from: parent, to: sha }, { status: 409 });
    if (!(await moveRef(git, ref, { from: parent, to: sha }))) throw conflict(`${branch} was modified`);
    const [commit, entry] = await Promise.all([readCommit(git, sha), entryAt(git, sha, params.path)]);
    if (!commit || !entry) throw notFound();
    return {
      status: before ? 200 : 201,
      body: {
        content: entryView({ repository, urls, ref: branch }, entry),
        commit: gitCommitView({ repository, urls }, commit),
      },
    };
  },
});

/** A file that is there is only overwritten by somebody who names what they overwrite. */
const throwOnOtherFile = (before: TreeEntry | null, path: string, sha: string | undefined): void => {
  if (before && before.type !== "blob") throw unprocessable(`${path} is a directory`);
  if (before && sha === undefined) {
    throw new HttpError(422, { message: 'Invalid request.\n\n"sha" wasn\'t supplied.' });
  }
  if (sha !== undefined && sha !== before?.sha) throw conflict(`${path} does not match ${sha}`);
};
