import type { RepositoryContext } from "./context.ts";
import { forbidden, notForIntegrations } from "./errors.ts";

const folder = ".github/workflows";

/** @throws HttpError 403 when a job's token would write a workflow's file. */
export const throwOnWorkflowFile = ({ grant }: Pick<RepositoryContext, "grant">, path: string): void => {
  if (grant && path.startsWith(`${folder}/`)) throw notForIntegrations();
};

/**
 * Of a merge only those count that are as in none of its parents.
 * @throws HttpError 403 when a job's token would put a branch at new commits that change workflows.
 */
export const throwOnWorkflowCommits = async (
  { grant, git }: Pick<RepositoryContext, "grant" | "git">,
  sha: string,
): Promise<void> => {
  if (!grant) return;
  const input = await git.run(["rev-list", sha, "--not", "--all"]);
  const args = ["diff-tree", "--stdin", "--root", "--no-commit-id", "--name-only", "-r", "-c", "--", folder];
  if ((await git.run(args, { input })) !== "") throw notForIntegrations();
};

/** @throws HttpError 403 when a merge by a job's token would bring a branch another workflow than it has. */
export const throwOnWorkflowChange = async (
  { grant, git }: Pick<RepositoryContext, "grant" | "git">,
  { from, to }: { from: string; to: string },
): Promise<void> => {
  if (!grant) return;
  const changed = await git.run(["diff-tree", "--name-only", "-r", "-z", from, to, "--", folder]);
  const [file = ""] = changed.split("\0");
  if (file !== "") throw forbidden(workflowRefusal(file));
};

/** What GitHub says to who may not write a workflow. */
export const workflowRefusal = (file: string): string =>
  `refusing to allow a GitHub App to create or update workflow \`${file}\` without \`workflows\` permission`;

/** A shell's way to the first workflow file that new commits at `$new` change. */
export const firstWorkflow = `git rev-list "$new" --not --all | git diff-tree --stdin --root --no-commit-id --name-only -r -c -- ${folder} | sed -n 1p`;
