import type { RepositoryContext } from "./context.ts";
import { notForIntegrations } from "./errors.ts";

const folder = ".github/workflows";

/** @throws HttpError 403 when a job's token would write a workflow's file. */
export const throwOnWorkflowFile = ({ grant }: Pick<RepositoryContext, "grant">, path: string): void => {
  if (grant && path.startsWith(`${folder}/`)) throw notForIntegrations();
};

/** @throws HttpError 403 when a job's token would put a branch at new commits that change workflows. */
export const throwOnWorkflowCommits = async (
  { grant, git }: Pick<RepositoryContext, "grant" | "git">,
  sha: string,
): Promise<void> => {
  if (!grant) return;
  const input = await git.run(["rev-list", sha, "--not", "--all"]);
  const args = ["diff-tree", "--stdin", "--root", "--no-commit-id", "--name-only", "-r", "--", folder];
  if ((await git.run(args, { input })) !== "") throw notForIntegrations();
};

/** A pre-receive hook that refuses commits which change workflows: no job's token has `workflows` permission. */
export const workflowGuard = `#!/bin/sh
while read -r _ new name; do
  case "$new" in *[!0]*) ;; *) continue ;; esac
  file=$(git rev-list "$new" --not --all | git diff-tree --stdin --root --no-commit-id --name-only -r -- ${folder} | sed -n 1p)
  if [ -n "$file" ]; then
    echo "refusing to allow a GitHub App to create or update workflow \\\`$file\\\` without \\\`workflows\\\` permission" >&2
    exit 1
  fi
done
`;
