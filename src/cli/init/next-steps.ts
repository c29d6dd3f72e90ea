import type { ActionSource } from "../workflow-files.ts";

/** What only a person can do, and then the commands that start it. */
export const nextSteps = ({ repository, ref, version }: ActionSource, plan: string | null): string[] => [
  "Three things that only a person can do:",
  "",
  "  1. Secrets: the key of your agent and reviewer. Other programs than claude: docs/github.md.",
  "       gh secret set ANTHROPIC_API_KEY",
  "  2. An App or a token: without one everything runs as github-actions[bot], verdicts are comments, and your CI on its",
  "     pull requests waits until somebody approves its runs.",
  "       gh variable set MILEPOST_APP_ID && gh secret set MILEPOST_PRIVATE_KEY < key.pem",
  "       gh secret set MILEPOST_REVIEWER_TOKEN",
  "  3. The approval setting: Settings → Actions → General → Allow GitHub Actions to create and approve pull requests.",
  "       gh api --method PUT repos/{owner}/{repo}/actions/permissions/workflow \\",
  "         -f default_workflow_permissions=read -F can_approve_pull_request_reviews=true",
  "",
  "Then look at the files, push them, and start:",
  "       git add .github plans && git commit -sm 'Add Milepost' && git push",
  `       gh workflow run milepost.yml -f plan=${idOf(plan)}`,
  "",
  `All of it: https://github.com/${repository}/blob/${version ?? ref}/docs/github.md`,
];

const idOf = (plan: string | null): string =>
  plan === null ? "<plan>" : plan.replace(/^plans\/|\.ya?ml$/g, "");
