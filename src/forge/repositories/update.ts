import { z } from "zod";
import { ok } from "../answer.ts";
import type { RepositoryContext } from "../context.ts";
import { invalid, unprocessable, type ValidationProblem } from "../errors.ts";
import { operation } from "../operation.ts";
import { repositorySettings, settingsIn } from "../repository-settings.ts";
import { leaveNetwork } from "./forks/table.ts";
import { isRepositoryName } from "./repository-store.ts";
import { findRepository, repositoryById } from "./table.ts";
import { fullRepositoryView } from "./view.ts";

const switches = [
  "allow_merge_commit",
  "allow_squash_merge",
  "allow_rebase_merge",
  "delete_branch_on_merge",
  "allow_auto_merge",
  "allow_update_branch",
  "archived",
] as const;

/** What this forge has only one value of, by which alone it may be set. */
const fixed: Readonly<Record<string, unknown>> = {
  has_issues: true,
  has_projects: false,
  has_wiki: false,
  has_discussions: false,
  has_pull_requests: true,
  pull_request_creation_policy: "all",
  is_template: false,
  allow_forking: undefined,
  security_and_analysis: null,
};

const chosen = repositorySettings.shape;
const settings = z.object({
  homepage: z.string().nullish(),
  squash_merge_commit_title: chosen.squash_merge_commit_title.removeDefault().optional(),
  squash_merge_commit_message: chosen.squash_merge_commit_message.removeDefault().optional(),
  merge_commit_title: chosen.merge_commit_title.removeDefault().optional(),
  merge_commit_message: chosen.merge_commit_message.removeDefault().optional(),
  web_commit_signoff_required: z.boolean().optional(),
});

const body = z.looseObject({
  name: z.string().optional(),
  description: z.string().nullish(),
  private: z.boolean().optional(),
  visibility: z.enum(["public", "private"]).optional(),
  default_branch: z.string().optional(),
  use_squash_pr_title_as_default: z.boolean().optional(),
  ...settings.shape,
  ...Object.fromEntries(switches.map((name) => [name, z.boolean().optional()])),
});
type Wanted = z.output<typeof body> & { readonly [Name in (typeof switches)[number]]?: boolean };

/** Changes a repository's settings: each that is named is obeyed, or all are refused. */
export const update = operation({
  id: "repos/update",
  method: "PATCH",
  path: "/repos/{owner}/{repo}",
  needs: "admin",
  body,
  handle: async (context) => {
    const { store, git, repositories, repository, permission, now, urls } = context;
    const wanted: Wanted = context.body;
    const isPrivate = privateIn(wanted) ?? repository.private === 1;
    throwOnRefused(context, wanted, isPrivate);
    const branch = wanted.default_branch ?? repository.default_branch;
    if (wanted.default_branch !== undefined) {
      if ((await git.readRef(`refs/heads/${branch}`)) === null) throw invalid([problem("default_branch")]);
      await git.run(["symbolic-ref", "HEAD", `refs/heads/${branch}`]);
    }
    const { name = repository.name } = wanted;
    if (name !== repository.name) await repositories.rename(repository, name);
    const bits = switches.map((key) => Number(wanted[key] ?? repository[key] === 1));
    return store.transaction(() => {
      if (isPrivate && !repository.private) leaveNetwork(store, repository);
      store.run(
        `update repositories set name = ?, description = ?, private = ?, default_branch = ?, settings = ?,
           ${switches.map((key) => `${key} = ?`).join(", ")}, updated_at = ? where id = ?`,
        name,
        wanted.description === undefined ? repository.description : wanted.description,
        isPrivate ? 1 : 0,
        branch,
        JSON.stringify(settingsAfter(context, wanted)),
        ...bits,
        now,
        repository.id,
      );
      const changed = repositoryById(store, repository.id) ?? repository;
      return ok(fullRepositoryView({ store, repository: changed, urls }, permission));
    });
  },
});

const privateIn = ({ private: isPrivate, visibility }: Wanted): boolean | undefined =>
  visibility === undefined ? isPrivate : visibility === "private";

const problem = (field: string, message?: string): ValidationProblem => ({
  resource: "Repository",
  field,
  ...(message === undefined ? { code: "invalid" } : { code: "custom", message }),
});

/** @throws HttpError 422 with everything that is asked for and cannot be. */
const throwOnRefused = (
  { store, repository }: RepositoryContext,
  wanted: Wanted,
  isPrivate: boolean,
): void => {
  if (isPrivate && repository.parent_id !== null) {
    throw unprocessable("Public forks can't be made private. Please duplicate the repository.");
  }
  const { name } = wanted;
  const taken = name === undefined ? undefined : findRepository(store, repository.owner, name);
  const merges = switches.slice(0, 3);
  const noMerge = merges.every((key) => !(wanted[key] ?? repository[key] === 1));
  const problems = [
    ...(name !== undefined && !isRepositoryName(name) ? [problem("name")] : []),
    ...(taken && taken.id !== repository.id ? [problem("name", "name already exists on this account")] : []),
    ...(noMerge
      ? [problem("merge_commit_allowed", "Sorry, you need to allow at least one merge strategy.")]
      : []),
    ...Object.entries(fixed).flatMap(([key, value]) =>
      wanted[key] === undefined || wanted[key] === null || wanted[key] === value
        ? []
        : [problem(key, `${key} cannot be set to this value: this forge does not have it`)],
    ),
  ];
  if (problems.length > 0) throw invalid(problems);
};

const settingsAfter = ({ repository }: RepositoryContext, wanted: Wanted) => {
  const named = Object.entries(settings.parse(wanted)).filter(([, value]) => value !== undefined);
  const usual = wanted.use_squash_pr_title_as_default;
  const title =
    usual === undefined ? {} : { squash_merge_commit_title: usual ? "PR_TITLE" : "COMMIT_OR_PR_TITLE" };
  return { ...settingsIn(repository), ...title, ...Object.fromEntries(named) };
};
