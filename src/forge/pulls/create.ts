import { z } from "zod";
import { created } from "../answer.ts";
import type { RepositoryContext } from "../context.ts";
import { forbidden, invalid, notFound, throwOnProblems } from "../errors.ts";
import { bodyProblems, titleProblems } from "../issues/limits.ts";
import { insertIssue } from "../issues/table.ts";
import { operation } from "../operation.ts";
import { settingsOf } from "../repositories/actions-settings.ts";
import { nextNumber } from "../repositories/table.ts";
import { countsOf } from "./comparison.ts";
import { fetchCommit, takeHead } from "./heads.ts";
import { modifiableBy, readSides, type Sides } from "./sides.ts";
import { insertPull, isForeign, openPullBetween, type Pull, pullById } from "./table.ts";
import { pullView } from "./view.ts";

const text = z.union([z.string(), z.number()]).transform(String);

export const create = operation({
  id: "pulls/create",
  method: "POST",
  path: "/repos/{owner}/{repo}/pulls",
  needs: "read",
  body: z.object({
    title: text.default(""),
    head: z.string().default(""),
    head_repo: z.string().optional(),
    base: z.string().default(""),
    body: z.string().nullish(),
    draft: z.boolean().default(false),
    maintainer_can_modify: z.boolean().optional(),
  }),
  handle: async (context) => {
    const { store, git, repository, body, grant } = context;
    if (grant && !settingsOf(store, repository.id).canApprove) {
      throw forbidden("GitHub Actions is not permitted to create or approve pull requests.");
    }
    throwOnProblems([...titleProblems("PullRequest", body.title), ...bodyProblems("Issue", body.body)]);
    const { sides, home } = await readSides(context, body);
    const maintainer_can_modify = modifiableBy(context, { home, sides, wanted: body.maintainer_can_modify });
    throwOnDuplicate(context, { sides, owner: home.repository.owner });
    if (isForeign(sides)) await fetchCommit(git, home.git, sides.head_sha);
    const counts = await countsOf(context, sides);
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
        maintainer_can_modify,
      }),
    );
    if (isForeign(pull)) await takeHead(git, home, { pull, sha: pull.head_sha });
    const view = pullView(context, pull, counts);
    return created(view, view.url);
  },
});

const throwOnDuplicate = (
  { store }: RepositoryContext,
  { sides, owner }: { sides: Sides; owner: string },
): void => {
  if (!openPullBetween(store, sides)) return;
  throw refused(`A pull request already exists for ${owner}:${sides.head_ref}.`);
};

const refused = (message: string) => invalid([{ resource: "PullRequest", code: "custom", message }]);

const insert = (
  { store, repository, user, now }: RepositoryContext,
  wanted: Sides & Pick<Pull, "title" | "body" | "draft" | "maintainer_can_modify">,
): Pull => {
  const number = nextNumber(store, repository.id);
  const issue = { repository_id: repository.id, number, is_pull: 1, user_id: user().id } as const;
  const id = insertIssue(store, { ...issue, title: wanted.title, body: wanted.body }, now);
  // Whoever pushed it before nobody had to know.
  insertPull(store, id, { ...wanted, head_pusher_id: user().id });
  const pull = pullById(store, id);
  if (!pull) throw notFound();
  return pull;
};
