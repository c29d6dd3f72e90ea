import { userById } from "../../accounts.ts";
import type { RepositoryContext, RequestContext } from "../../context.ts";
import { nodeId } from "../../node-id.ts";
import { includes } from "../../permissions.ts";
import { assignableUsers } from "../../repositories/collaborators/table.ts";
import { countForks, parentOf } from "../../repositories/forks/table.ts";
import { sshAddress } from "../../repositories/view.ts";
import { mayRead } from "../../repositories/visible.ts";
import { fullNameOf, type Repository } from "../../repository.ts";
import { settingsIn } from "../../repository-settings.ts";
import { connection, inMemory, nothing, type Slice } from "../connection.ts";
import { missing } from "../errors.ts";
import { gitFields } from "../git/node.ts";
import { issueFields } from "../issues/of-repository.ts";
import { labelFields } from "../labels/of-repository.ts";
import { pullNode } from "../pulls/node.ts";
import { pullFields } from "../pulls/of-repository.ts";
import { queueNode } from "../pulls/queue.ts";
import { inside } from "../seen.ts";
import { actorNode, commitEmailOf, userNode } from "../users/node.ts";

/** GitHub's `Repository`, for who may read it. */
export const repositoryNode = (context: RequestContext, repository: Repository) => {
  const here = inside(context, repository);
  return {
    __typename: "Repository",
    id: nodeId("R", repository.id),
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: fullNameOf(repository),
    owner: () => ownerNode(context, repository),
    description: repository.description,
    createdAt: repository.created_at,
    updatedAt: repository.updated_at,
    pushedAt: repository.pushed_at,
    ...addresses(here),
    ...switches(repository),
    ...familyOf(context, repository),
    ...viewerFields(here),
    ...peopleFields(here),
    ...gitFields(here),
    ...labelFields(here),
    ...issueFields(here),
    ...pullFields(here),
    mergeQueue: ({ branch }: { branch?: string | null }) =>
      queueNode(here, branch ?? repository.default_branch, pullNode),
    ...absent,
  };
};

/** Who owns a repository. */
const ownerNode = (context: RequestContext, { owner, owner_id }: Pick<Repository, "owner" | "owner_id">) => {
  const user = userById(context.store, owner_id);
  if (!user) throw missing(`Could not resolve to a User with the login of '${owner}'.`);
  return userNode(context, user);
};

const addresses = ({ repository, urls }: RepositoryContext) => {
  const name = fullNameOf(repository);
  return {
    url: `${urls.html}/${name}`,
    sshUrl: sshAddress(urls.html, name),
    homepageUrl: settingsIn(repository).homepage || null,
    mirrorUrl: null,
  };
};

const switches = (repository: Repository) => ({
  visibility: repository.private ? "PRIVATE" : "PUBLIC",
  isPrivate: repository.private === 1,
  mergeCommitAllowed: repository.allow_merge_commit === 1,
  squashMergeAllowed: repository.allow_squash_merge === 1,
  rebaseMergeAllowed: repository.allow_rebase_merge === 1,
  deleteBranchOnMerge: repository.delete_branch_on_merge === 1,
  autoMergeAllowed: repository.allow_auto_merge === 1,
  isArchived: repository.archived === 1,
  hasVulnerabilityAlertsEnabled: false,
  hasIssuesEnabled: true,
  hasProjectsEnabled: false,
  hasWikiEnabled: false,
  hasDiscussionsEnabled: false,
  isBlankIssuesEnabled: true,
});

const familyOf = (context: RequestContext, repository: Repository) => ({
  isFork: repository.parent_id !== null,
  forkCount: () => countForks(context.store, repository),
  parent: () => {
    const parent = parentOf(context.store, repository);
    return parent && mayRead(context, parent) ? repositoryNode(context, parent) : null;
  },
});

const viewerFields = (here: RepositoryContext) => {
  const { repository, permission, viewer } = here;
  return {
    viewerPermission: permission.toUpperCase(),
    viewerCanAdminister: includes(permission, "admin"),
    viewerDefaultMergeMethod: repository.allow_merge_commit
      ? "MERGE"
      : repository.allow_squash_merge
        ? "SQUASH"
        : "REBASE",
    viewerDefaultCommitEmail: viewer ? commitEmailOf(viewer) : null,
    viewerPossibleCommitEmails: viewer ? [commitEmailOf(viewer)] : null,
    viewerHasStarred: false,
    viewerSubscription: "UNSUBSCRIBED",
  };
};

interface People extends Slice {
  readonly query?: string | null;
}

const peopleFields = (here: RepositoryContext) => {
  const people = ({ query }: People) =>
    assignableUsers(here.store, here.repository.id).filter(({ login }) =>
      login.toLowerCase().includes((query ?? "").toLowerCase()),
    );
  const persons = (wanted: People) =>
    connection(inMemory(people(wanted).filter(({ login }) => !login.endsWith("[bot]"))), wanted, (user) =>
      userNode(here, user),
    );
  return {
    assignableUsers: persons,
    mentionableUsers: persons,
    suggestedActors: (wanted: People) =>
      connection(inMemory(people(wanted)), wanted, (user) => actorNode(here, user)),
    watchers: (slice: Slice) => connection(nothing, slice, () => null),
  };
};

/** What no repository of the forge has. */
const absent = {
  archivedAt: null,
  isDisabled: false,
  isLocked: false,
  isInOrganization: false,
  isMirror: false,
  isTemplate: false,
  isUserConfigurationRepository: false,
  stargazerCount: 0,
  diskUsage: 0,
  templateRepository: null,
  primaryLanguage: null,
  licenseInfo: null,
  latestRelease: null,
  issueTemplates: [],
  pullRequestTemplates: [],
  languages: (slice: Slice) => connection(nothing, slice, () => null),
  repositoryTopics: (slice: Slice) => connection(nothing, slice, () => null),
  projects: (slice: Slice) => connection(nothing, slice, () => null),
};
