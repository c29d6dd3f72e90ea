import { nodeId } from "../node-id.ts";
import type { Shown } from "../repositories/shown.ts";
import { fullNameOf } from "../repository.ts";
import { personView, userView } from "../user-view.ts";
import type { DependencyCount } from "./dependencies/table.ts";
import { labelView } from "./labels/view.ts";
import { milestoneById } from "./milestones/table.ts";
import { milestoneView } from "./milestones/view.ts";
import { type IssueParts, partsOf } from "./parts.ts";
import { rollup } from "./reactions/table.ts";
import { subIssueSummary } from "./sub-issues/table.ts";
import { hasContributed, type Issue } from "./table.ts";

/** An issue, or a pull request as the issue endpoints show it: GitHub's `issue`. */
export const issueView = (shown: Shown, issue: Issue) =>
  viewWith(shown, issue, sharedBy(shown, partsOf(shown.store, [issue.id])));

/** The same of many, read together. */
export const issueViews = (shown: Shown, issues: readonly Issue[]): ReturnType<typeof issueView>[] => {
  const ids = issues.map(({ id }) => id);
  const shared = sharedBy(shown, partsOf(shown.store, ids));
  return issues.map((issue) => viewWith(shown, issue, shared));
};

/** What issues show, and what many of them share, each read once. */
const sharedBy = (shown: Shown, parts: IssueParts) => ({
  ...parts,
  person: once((id) => personView(shown, id)),
  association: once((id) => associationOf(shown, id)),
  milestone: once((id) => {
    const milestone = milestoneById(shown.store, id);
    return milestone ? milestoneView(shown, milestone) : null;
  }),
});

const once = <Value>(read: (id: number) => Value): ((id: number) => Value) => {
  const known = new Map<number, Value>();
  return (id) => {
    const value = known.has(id) ? (known.get(id) as Value) : read(id);
    known.set(id, value);
    return value;
  };
};

const viewWith = (shown: Shown, issue: Issue, shared: ReturnType<typeof sharedBy>) => {
  const { repository, urls } = shown;
  const repositoryUrl = urls.repository(fullNameOf(repository));
  const url = `${repositoryUrl}/issues/${issue.number}`;
  const assignees = shared.assignees(issue.id).map((user) => userView(user, urls));
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
    user: shared.person(issue.user_id),
    author_association: shared.association(issue.user_id),
    labels: shared.labels(issue.id).map((label) => labelView(shown, label)),
    assignee: assignees[0] ?? null,
    assignees,
    milestone: issue.milestone_id === null ? null : shared.milestone(issue.milestone_id),
    comments: shared.comments(issue.id),
    created_at: issue.created_at,
    updated_at: issue.updated_at,
    closed_at: issue.closed_at,
    closed_by: issue.closed_by === null ? null : shared.person(issue.closed_by),
    url,
    html_url: pageOf(shown, issue),
    repository_url: repositoryUrl,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    performed_via_github_app: null,
    reactions: rollup(shared.reactions(issue.id), `${url}/reactions`),
    sub_issues_summary: subIssueSummary(shared.subIssues(issue.id)),
    issue_dependencies_summary: dependencySummary(shared.blockedBy(issue.id), shared.blocking(issue.id)),
    ...(issue.is_pull ? { pull_request: pullLinks(shown, issue) } : {}),
  };
};

const dependencySummary = (blockedBy: DependencyCount, blocking: DependencyCount) => ({
  blocked_by: blockedBy.open,
  blocking: blocking.open,
  total_blocked_by: blockedBy.total,
  total_blocking: blocking.total,
});

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
