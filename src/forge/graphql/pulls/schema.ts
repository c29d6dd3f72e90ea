import { connectionSchema, slice } from "../common/schema.ts";
import { conversationFields, conversationInterfaces } from "../issues/schema.ts";

export const pullsSchema = `
  enum PullRequestState { CLOSED MERGED OPEN }
  enum MergeableState { CONFLICTING MERGEABLE UNKNOWN }
  enum MergeStateStatus { BEHIND BLOCKED CLEAN DIRTY DRAFT HAS_HOOKS UNKNOWN UNSTABLE }
  enum PullRequestMergeMethod { MERGE REBASE SQUASH }
  enum PullRequestReviewDecision { APPROVED CHANGES_REQUESTED REVIEW_REQUIRED }
  enum PatchStatus { ADDED CHANGED COPIED DELETED MODIFIED RENAMED }
  type AutoMergeRequest {
    authorEmail: String
    commitBody: String
    commitHeadline: String
    enabledAt: DateTime
    enabledBy: Actor
    mergeMethod: PullRequestMergeMethod!
  }
  enum MergeQueueEntryState { AWAITING_CHECKS LOCKED MERGEABLE QUEUED UNMERGEABLE }
  type MergeQueue implements Node {
    id: ID!
    url: URI!
    repository: Repository
    entries(${slice}): MergeQueueEntryConnection
  }
  type MergeQueueEntry implements Node {
    id: ID!
    position: Int!
    state: MergeQueueEntryState!
    enqueuedAt: DateTime!
    enqueuer: Actor!
    jump: Boolean!
    solo: Boolean!
    estimatedTimeToMerge: Int
    baseCommit: Commit
    headCommit: Commit
    mergeQueue: MergeQueue
    pullRequest: PullRequest
  }
  type AddedToMergeQueueEvent implements Node {
    id: ID!
    actor: Actor
    createdAt: DateTime!
    enqueuer: User
    pullRequest: PullRequest
  }
  type RemovedFromMergeQueueEvent implements Node {
    id: ID!
    actor: Actor
    createdAt: DateTime!
    pullRequest: PullRequest
    reason: String
  }
  union PullRequestTimelineItems = AddedToMergeQueueEvent | RemovedFromMergeQueueEvent
  enum PullRequestTimelineItemsItemType { ADDED_TO_MERGE_QUEUE_EVENT REMOVED_FROM_MERGE_QUEUE_EVENT }
  type PullRequestCommit implements Node { id: ID! commit: Commit! url: URI! }
  type PullRequestChangedFile { path: String! additions: Int! deletions: Int! changeType: PatchStatus! }
  type PullRequest implements ${conversationInterfaces} {${conversationFields}
    state: PullRequestState!
    permalink: URI!
    isDraft: Boolean!
    isCrossRepository: Boolean!
    isInMergeQueue: Boolean!
    isMergeQueueEnabled: Boolean!
    merged: Boolean!
    mergedAt: DateTime
    mergedBy: Actor
    mergeCommit: Commit
    potentialMergeCommit: Commit
    mergeable: MergeableState!
    mergeStateStatus: MergeStateStatus!
    autoMergeRequest: AutoMergeRequest
    mergeQueue: MergeQueue
    mergeQueueEntry: MergeQueueEntry
    timelineItems(
      ${slice}, itemTypes: [PullRequestTimelineItemsItemType!], since: DateTime, skip: Int
    ): PullRequestTimelineItemsConnection!
    maintainerCanModify: Boolean!
    headRef: Ref
    headRefName: String!
    headRefOid: GitObjectID!
    headRepository: Repository
    headRepositoryOwner: RepositoryOwner
    baseRef: Ref
    baseRefName: String!
    baseRefOid: GitObjectID!
    baseRepository: Repository
    additions: Int!
    deletions: Int!
    changedFiles: Int!
    commits(${slice}): PullRequestCommitConnection!
    files(${slice}): PullRequestChangedFileConnection
    closingIssuesReferences(${slice}): IssueConnection
    statusCheckRollup: StatusCheckRollup
    reviewDecision: PullRequestReviewDecision
    reviewRequests(${slice}): ReviewRequestConnection
    reviews(${slice}, author: String, states: [PullRequestReviewState!]): PullRequestReviewConnection
    latestReviews(${slice}): PullRequestReviewConnection
    latestOpinionatedReviews(${slice}, writersOnly: Boolean = false): PullRequestReviewConnection
    reviewThreads(${slice}): PullRequestReviewThreadConnection!
    viewerLatestReview: PullRequestReview
  }
  ${connectionSchema("PullRequestCommit")}
  ${connectionSchema("PullRequestChangedFile")}
  ${connectionSchema("PullRequest")}
  ${connectionSchema("MergeQueueEntry")}
  ${connectionSchema("PullRequestTimelineItems")}`;

