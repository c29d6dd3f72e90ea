import { commentFields, connectionSchema, slice, writtenFields } from "../common/schema.ts";

/** What issues and pull requests both have. */
export const conversationFields = `
    id: ID!
    databaseId: Int
    fullDatabaseId: BigInt
    number: Int!
    title: String!
    body: String!
    bodyText: String!
    url: URI!
    author: Actor
    authorAssociation: CommentAuthorAssociation!
    closed: Boolean!
    closedAt: DateTime
    createdAt: DateTime!
    updatedAt: DateTime!
    lastEditedAt: DateTime
    includesCreatedEdit: Boolean!
    locked: Boolean!
    activeLockReason: LockReason
    viewerDidAuthor: Boolean!
    viewerCanUpdate: Boolean!
    repository: Repository!
    milestone: Milestone
    reactionGroups: [ReactionGroup!]
    assignees(${slice}): UserConnection!
    assignedActors(${slice}): AssigneeConnection!
    labels(${slice}, orderBy: LabelOrder = { field: CREATED_AT, direction: ASC }): LabelConnection
    comments(${slice}): IssueCommentConnection!
    projectCards(
      ${slice}, archivedStates: [ProjectCardArchivedState] = [ARCHIVED, NOT_ARCHIVED]
    ): ProjectCardConnection!
    projectItems(${slice}, includeArchived: Boolean = true): ProjectV2ItemConnection!`;

export const conversationInterfaces = "Node & Labelable & Lockable & Assignable & Comment";

export const issuesSchema = `
  enum IssueState { CLOSED OPEN }
  enum IssueStateReason { COMPLETED DUPLICATE NOT_PLANNED REOPENED }
  enum LockReason { OFF_TOPIC RESOLVED SPAM TOO_HEATED }
  enum IssueOrderField { COMMENTS CREATED_AT UPDATED_AT }
  enum CommentAuthorAssociation {
    COLLABORATOR CONTRIBUTOR FIRST_TIMER FIRST_TIME_CONTRIBUTOR MANNEQUIN MEMBER NONE OWNER
  }
  enum ReactionContent { CONFUSED EYES HEART HOORAY LAUGH ROCKET THUMBS_DOWN THUMBS_UP }
  input IssueOrder { field: IssueOrderField! direction: OrderDirection! }
  input IssueFilters {
    assignee: String
    createdBy: String
    labels: [String!]
    mentioned: String
    milestone: String
    milestoneNumber: String
    since: DateTime
    states: [IssueState!]
  }
  interface Lockable { locked: Boolean! activeLockReason: LockReason }
  interface Assignable { assignees(${slice}): UserConnection! }
  interface Comment {
    id: ID!${writtenFields}
    viewerDidAuthor: Boolean!
  }
  union Assignee = Bot | User
  union IssueOrPullRequest = Issue | PullRequest
  type ReactingUserConnection { nodes: [User] pageInfo: PageInfo! totalCount: Int! }
  type ReactionGroup {
    content: ReactionContent!
    createdAt: DateTime
    viewerHasReacted: Boolean!
    users(${slice}): ReactingUserConnection!
  }
  type Issue implements ${conversationInterfaces} {${conversationFields}
    state: IssueState!
    stateReason(enableDuplicate: Boolean = false): IssueStateReason
    isPinned: Boolean
    closedByPullRequestsReferences(${slice}, includeClosedPrs: Boolean = false): PullRequestConnection
  }
  type IssueComment implements Node & Comment {${commentFields}
    repository: Repository!
  }
  ${connectionSchema("Assignee")}
  ${connectionSchema("Issue")}
  ${connectionSchema("IssueComment")}`;

export const issueMutations = `
    createIssue(input: CreateIssueInput!): CreateIssuePayload
    updateIssue(input: UpdateIssueInput!): UpdateIssuePayload
    closeIssue(input: CloseIssueInput!): CloseIssuePayload
    reopenIssue(input: ReopenIssueInput!): ReopenIssuePayload
    addComment(input: AddCommentInput!): AddCommentPayload
    updateIssueComment(input: UpdateIssueCommentInput!): UpdateIssueCommentPayload
    deleteIssueComment(input: DeleteIssueCommentInput!): DeleteIssueCommentPayload
    addLabelsToLabelable(input: AddLabelsToLabelableInput!): AddLabelsToLabelablePayload
    removeLabelsFromLabelable(input: RemoveLabelsFromLabelableInput!): RemoveLabelsFromLabelablePayload
    addAssigneesToAssignable(input: AddAssigneesToAssignableInput!): AddAssigneesToAssignablePayload
    removeAssigneesFromAssignable(input: RemoveAssigneesFromAssignableInput!): RemoveAssigneesFromAssignablePayload
    replaceActorsForAssignable(input: ReplaceActorsForAssignableInput!): ReplaceActorsForAssignablePayload
    createLabel(input: CreateLabelInput!): CreateLabelPayload
    addSubIssue(input: AddSubIssueInput!): AddSubIssuePayload
    addBlockedBy(input: AddBlockedByInput!): AddBlockedByPayload
    removeBlockedBy(input: RemoveBlockedByInput!): RemoveBlockedByPayload
    lockLockable(input: LockLockableInput!): LockLockablePayload
    unlockLockable(input: UnlockLockableInput!): UnlockLockablePayload`;

