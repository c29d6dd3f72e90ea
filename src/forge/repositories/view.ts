import { userById } from "../accounts.ts";
import { nodeId } from "../node-id.ts";
import { includes, type Permission } from "../permissions.ts";
import { fullNameOf, type Repository } from "../repository.ts";
import { settingsIn } from "../repository-settings.ts";
import type { Store } from "../store.ts";
import { userView } from "../user-view.ts";
import { countForks, parentOf, sourceOf } from "./forks/table.ts";
import type { Shown } from "./shown.ts";

/** GitHub's `repository`: what lists show, and what pull requests say of their ends. */
export const repositoryView = (shown: Shown, permission?: Permission) => {
  const { store, repository, urls } = shown;
  const name = fullNameOf(repository);
  const owner = userById(store, repository.owner_id);
  const openIssues = countOpenIssues(store, repository);
  const settings = settingsIn(repository);
  const forks = countForks(store, repository);
  return {
    id: repository.id,
    node_id: nodeId("R", repository.id),
    name: repository.name,
    full_name: name,
    owner: owner ? userView(owner, urls) : null,
    private: repository.private === 1,
    visibility: repository.private === 1 ? "private" : "public",
    description: repository.description,
    fork: repository.parent_id !== null,
    default_branch: repository.default_branch,
    homepage: settings.homepage,
    language: null,
    license: null,
    archived: repository.archived === 1,
    disabled: false,
    is_template: false,
    mirror_url: null,
    topics: [],
    size: 0,
    forks,
    forks_count: forks,
    watchers: 0,
    watchers_count: 0,
    stargazers_count: 0,
    open_issues: openIssues,
    open_issues_count: openIssues,
    has_issues: true,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_downloads: false,
    has_discussions: false,
    allow_forking: repository.private === 0,
    web_commit_signoff_required: settings.web_commit_signoff_required,
    created_at: repository.created_at,
    updated_at: repository.updated_at,
    pushed_at: repository.pushed_at,
    ...(permission === undefined ? {} : { permissions: permissionsView(permission) }),
    ...pageAddresses(shown, name),
    ...apiAddresses(urls.repository(name)),
  };
};

/** GitHub's `full-repository`: what the repository's own address shows. */
export const fullRepositoryView = (shown: Shown, permission: Permission) => ({
  ...repositoryView(shown, permission),
  ...mergeSettings(shown.repository),
  ...originView(shown),
  network_count: countForks(shown.store, shown.repository),
  subscribers_count: 0,
});

/** Where a fork comes from: what it was made of, and what that one was made of in the end. */
const originView = ({ store, repository, urls }: Shown) => {
  const parent = parentOf(store, repository);
  if (!parent) return {};
  const view = (origin: Repository) => repositoryView({ store, repository: origin, urls });
  return { parent: view(parent), source: view(sourceOf(store, parent)) };
};

const mergeSettings = (repository: Repository) => {
  const { homepage: _, web_commit_signoff_required: _signoff, ...messages } = settingsIn(repository);
  return {
    ...messages,
    use_squash_pr_title_as_default: messages.squash_merge_commit_title === "PR_TITLE",
    ...switches(repository),
  };
};

const switches = (repository: Repository) => ({
  allow_merge_commit: repository.allow_merge_commit === 1,
  allow_squash_merge: repository.allow_squash_merge === 1,
  allow_rebase_merge: repository.allow_rebase_merge === 1,
  delete_branch_on_merge: repository.delete_branch_on_merge === 1,
  allow_auto_merge: repository.allow_auto_merge === 1,
  allow_update_branch: repository.allow_update_branch === 1,
});

/** Which of GitHub's five levels a permission includes. */
export const permissionsView = (permission: Permission) => ({
  admin: includes(permission, "admin"),
  maintain: includes(permission, "maintain"),
  push: includes(permission, "write"),
  triage: includes(permission, "triage"),
  pull: includes(permission, "read"),
});

const countOpenIssues = (store: Store, repository: Repository): number =>
  store.get<{ count: number }>(
    "select count(*) as count from issues where repository_id = ? and state = 'open'",
    repository.id,
  )?.count ?? 0;

const pageAddresses = ({ urls }: Shown, name: string) => {
  const page = `${urls.html}/${name}`;
  const host = new URL(urls.html).host;
  return {
    html_url: page,
    clone_url: `${page}.git`,
    svn_url: page,
    git_url: `git://${host}/${name}.git`,
    ssh_url: sshAddress(urls.html, name),
  };
};

/** What an address with a port needs a scheme for. There is no SSH here; clients only read where it would be. */
export const sshAddress = (html: string, name: string): string => {
  const { hostname, port } = new URL(html);
  return port === "" ? `git@${hostname}:${name}.git` : `ssh://git@${hostname}:${port}/${name}.git`;
};

const apiAddresses = (url: string) => ({
  url,
  archive_url: `${url}/{archive_format}{/ref}`,
  assignees_url: `${url}/assignees{/user}`,
  blobs_url: `${url}/git/blobs{/sha}`,
  branches_url: `${url}/branches{/branch}`,
  collaborators_url: `${url}/collaborators{/collaborator}`,
  comments_url: `${url}/comments{/number}`,
  commits_url: `${url}/commits{/sha}`,
  compare_url: `${url}/compare/{base}...{head}`,
  contents_url: `${url}/contents/{+path}`,
  contributors_url: `${url}/contributors`,
  deployments_url: `${url}/deployments`,
  downloads_url: `${url}/downloads`,
  events_url: `${url}/events`,
  forks_url: `${url}/forks`,
  git_commits_url: `${url}/git/commits{/sha}`,
  git_refs_url: `${url}/git/refs{/sha}`,
  git_tags_url: `${url}/git/tags{/sha}`,
  hooks_url: `${url}/hooks`,
  issue_comment_url: `${url}/issues/comments{/number}`,
  issue_events_url: `${url}/issues/events{/number}`,
  issues_url: `${url}/issues{/number}`,
  keys_url: `${url}/keys{/key_id}`,
  labels_url: `${url}/labels{/name}`,
  languages_url: `${url}/languages`,
  merges_url: `${url}/merges`,
  milestones_url: `${url}/milestones{/number}`,
  notifications_url: `${url}/notifications{?since,all,participating}`,
  pulls_url: `${url}/pulls{/number}`,
  releases_url: `${url}/releases{/id}`,
  stargazers_url: `${url}/stargazers`,
  statuses_url: `${url}/statuses/{sha}`,
  subscribers_url: `${url}/subscribers`,
  subscription_url: `${url}/subscription`,
  tags_url: `${url}/tags`,
  teams_url: `${url}/teams`,
  trees_url: `${url}/git/trees{/sha}`,
});