export const pullMutations = `
    createPullRequest(input: CreatePullRequestInput!): CreatePullRequestPayload
    updatePullRequest(input: UpdatePullRequestInput!): UpdatePullRequestPayload
    closePullRequest(input: ClosePullRequestInput!): ClosePullRequestPayload
    reopenPullRequest(input: ReopenPullRequestInput!): ReopenPullRequestPayload
    mergePullRequest(input: MergePullRequestInput!): MergePullRequestPayload
    updatePullRequestBranch(input: UpdatePullRequestBranchInput!): UpdatePullRequestBranchPayload
    enablePullRequestAutoMerge(input: EnablePullRequestAutoMergeInput!): EnablePullRequestAutoMergePayload
    disablePullRequestAutoMerge(input: DisablePullRequestAutoMergeInput!): DisablePullRequestAutoMergePayload
    enqueuePullRequest(input: EnqueuePullRequestInput!): EnqueuePullRequestPayload
    dequeuePullRequest(input: DequeuePullRequestInput!): DequeuePullRequestPayload
    markPullRequestReadyForReview(input: MarkPullRequestReadyForReviewInput!): MarkPullRequestReadyForReviewPayload
    convertPullRequestToDraft(input: ConvertPullRequestToDraftInput!): ConvertPullRequestToDraftPayload`;

export const pullInputs = `
  enum PullRequestUpdateState { CLOSED OPEN }
  enum PullRequestBranchUpdateMethod { MERGE REBASE }
  input CreatePullRequestInput {
    repositoryId: ID!
    baseRefName: String!
    headRefName: String!
    headRepositoryId: ID
    title: String!
    body: String
    draft: Boolean = false
    maintainerCanModify: Boolean = true
    clientMutationId: String
  }
  type CreatePullRequestPayload { pullRequest: PullRequest clientMutationId: String }
  input UpdatePullRequestInput {
    pullRequestId: ID!
    baseRefName: String
    title: String
    body: String
    state: PullRequestUpdateState
    maintainerCanModify: Boolean
    assigneeIds: [ID!]
    labelIds: [ID!]
    milestoneId: ID
    projectIds: [ID!]
    clientMutationId: String
  }
  type UpdatePullRequestPayload { pullRequest: PullRequest actor: Actor clientMutationId: String }
  input ClosePullRequestInput { pullRequestId: ID! clientMutationId: String }
  type ClosePullRequestPayload { pullRequest: PullRequest clientMutationId: String }
  input ReopenPullRequestInput { pullRequestId: ID! clientMutationId: String }
  type ReopenPullRequestPayload { pullRequest: PullRequest clientMutationId: String }
  input MergePullRequestInput {
    pullRequestId: ID!
    mergeMethod: PullRequestMergeMethod = MERGE
    commitHeadline: String
    commitBody: String
    expectedHeadOid: GitObjectID
    authorEmail: String
    clientMutationId: String
  }
  type MergePullRequestPayload { pullRequest: PullRequest actor: Actor clientMutationId: String }
  input UpdatePullRequestBranchInput {
    pullRequestId: ID!
    expectedHeadOid: GitObjectID
    updateMethod: PullRequestBranchUpdateMethod
    clientMutationId: String
  }
  type UpdatePullRequestBranchPayload { pullRequest: PullRequest clientMutationId: String }
  input EnablePullRequestAutoMergeInput {
    pullRequestId: ID!
    mergeMethod: PullRequestMergeMethod = MERGE
    commitHeadline: String
    commitBody: String
    authorEmail: String
    expectedHeadOid: GitObjectID
    clientMutationId: String
  }
  type EnablePullRequestAutoMergePayload { pullRequest: PullRequest actor: Actor clientMutationId: String }
  input DisablePullRequestAutoMergeInput { pullRequestId: ID! clientMutationId: String }
  type DisablePullRequestAutoMergePayload { pullRequest: PullRequest actor: Actor clientMutationId: String }
  input EnqueuePullRequestInput {
    pullRequestId: ID!
    expectedHeadOid: GitObjectID
    jump: Boolean
    clientMutationId: String
  }
  type EnqueuePullRequestPayload { mergeQueueEntry: MergeQueueEntry clientMutationId: String }
  input DequeuePullRequestInput { id: ID! clientMutationId: String }
  type DequeuePullRequestPayload { mergeQueueEntry: MergeQueueEntry clientMutationId: String }
  input MarkPullRequestReadyForReviewInput { pullRequestId: ID! clientMutationId: String }
  type MarkPullRequestReadyForReviewPayload { pullRequest: PullRequest clientMutationId: String }
  input ConvertPullRequestToDraftInput { pullRequestId: ID! clientMutationId: String }
  type ConvertPullRequestToDraftPayload { pullRequest: PullRequest clientMutationId: String }`;
