import { z } from "zod";
import { settingsOf } from "../actions/settings.ts";
import { created } from "../answer.ts";
import type { RepositoryContext } from "../context.ts";
import { forbidden, invalid, notFound, type Problem, throwOnProblems } from "../errors.ts";
import { bodyProblems, titleProblems } from "../issues/limits.ts";
import { insertIssue } from "../issues/table.ts";
import { operation } from "../operation.ts";
import { nextNumber } from "../repositories/table.ts";
import { branchRef } from "./branches.ts";
import { countsOf } from "./comparison.ts";
import { insertPull, openPullBetween, type Pull, pullById } from "./table.ts";
import { pullView } from "./view.ts";

const text = z.union([z.string(), z.number()]).transform(String);

export const create = operation({
  id: "pulls/create",
  method: "POST",
  path: "/repos/{owner}/{repo}/pulls",
  needs: "write",
  body: z.object({
    title: text.default(""),
    head: z.string().default(""),
    base: z.string().default(""),
    body: z.string().nullish(),
    draft: z.boolean().default(false),
    maintainer_can_modify: z.boolean().default(false),
  }),
  handle: async (context) => {
    const { store, repository, body, grant } = context;
    if (grant && !settingsOf(store, repository.id).canApprove) {
      throw forbidden("GitHub Actions is not permitted to create or approve pull requests.");
    }
    throwOnProblems([...titleProblems("PullRequest", body.title), ...bodyProblems("Issue", body.body)]);
    const sides = await readSides(context, { head: body.head, base: body.base });
    throwOnDuplicate(context, sides);
    const counts = await countsOf(context, { repository_id: repository.id, ...sides });
    if (!counts) {
      throw refused(`The ${sides.base_ref} branch has no history in common with ${sides.head_ref}`);
    }
    if (counts.commits === 0) throw refused(`No commits between ${sides.base_ref} and ${sides.head_ref}`);
    const pull = store.transaction(() =>
      insert(context, {
        ...sides,
        title: body.title,
        body: body.body ?? null,
        draft: body.draft ? 1 : 0,
        maintainer_can_modify: body.maintainer_can_modify ? 1 : 0,
      }),
    );
    const view = pullView(context, pull, counts);
    return created(view, view.url);
  },
});

type Sides = Pick<Pull, "head_ref" | "head_sha" | "base_ref" | "base_sha">;

/** The two branches that a pull request names; a head may carry its owner, as in `owner:branch`. */
const readSides = async (
  { git, repository }: Pick<RepositoryContext, "git" | "repository">,
  named: { head: string; base: string },
): Promise<Sides> => {
  const [, owner = repository.owner, head_ref = ""] = /^(?:([^:]*):)?(.*)$/s.exec(named.head) ?? [];
  const ours = owner.toLowerCase() === repository.owner.toLowerCase();
  const head_sha = ours ? await git.readRef(branchRef(head_ref)) : null;
  const base_sha = await git.readRef(branchRef(named.base));
  if (head_sha !== null && base_sha !== null) return { head_ref, head_sha, base_ref: named.base, base_sha };
  throw invalid([
    ...(head_sha === null ? [branchProblem("head", named.head)] : []),
    ...(base_sha === null ? [branchProblem("base", named.base)] : []),
  ]);
};

const branchProblem = (field: "head" | "base", given: string): Problem => ({
  resource: "PullRequest",
  field,
  code: given === "" ? "missing_field" : "invalid",
});

const throwOnDuplicate = ({ store, repository }: RepositoryContext, sides: Sides): void => {
  if (!openPullBetween(store, { repository_id: repository.id, ...sides })) return;
  throw refused(`A pull request already exists for ${repository.owner}:${sides.head_ref}.`);
};

const refused = (message: string) => invalid([{ resource: "PullRequest", code: "custom", message }]);

const insert = (
  { store, repository, user, now }: RepositoryContext,
  wanted: Sides & Pick<Pull, "title" | "body" | "draft" | "maintainer_can_modify">,
): Pull => {
  const number = nextNumber(store, repository.id);
  const issue = { repository_id: repository.id, number, is_pull: 1, user_id: user().id } as const;
  const id = insertIssue(store, { ...issue, title: wanted.title, body: wanted.body }, now);
  insertPull(store, id, { ...wanted, repository_id: repository.id });
  const pull = pullById(store, id);
  if (!pull) throw notFound();
  return pull;
};
