import { commentFields, connectionSchema, slice } from "../common/schema.ts";

export const reviewsSchema = `
  enum PullRequestReviewState { APPROVED CHANGES_REQUESTED COMMENTED DISMISSED PENDING }
  enum PullRequestReviewEvent { APPROVE COMMENT DISMISS REQUEST_CHANGES }
  enum DiffSide { LEFT RIGHT }
  enum PullRequestReviewThreadSubjectType { FILE LINE }
  union RequestedReviewer = Bot | Team | User
  type Team implements Node { id: ID! name: String! slug: String! organization: Organization! }
  type ReviewRequest implements Node { id: ID! asCodeOwner: Boolean! requestedReviewer: RequestedReviewer }
  type PullRequestReview implements Node & Comment {
    id: ID!
    databaseId: Int
    fullDatabaseId: BigInt
    state: PullRequestReviewState!
    author: Actor
    authorAssociation: CommentAuthorAssociation!
    authorCanPushToRepository: Boolean!
    body: String!
    bodyText: String!
    createdAt: DateTime!
    updatedAt: DateTime!
    submittedAt: DateTime
    lastEditedAt: DateTime
    includesCreatedEdit: Boolean!
    isMinimized: Boolean!
    minimizedReason: String
    viewerDidAuthor: Boolean!
    reactionGroups: [ReactionGroup!]
    commit: Commit
    comments(${slice}): PullRequestReviewCommentConnection!
    pullRequest: PullRequest!
    url: URI!
  }
  type PullRequestReviewThread implements Node {
    id: ID!
    isResolved: Boolean!
    isOutdated: Boolean!
    isCollapsed: Boolean!
    path: String!
    line: Int
    startLine: Int
    originalLine: Int
    originalStartLine: Int
    diffSide: DiffSide!
    startDiffSide: DiffSide
    subjectType: PullRequestReviewThreadSubjectType!
    resolvedBy: User
    viewerCanReply: Boolean!
    viewerCanResolve: Boolean!
    viewerCanUnresolve: Boolean!
    comments(${slice}): PullRequestReviewCommentConnection!
    pullRequest: PullRequest!
  }
  type PullRequestReviewComment implements Node & Comment {${commentFields}
    path: String!
    line: Int
    startLine: Int
    originalLine: Int
    originalStartLine: Int
    diffHunk: String!
    outdated: Boolean!
    subjectType: PullRequestReviewThreadSubjectType!
    pullRequestReview: PullRequestReview
  }
  ${connectionSchema("ReviewRequest")}
  ${connectionSchema("PullRequestReview")}
  ${connectionSchema("PullRequestReviewThread")}
  ${connectionSchema("PullRequestReviewComment")}`;

export const reviewMutations = `
    addPullRequestReview(input: AddPullRequestReviewInput!): AddPullRequestReviewPayload
    submitPullRequestReview(input: SubmitPullRequestReviewInput!): SubmitPullRequestReviewPayload
    dismissPullRequestReview(input: DismissPullRequestReviewInput!): DismissPullRequestReviewPayload
    deletePullRequestReview(input: DeletePullRequestReviewInput!): DeletePullRequestReviewPayload
    requestReviews(input: RequestReviewsInput!): RequestReviewsPayload
    addPullRequestReviewThreadReply(input: AddPullRequestReviewThreadReplyInput!): AddPullRequestReviewThreadReplyPayload
    resolveReviewThread(input: ResolveReviewThreadInput!): ResolveReviewThreadPayload
    unresolveReviewThread(input: UnresolveReviewThreadInput!): UnresolveReviewThreadPayload`;

export const reviewInputs = `
  input DraftPullRequestReviewComment { path: String! position: Int! body: String! }
  input DraftPullRequestReviewThread {
    path: String!
    line: Int!
    side: DiffSide = RIGHT
    startLine: Int
    startSide: DiffSide = RIGHT
    body: String!
  }
  input AddPullRequestReviewInput {
    pullRequestId: ID!
    event: PullRequestReviewEvent
    body: String
    commitOID: GitObjectID
    comments: [DraftPullRequestReviewComment]
    threads: [DraftPullRequestReviewThread]
    clientMutationId: String
  }
  type AddPullRequestReviewPayload { pullRequestReview: PullRequestReview clientMutationId: String }
  input SubmitPullRequestReviewInput {
    pullRequestReviewId: ID
    pullRequestId: ID
    event: PullRequestReviewEvent!
    body: String
    clientMutationId: String
  }
  type SubmitPullRequestReviewPayload { pullRequestReview: PullRequestReview clientMutationId: String }
  input DismissPullRequestReviewInput { pullRequestReviewId: ID! message: String! clientMutationId: String }
  type DismissPullRequestReviewPayload { pullRequestReview: PullRequestReview clientMutationId: String }
  input DeletePullRequestReviewInput { pullRequestReviewId: ID! clientMutationId: String }
  type DeletePullRequestReviewPayload { pullRequestReview: PullRequestReview clientMutationId: String }
  input RequestReviewsInput {
    pullRequestId: ID!
    userIds: [ID!]
    teamIds: [ID!]
    union: Boolean = false
    clientMutationId: String
  }
  type RequestReviewsPayload { pullRequest: PullRequest actor: Actor clientMutationId: String }
  input AddPullRequestReviewThreadReplyInput {
    pullRequestReviewThreadId: ID!
    body: String!
    clientMutationId: String
  }
  type AddPullRequestReviewThreadReplyPayload { comment: PullRequestReviewComment clientMutationId: String }
  input ResolveReviewThreadInput { threadId: ID! clientMutationId: String }
  type ResolveReviewThreadPayload { thread: PullRequestReviewThread clientMutationId: String }
  input UnresolveReviewThreadInput { threadId: ID! clientMutationId: String }
  type UnresolveReviewThreadPayload { thread: PullRequestReviewThread clientMutationId: String }`;
