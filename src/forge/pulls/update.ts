import { z } from "zod";
import { ok } from "../answer.ts";
import type { RepositoryContext } from "../context.ts";
import { forbidden, invalid, throwOnProblems, type ValidationProblem } from "../errors.ts";
import { applyChange, changeProblems } from "../issues/change.ts";
import { operation } from "../operation.ts";
import { includes } from "../permissions.ts";
import { branchRef } from "./branches.ts";
import { countsOf } from "./comparison.ts";
import { homeOf, takeHead } from "./heads.ts";
import { dropAutoMerge } from "./merging/waiting.ts";
import { currentPull, shownPull } from "./read.ts";
import { throwOnGrant } from "./sides.ts";
import { isForeign, movePull, openPullBetween, type Pull, pullById } from "./table.ts";

export const update = operation({
  id: "pulls/update",
  method: "PATCH",
  path: "/repos/{owner}/{repo}/pulls/{pull_number}",
  needs: "read",
  body: z.object({
    title: z.string().optional(),
    body: z.string().nullish(),
    state: z.enum(["open", "closed"]).optional(),
    base: z.string().optional(),
    maintainer_can_modify: z.boolean().optional(),
  }),
  handle: async (context) => {
    const { store, body, now } = context;
    const pull = await currentPull(context, context.params.pull_number);
    throwOnStranger(context, pull);
    const home = body.maintainer_can_modify && isForeign(pull) ? homeOf(context, pull) : null;
    if (home) throwOnGrant(context, { home, pull });
    throwOnProblems(changeProblems(store, pull.repository_id, { title: body.title, body: body.body }));
    const reopened =
      body.state === "open" && pull.state === "closed" ? await reopenedAt(context, pull) : pull;
    const moved = await retargetedTo(context, reopened, body.base ?? pull.base_ref);
    store.transaction(() => {
      const { base: _base, maintainer_can_modify, ...change } = body;
      applyChange(store, { issue: pull, change, by: context.user(), now });
      if (moved !== pull) movePull(store, moved, now);
      if (moved.base_ref !== pull.base_ref) dropAutoMerge(store, pull.id);
      if (maintainer_can_modify !== undefined) {
        const value = maintainer_can_modify ? 1 : 0;
        store.run("update pulls set maintainer_can_modify = ? where issue_id = ?", value, pull.id);
      }
    });
    return ok(await shownPull(context, pullById(store, pull.id) ?? pull));
  },
});

const throwOnStranger = ({ permission, user }: RepositoryContext, pull: Pull): void => {
  if (pull.user_id === user().id || includes(permission, "triage")) return;
  throw forbidden("Must have admin rights to Repository.");
};

/** The pull request as it would be open again, at its branches as they are now. */
const reopenedAt = async (context: RepositoryContext, pull: Pull): Promise<Pull> => {
  const { store, git } = context;
  if (pull.merged_at !== null) throw invalid([stateProblem("The pull request cannot be reopened.")]);
  const home = homeOf(context, pull);
  if (!home) {
    throw invalid([stateProblem("The repository that submitted this pull request has been deleted.")]);
  }
  const [head_sha, base_sha] = await Promise.all([
    home.git.readRef(branchRef(pull.head_ref)),
    git.readRef(branchRef(pull.base_ref)),
  ]);
  if (head_sha === null) throw invalid([stateProblem(`The ${pull.head_ref} branch has been deleted.`)]);
  if (base_sha === null) throw invalid([stateProblem(`The ${pull.base_ref} branch has been deleted.`)]);
  if (openPullBetween(store, pull)) {
    throw invalid([
      stateProblem(`There is already an open pull request from ${pull.head_ref} to ${pull.base_ref}.`),
    ]);
  }
  if (isForeign(pull)) await takeHead(git, home, { pull, sha: head_sha });
  return { ...pull, head_sha, base_sha };
};

const stateProblem = (message: string): ValidationProblem => ({
  resource: "PullRequest",
  code: "custom",
  field: "state",
  message: `state cannot be changed. ${message}`,
});

/** The pull request as it would be on another base. */
const retargetedTo = async (
  { store, git }: RepositoryContext,
  pull: Pull,
  base_ref: string,
): Promise<Pull> => {
  if (base_ref === pull.base_ref) return pull;
  if (pull.merged_at !== null)
    throw invalid([baseProblem("Cannot change the base of a merged pull request.")]);
  const base_sha = await git.readRef(branchRef(base_ref));
  if (base_sha === null) throw invalid([{ resource: "PullRequest", code: "invalid", field: "base" }]);
  const moved = { ...pull, base_ref, base_sha };
  const sides = `base branch '${base_ref}' and head branch '${pull.head_ref}'`;
  if (openPullBetween(store, moved))
    throw invalid([baseProblem(`A pull request already exists for ${sides}`)]);
  const counts = await countsOf({ store, git }, moved);
  if (!counts || counts.commits === 0)
    throw invalid([baseProblem(`There are no new commits between ${sides}`)]);
  return moved;
};

const baseProblem = (message: string): ValidationProblem => ({
  resource: "PullRequest",
  code: "custom",
  field: "base",
  message,
});
