import { z } from "zod";
import { created, listedPage, noContent, ok } from "../answer.ts";
import type { Operation } from "../context.ts";
import { type HttpError, notFound, unprocessable } from "../errors.ts";
import { isRefName } from "../git/refs.ts";
import type { GitRepository } from "../git/repository.ts";
import { moveRef, noObject } from "../git/write.ts";
import { operation } from "../operation.ts";
import { throwOnWorkflowCommits } from "../workflow-guard.ts";
import { type Ref, refView } from "./view.ts";

const one = "/repos/{owner}/{repo}/git/refs/{ref}";

const get = operation({
  id: "git/get-ref",
  method: "GET",
  path: "/repos/{owner}/{repo}/git/ref/{ref}",
  needs: "read",
  handle: async ({ git, params, repository, urls }) => {
    const ref = await findRef(git, fullName(params.ref));
    if (!ref) throw notFound();
    return ok(refView({ repository, urls }, ref));
  },
});

const listMatching = operation({
  id: "git/list-matching-refs",
  method: "GET",
  path: "/repos/{owner}/{repo}/git/matching-refs/{ref}",
  needs: "read",
  handle: async ({ git, params, page, repository, urls }) => {
    const prefix = fullName(params.ref);
    const format = "--format=%(refname) %(objectname) %(objecttype)";
    const folder = prefix.slice(0, prefix.lastIndexOf("/") + 1);
    const lines = (await git.run(["for-each-ref", format, folder])).split("\n");
    const refs = lines.filter((line) => line.startsWith(prefix)).map(parseRef);
    return listedPage(refs, page, (ref) => refView({ repository, urls }, ref));
  },
});

const parseRef = (line: string): Ref => {
  const [name = "", sha = "", type = ""] = line.split(" ");
  return { name, sha, type };
};

const sha = z.string().regex(/^[0-9a-f]{40}$/i, "exactly 40 hex digits");

const create = operation({
  id: "git/create-ref",
  method: "POST",
  path: "/repos/{owner}/{repo}/git/refs",
  needs: "write",
  movesRefs: true,
  body: z.object({ ref: z.string(), sha }),
  handle: async ({ git, body, repository, urls, grant, guard }) => {
    if (!isRefName(body.ref)) throw unprocessable(`Reference name is not valid: ${body.ref}`);
    throwOnPullRef(body.ref);
    if (await git.readRef(body.ref)) throw unprocessable("Reference already exists");
    // To git's own command the sha of zeros means deletion, not a missing object.
    if (!(await git.readObject(body.sha))) throw unprocessable("Object does not exist");
    await throwOnWorkflowCommits({ grant, git }, body.sha);
    await guard({ ref: body.ref, from: null, to: body.sha });
    if (!(await moveRef(git, body.ref, { from: null, to: body.sha }))) {
      throw await reasonOf(git, body, null);
    }
    const view = refView({ repository, urls }, await refAt(git, body.ref));
    return created(view, view.url);
  },
});

const update = operation({
  id: "git/update-ref",
  method: "PATCH",
  path: one,
  needs: "write",
  movesRefs: true,
  body: z.object({ sha, force: z.boolean().default(false) }),
  handle: async ({ git, params, body, repository, urls, grant, guard }) => {
    const ref = fullName(params.ref);
    throwOnPullRef(ref);
    const from = await git.readRef(ref);
    if (from === null) throw unprocessable("Reference does not exist");
    if (!(await git.readObject(body.sha))) throw unprocessable("Object does not exist");
    await throwOnWorkflowCommits({ grant, git }, body.sha);
    if (!body.force && !(await isFastForward(git, from, body.sha))) {
      throw unprocessable("Update is not a fast forward");
    }
    await guard({ ref, from, to: body.sha });
    if (!(await moveRef(git, ref, { from, to: body.sha }))) {
      throw await reasonOf(git, { ref, sha: body.sha }, from);
    }
    return ok(refView({ repository, urls }, await refAt(git, ref)));
  },
});

const isFastForward = async (git: GitRepository, from: string, to: string): Promise<boolean> => {
  if (from === to) return true;
  const { exitCode } = await git.attempt(["merge-base", "--is-ancestor", from, to]);
  return exitCode === 0;
};

/** Why git did not move a ref: somebody was faster, or the object will not do. */
const reasonOf = async (
  git: GitRepository,
  { ref, sha }: { ref: string; sha: string },
  from: string | null,
): Promise<HttpError> => {
  const object = await git.readObject(sha);
  if (!object) return unprocessable("Object does not exist");
  const now = await git.readRef(ref);
  if (now !== from) return unprocessable(from ? "Update is not a fast forward" : "Reference already exists");
  if (ref.startsWith("refs/heads/") && object.type !== "commit")
    return unprocessable("Object is not a commit");
  return unprocessable("Reference cannot be updated: its name may be a folder of other references");
};

const remove = operation({
  id: "git/delete-ref",
  method: "DELETE",
  path: one,
  needs: "write",
  movesRefs: true,
  handle: async ({ git, params, repository, guard }) => {
    const ref = fullName(params.ref);
    throwOnPullRef(ref);
    if (ref === `refs/heads/${repository.default_branch}`) {
      throw unprocessable("Cannot delete the default branch");
    }
    const from = await git.readRef(ref);
    if (from === null) throw unprocessable("Reference does not exist");
    await guard({ ref, from, to: null });
    if (!(await moveRef(git, ref, { from, to: null }))) throw unprocessable("Reference does not exist");
    return noContent();
  },
});

const throwOnPullRef = (ref: string): void => {
  if (ref.startsWith("refs/pull/")) throw unprocessable("Reference update failed: refs/pull is read only");
};

const fullName = (ref: string): string => (ref.startsWith("refs/") ? ref : `refs/${ref}`);

const findRef = async (git: GitRepository, name: string): Promise<Ref | null> => {
  const sha = await git.readRef(name);
  if (sha === null) return null;
  // A branch always points at a commit; anything else has to be looked at.
  const type = name.startsWith("refs/heads/") ? "commit" : (await git.readObject(sha))?.type;
  return { name, sha, type: type ?? "commit" };
};

const refAt = async (git: GitRepository, name: string): Promise<Ref> =>
  (await findRef(git, name)) ?? { name, sha: noObject, type: "commit" };

export const refsOperations: readonly Operation[] = [get, listMatching, create, update, remove];
