import { nodeId } from "../node-id.ts";
import type { Shown } from "../repositories/shown.ts";
import { fullNameOf } from "../repository.ts";
import { personView, userView } from "../user-view.ts";
import { assigneesOf } from "./assignees/table.ts";
import { countComments } from "./comments/table.ts";
import { dependencySummary } from "./dependencies/table.ts";
import { labelsOf } from "./labels/table.ts";
import { labelView } from "./labels/view.ts";
import { milestoneById } from "./milestones/table.ts";
import { milestoneView } from "./milestones/view.ts";
import { rollupOf } from "./reactions/table.ts";
import { subIssueSummary } from "./sub-issues/table.ts";
import { hasContributed, type Issue } from "./table.ts";

/** An issue, or a pull request as the issue endpoints show it: GitHub's `issue`. */
export const issueView = (shown: Shown, issue: Issue) => {
  const { store, repository, urls } = shown;
  const repositoryUrl = urls.repository(fullNameOf(repository));
  const url = `${repositoryUrl}/issues/${issue.number}`;
  const assignees = assigneesOf(store, issue.id).map((user) => userView(user, urls));
  const milestone = issue.milestone_id === null ? undefined : milestoneById(store, issue.milestone_id);
  return {
    id: issue.id,
    node_id: nodeId(issue.is_pull ? "PR" : "I", issue.id),
    number: issue.number,
    title: issue.title,
    body: issue.body,
    state: issue.state,
    state_reason: issue.state_reason,
    locked: issue.locked === 1,
    active_lock_reason: issue.lock_reason,
    user: personView(shown, issue.user_id),
    author_association: associationOf(shown, issue.user_id),
    labels: labelsOf(store, issue.id).map((label) => labelView(shown, label)),
    assignee: assignees[0] ?? null,
    assignees,
    milestone: milestone ? milestoneView(shown, milestone) : null,
    comments: countComments(store, issue.id),
    created_at: issue.created_at,
    updated_at: issue.updated_at,
    closed_at: issue.closed_at,
    closed_by: issue.closed_by === null ? null : personView(shown, issue.closed_by),
    url,
    html_url: pageOf(shown, issue),
    repository_url: repositoryUrl,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    performed_via_github_app: null,
    reactions: rollupOf(store, { subject: "issue", id: issue.id, url: `${url}/reactions` }),
    sub_issues_summary: subIssueSummary(store, issue.id),
    issue_dependencies_summary: dependencySummary(store, issue.id),
    ...(issue.is_pull ? { pull_request: pullLinks(shown, issue) } : {}),
  };
};

/** The address of an issue's or a pull request's page. */
export const pageOf = ({ repository, urls }: Shown, issue: Issue): string =>
  `${urls.html}/${fullNameOf(repository)}/${issue.is_pull ? "pull" : "issues"}/${issue.number}`;

const pullLinks = (shown: Shown, issue: Issue) => ({
  url: `${shown.urls.repository(fullNameOf(shown.repository))}/pulls/${issue.number}`,
  html_url: pageOf(shown, issue),
  diff_url: `${pageOf(shown, issue)}.diff`,
  patch_url: `${pageOf(shown, issue)}.patch`,
  merged_at: issue.merged_at,
});

/** How an author stands to the repository; display only, never a permission. */
export const associationOf = ({ store, repository }: Shown, userId: number) => {
  if (repository.owner_id === userId) return "OWNER";
  const role = store.get(
    "select 1 from collaborators where repository_id = ? and user_id = ?",
    repository.id,
    userId,
  );
  if (role) return "COLLABORATOR";
  return hasContributed(store, repository.id, userId) ? "CONTRIBUTOR" : "NONE";
};