export const issueInputs = `
  enum IssueClosedStateReason { COMPLETED DUPLICATE NOT_PLANNED }
  input CreateIssueInput {
    repositoryId: ID!
    title: String!
    body: String
    assigneeIds: [ID!]
    labelIds: [ID!]
    milestoneId: ID
    projectIds: [ID!]
    clientMutationId: String
  }
  type CreateIssuePayload { issue: Issue clientMutationId: String }
  input UpdateIssueInput {
    id: ID!
    title: String
    body: String
    state: IssueState
    assigneeIds: [ID!]
    labelIds: [ID!]
    milestoneId: ID
    projectIds: [ID!]
    clientMutationId: String
  }
  type UpdateIssuePayload { issue: Issue actor: Actor clientMutationId: String }
  input CloseIssueInput { issueId: ID! stateReason: IssueClosedStateReason clientMutationId: String }
  type CloseIssuePayload { issue: Issue clientMutationId: String }
  input ReopenIssueInput { issueId: ID! clientMutationId: String }
  type ReopenIssuePayload { issue: Issue clientMutationId: String }
  input AddCommentInput { subjectId: ID! body: String! clientMutationId: String }
  type AddCommentPayload { commentEdge: IssueCommentEdge subject: Node clientMutationId: String }
  input UpdateIssueCommentInput { id: ID! body: String! clientMutationId: String }
  type UpdateIssueCommentPayload { issueComment: IssueComment clientMutationId: String }
  input DeleteIssueCommentInput { id: ID! clientMutationId: String }
  type DeleteIssueCommentPayload { clientMutationId: String }
  input AddLabelsToLabelableInput { labelableId: ID! labelIds: [ID!]! clientMutationId: String }
  type AddLabelsToLabelablePayload { labelable: Labelable clientMutationId: String }
  input RemoveLabelsFromLabelableInput { labelableId: ID! labelIds: [ID!]! clientMutationId: String }
  type RemoveLabelsFromLabelablePayload { labelable: Labelable clientMutationId: String }
  input AddAssigneesToAssignableInput { assignableId: ID! assigneeIds: [ID!]! clientMutationId: String }
  type AddAssigneesToAssignablePayload { assignable: Assignable clientMutationId: String }
  input RemoveAssigneesFromAssignableInput { assignableId: ID! assigneeIds: [ID!]! clientMutationId: String }
  type RemoveAssigneesFromAssignablePayload { assignable: Assignable clientMutationId: String }
  input ReplaceActorsForAssignableInput { assignableId: ID! actorIds: [ID!] actorLogins: [String!] clientMutationId: String }
  type ReplaceActorsForAssignablePayload { assignable: Assignable clientMutationId: String }
  input CreateLabelInput {
    repositoryId: ID!
    name: String!
    color: String!
    description: String
    clientMutationId: String
  }
  type CreateLabelPayload { label: Label clientMutationId: String }
  input AddSubIssueInput {
    issueId: ID!
    subIssueId: ID
    subIssueUrl: String
    replaceParent: Boolean
    clientMutationId: String
  }
  type AddSubIssuePayload { issue: Issue subIssue: Issue clientMutationId: String }
  input AddBlockedByInput { issueId: ID! blockingIssueId: ID! clientMutationId: String }
  type AddBlockedByPayload { issue: Issue blockingIssue: Issue clientMutationId: String }
  input RemoveBlockedByInput { issueId: ID! blockingIssueId: ID! clientMutationId: String }
  type RemoveBlockedByPayload { issue: Issue blockingIssue: Issue clientMutationId: String }
  input LockLockableInput { lockableId: ID! lockReason: LockReason clientMutationId: String }
  type LockLockablePayload { lockedRecord: Lockable actor: Actor clientMutationId: String }
  input UnlockLockableInput { lockableId: ID! clientMutationId: String }
  type UnlockLockablePayload { unlockedRecord: Lockable actor: Actor clientMutationId: String }`;
