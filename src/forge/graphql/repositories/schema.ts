import { connectionSchema, slice } from "../common/schema.ts";
import { ruleFields } from "../rules/schema.ts";

export const repositoriesSchema = `
  enum RepositoryPrivacy { PRIVATE PUBLIC }
  enum RepositoryVisibility { INTERNAL PRIVATE PUBLIC }
  enum RepositoryPermission { ADMIN MAINTAIN READ TRIAGE WRITE }
  enum RepositoryOrderField { CREATED_AT NAME PUSHED_AT STARGAZERS UPDATED_AT }
  enum RepositorySuggestedActorFilter { CAN_BE_ASSIGNED CAN_BE_AUTHOR }
  enum SubscriptionState { IGNORED SUBSCRIBED UNSUBSCRIBED }
  input RepositoryOrder { field: RepositoryOrderField! direction: OrderDirection! }
  type Ref implements Node {
    id: ID!
    name: String!
    prefix: String!
    target: GitObject
    repository: Repository!
    compare(headRef: String!): Comparison${ruleFields}
  }
  enum ComparisonStatus { AHEAD BEHIND DIVERGED IDENTICAL }
  type Comparison { aheadBy: Int! behindBy: Int! status: ComparisonStatus! }
  interface GitObject { id: ID! oid: GitObjectID! abbreviatedOid: String! }
  type GitActor { name: String email: String user: User }
  type GitActorConnection { nodes: [GitActor] pageInfo: PageInfo! totalCount: Int! }
  type Commit implements Node & GitObject {
    id: ID!
    oid: GitObjectID!
    abbreviatedOid: String!
    message: String!
    messageHeadline: String!
    messageBody: String!
    authoredDate: DateTime!
    committedDate: DateTime!
    author: GitActor
    committer: GitActor
    authors(${slice}): GitActorConnection!
    statusCheckRollup: StatusCheckRollup
    checkSuites(${slice}): CheckSuiteConnection
    url: URI!
  }
  type IssueTemplate { filename: String! name: String! title: String body: String about: String }
  type PullRequestTemplate { filename: String body: String }
  type Language { name: String! }
  type License { key: String! name: String! nickname: String }
  type Release { name: String tagName: String! publishedAt: DateTime url: URI! }
  type Topic { name: String! }
  type RepositoryTopic { topic: Topic! }
  type LanguageEdge { cursor: String! size: Int! node: Language! }
  type LanguageConnection { edges: [LanguageEdge] nodes: [Language] pageInfo: PageInfo! totalCount: Int! }
  type Repository implements Node {
    id: ID!
    databaseId: Int
    name: String!
    nameWithOwner: String!
    owner: RepositoryOwner!
    url: URI!
    sshUrl: GitSSHRemote!
    description: String
    homepageUrl: URI
    mirrorUrl: URI
    createdAt: DateTime!
    updatedAt: DateTime!
    pushedAt: DateTime
    archivedAt: DateTime
    visibility: RepositoryVisibility!
    isPrivate: Boolean!
    isArchived: Boolean!
    isDisabled: Boolean!
    isLocked: Boolean!
    isEmpty: Boolean!
    isFork: Boolean!
    isInOrganization: Boolean!
    isMirror: Boolean!
    isTemplate: Boolean!
    isBlankIssuesEnabled: Boolean!
    isUserConfigurationRepository: Boolean!
    hasIssuesEnabled: Boolean!
    hasProjectsEnabled: Boolean!
    hasWikiEnabled: Boolean!
    hasDiscussionsEnabled: Boolean!
    mergeCommitAllowed: Boolean!
    squashMergeAllowed: Boolean!
    rebaseMergeAllowed: Boolean!
    autoMergeAllowed: Boolean!
    hasVulnerabilityAlertsEnabled: Boolean!
    mergeQueue(branch: String): MergeQueue
    deleteBranchOnMerge: Boolean!
    forkCount: Int!
    stargazerCount: Int!
    diskUsage: Int
    parent: Repository
    templateRepository: Repository
    primaryLanguage: Language
    licenseInfo: License
    latestRelease: Release
    languages(${slice}): LanguageConnection
    repositoryTopics(${slice}): RepositoryTopicConnection!
    issueTemplates: [IssueTemplate!]
    pullRequestTemplates: [PullRequestTemplate!]
    viewerPermission: RepositoryPermission
    viewerCanAdminister: Boolean!
    viewerDefaultMergeMethod: PullRequestMergeMethod!
    viewerDefaultCommitEmail: String
    viewerPossibleCommitEmails: [String!]
    viewerHasStarred: Boolean!
    viewerSubscription: SubscriptionState
    defaultBranchRef: Ref
    ref(qualifiedName: String!): Ref
    object(oid: GitObjectID, expression: String): GitObject
    watchers(${slice}): UserConnection!
    assignableUsers(${slice}, query: String): UserConnection!
    mentionableUsers(${slice}, query: String): UserConnection!
    suggestedActors(
      ${slice}, capabilities: [RepositorySuggestedActorFilter!]!, loginNames: String, query: String
    ): ActorConnection!
    label(name: String!): Label
    labels(${slice}, query: String, orderBy: LabelOrder = { field: CREATED_AT, direction: ASC }): LabelConnection
    milestone(number: Int!): Milestone
    milestones(${slice}, query: String, states: [MilestoneState!], orderBy: MilestoneOrder): MilestoneConnection
    issue(number: Int!): Issue
    issueOrPullRequest(number: Int!): IssueOrPullRequest
    issues(
      ${slice}, states: [IssueState!], labels: [String!], filterBy: IssueFilters, orderBy: IssueOrder
    ): IssueConnection!
    pullRequest(number: Int!): PullRequest
    pullRequests(
      ${slice}, states: [PullRequestState!], labels: [String!], headRefName: String, baseRefName: String,
      orderBy: IssueOrder
    ): PullRequestConnection!
    projects(${slice}, states: [ProjectState!], orderBy: ProjectOrder): ProjectConnection!
  }
  type ActorEdge { cursor: String! node: Actor }
  type ActorConnection { edges: [ActorEdge] nodes: [Actor] pageInfo: PageInfo! totalCount: Int! }
  ${connectionSchema("RepositoryTopic")}
  ${connectionSchema("Repository")}`;

export const repositoryMutations = `
    createRepository(input: CreateRepositoryInput!): CreateRepositoryPayload`;

export const repositoryInputs = `
  input CreateRepositoryInput {
    name: String!
    ownerId: ID
    description: String
    homepageUrl: URI
    visibility: RepositoryVisibility!
    template: Boolean = false
    hasWikiEnabled: Boolean = false
    hasIssuesEnabled: Boolean = true
    teamId: ID
    clientMutationId: String
  }
  type CreateRepositoryPayload { repository: Repository clientMutationId: String }`;
