/** A pre-receive hook that refuses commits which change workflows: no job's token has `workflows` permission. */
export const workflowGuard = `#!/bin/sh
while read -r _ new name; do
  case "$new" in *[!0]*) ;; *) continue ;; esac
  file=$(git rev-list "$new" --not --all | git diff-tree --stdin --root --no-commit-id --name-only -r -- .github/workflows | sed -n 1p)
  if [ -n "$file" ]; then
    echo "refusing to allow a GitHub App to create or update workflow \\\`$file\\\` without \\\`workflows\\\` permission" >&2
    exit 1
  fi
done
`;
