import type { RepositoryContext } from "../context.ts";
import { assigneesOf } from "../issues/assignees/table.ts";
import { labelsOf } from "../issues/labels/table.ts";
import { labelView } from "../issues/labels/view.ts";
import { milestoneById } from "../issues/milestones/table.ts";
import { milestoneView } from "../issues/milestones/view.ts";
import { associationOf } from "../issues/view.ts";
import { nodeId } from "../node-id.ts";
import type { Shown } from "../repositories/shown.ts";
import { repositoryById } from "../repositories/table.ts";
import { repositoryView } from "../repositories/view.ts";
import { fullNameOf } from "../repository.ts";
import { personView, userView } from "../user-view.ts";
import type { Counts } from "./comparison.ts";
import { mergeabilityOf } from "./mergeability.ts";
import { pullsOfStack, stackOfPull } from "./merging/stacks.ts";
import { autoMergeOf } from "./merging/waiting.ts";
import { requestedReviewers } from "./requested-reviewers.ts";
import { isForeign, type Pull } from "./table.ts";

/** A pull request as lists show it: GitHub's `pull-request-simple`; a list shows one repository in all of them. */
export const simplePullView = (
  context: Shown,
  pull: Pull,
  repo: RepositoryView = repositoryView(context),
) => {
  const { store, urls } = context;
  const links = linksOf(context, pull);
  const assignees = assigneesOf(store, pull.id).map((user) => userView(user, urls));
  const milestone = pull.milestone_id === null ? undefined : milestoneById(store, pull.milestone_id);
  return {
    ...addressesOf(links),
    id: pull.id,
    node_id: nodeId("PR", pull.id),
    number: pull.number,
    state: pull.state,
    locked: pull.locked === 1,
    active_lock_reason: pull.lock_reason,
    title: pull.title,
    body: pull.body,
    user: personView(context, pull.user_id),
    author_association: associationOf(context, pull.user_id),
    labels: labelsOf(store, pull.id).map((label) => labelView(context, label)),
    milestone: milestone ? milestoneView(context, milestone) : null,
    assignee: assignees[0] ?? null,
    assignees,
    requested_reviewers: requestedReviewers(store, pull.id).map((user) => userView(user, urls)),
    requested_teams: [],
    created_at: pull.created_at,
    updated_at: pull.updated_at,
    closed_at: pull.closed_at,
    merged_at: pull.merged_at,
    merge_commit_sha: pull.merge_commit_sha,
    draft: pull.draft === 1,
    auto_merge: autoMergeView(context, pull),
    stack: stackPlace(context, pull),
    head: headView(context, pull, repo),
    base: sideView(repo, { owner: context.repository.owner, ref: pull.base_ref, sha: pull.base_sha }),
    _links: links,
  };
};

/** GitHub's `auto-merge`. */
const autoMergeView = (shown: Shown, pull: Pull) => {
  const auto = autoMergeOf(shown.store, pull.id);
  const enabled_by = auto && pull.state === "open" ? personView(shown, auto.user_id) : null;
  if (!auto || !enabled_by) return null;
  const { method: merge_method, title, message } = auto;
  return { enabled_by, merge_method, commit_title: title ?? "", commit_message: message ?? "" };
};

/** Where a pull request is in its stack: GitHub's `pull-request-stack`. */
const stackPlace = ({ store }: Shown, pull: Pull) => {
  const stack = stackOfPull(store, pull.id);
  if (!stack) return null;
  const pulls = pullsOfStack(store, stack.id);
  return {
    id: stack.id,
    number: stack.number,
    base: { ref: stack.base_ref, sha: pulls[0]?.base_sha ?? pull.base_sha },
    size: pulls.length,
    position: pulls.findIndex(({ id }) => id === pull.id) + 1,
  };
};

/** A pull request as its own page tells it: GitHub's `pull-request`. */
export const pullView = (context: RepositoryContext, pull: Pull, counts: Counts) => {
  const { mergeable, mergeable_state } = mergeabilityOf(context, pull);
  return {
    ...simplePullView(context, pull),
    merged: pull.merged_at !== null,
    mergeable,
    rebaseable: mergeable,
    mergeable_state,
    merged_by:
      pull.merged_at === null || pull.merged_by === null ? null : personView(context, pull.merged_by),
    comments: countOf(context, "comments where issue_id", pull),
    review_comments: countOf(context, "review_comments where pull_id", pull),
    maintainer_can_modify: pull.maintainer_can_modify === 1,
    commits: counts.commits,
    additions: counts.additions,
    deletions: counts.deletions,
    changed_files: counts.changed_files,
  };
};

/** A pull request of an own branch as check runs and workflow runs name it: GitHub's `pull-request-minimal`. */
export const minimalPullView = (
  { repository, urls }: Pick<RepositoryContext, "repository" | "urls">,
  pull: Pull,
) => {
  const repo = { id: repository.id, url: urls.repository(fullNameOf(repository)), name: repository.name };
  return {
    id: pull.id,
    number: pull.number,
    url: `${repo.url}/pulls/${pull.number}`,
    head: { ref: pull.head_ref, sha: pull.head_sha, repo },
    base: { ref: pull.base_ref, sha: pull.base_sha, repo },
  };
};

type RepositoryView = ReturnType<typeof repositoryView>;

/** The head's side; its repository is `null` once that is gone. */
const headView = (shown: Shown, pull: Pull, own: RepositoryView) => {
  const { store, urls } = shown;
  const side = { owner: pull.head_owner, ref: pull.head_ref, sha: pull.head_sha };
  if (!isForeign(pull)) return sideView(own, side);
  const { head_repository_id: id } = pull;
  const repository = id === null ? undefined : repositoryById(store, id);
  if (repository) return sideView(repositoryView({ store, repository, urls }), side);
  return { ...sideView(own, side), user: personView(shown, pull.head_owner_id), repo: null };
};

const sideView = (
  repo: RepositoryView,
  { owner, ref, sha }: { owner: string; ref: string; sha: string },
) => ({
  label: `${owner}:${ref}`,
  ref,
  sha,
  user: repo.owner,
  repo,
});

const linksOf = ({ repository, urls }: Shown, pull: Pull) => {
  const name = fullNameOf(repository);
  const api = urls.repository(name);
  const self = `${api}/pulls/${pull.number}`;
  return {
    self: { href: self },
    html: { href: `${urls.html}/${name}/pull/${pull.number}` },
    issue: { href: `${api}/issues/${pull.number}` },
    comments: { href: `${api}/issues/${pull.number}/comments` },
    review_comments: { href: `${self}/comments` },
    review_comment: { href: `${api}/pulls/comments{/number}` },
    commits: { href: `${self}/commits` },
    statuses: { href: `${api}/statuses/${pull.head_sha}` },
  };
};

const addressesOf = (links: ReturnType<typeof linksOf>) => ({
  url: links.self.href,
  html_url: links.html.href,
  diff_url: `${links.html.href}.diff`,
  patch_url: `${links.html.href}.patch`,
  issue_url: links.issue.href,
  commits_url: links.commits.href,
  review_comments_url: links.review_comments.href,
  review_comment_url: links.review_comment.href,
  comments_url: links.comments.href,
  statuses_url: links.statuses.href,
});

const countOf = ({ store }: RepositoryContext, rows: string, pull: Pull): number =>
  store.get<{ count: number }>(`select count(*) as count from ${rows} = ?`, pull.id)?.count ?? 0;
