/** The part of GitHub's GraphQL schema that REST cannot do: review threads, and what leads to them. */
export const schemaText = `
  scalar URI
  type Query {
    viewer: User!
    repository(owner: String!, name: String!, followRenames: Boolean = true): Repository
    rateLimit: RateLimit
  }
  type Mutation {
    resolveReviewThread(input: ResolveReviewThreadInput!): ResolveReviewThreadPayload
    unresolveReviewThread(input: UnresolveReviewThreadInput!): UnresolveReviewThreadPayload
  }
  interface Actor { login: String! url: URI! }
  type User implements Actor { id: ID! login: String! url: URI! databaseId: Int }
  type RateLimit { limit: Int! cost: Int! remaining: Int! used: Int! }
  type Repository { id: ID! name: String! nameWithOwner: String! pullRequest(number: Int!): PullRequest }
  type PullRequest {
    id: ID!
    number: Int!
    title: String!
    state: PullRequestState!
    isDraft: Boolean!
    headRefName: String!
    headRefOid: String!
    baseRefName: String!
    author: Actor
    reviewThreads(first: Int, after: String): PullRequestReviewThreadConnection!
    latestOpinionatedReviews(first: Int, after: String, writersOnly: Boolean = false): PullRequestReviewConnection
  }
  enum PullRequestReviewState { PENDING COMMENTED APPROVED CHANGES_REQUESTED DISMISSED }
  type PullRequestReviewConnection {
    totalCount: Int!
    nodes: [PullRequestReview]
    pageInfo: PageInfo!
  }
  type Commit { id: ID! oid: String! }
  type PullRequestReview {
    id: ID!
    databaseId: Int
    state: PullRequestReviewState!
    body: String!
    submittedAt: String
    author: Actor
    commit: Commit
    url: URI!
  }
  enum PullRequestState { OPEN CLOSED MERGED }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type PullRequestReviewThreadConnection {
    totalCount: Int!
    nodes: [PullRequestReviewThread]
    pageInfo: PageInfo!
  }
  type PullRequestReviewThread {
    id: ID!
    isResolved: Boolean!
    isOutdated: Boolean!
    path: String!
    line: Int
    originalLine: Int
    startLine: Int
    resolvedBy: User
    comments(first: Int, after: String): PullRequestReviewCommentConnection!
  }
  type PullRequestReviewCommentConnection {
    totalCount: Int!
    nodes: [PullRequestReviewComment]
    pageInfo: PageInfo!
  }
  type PullRequestReviewComment {
    id: ID!
    databaseId: Int
    fullDatabaseId: String
    body: String!
    path: String!
    createdAt: String!
    updatedAt: String!
    author: Actor
    pullRequestReview: PullRequestReview
    url: URI!
  }
  input ResolveReviewThreadInput { threadId: ID! clientMutationId: String }
  input UnresolveReviewThreadInput { threadId: ID! clientMutationId: String }
  type ResolveReviewThreadPayload { thread: PullRequestReviewThread clientMutationId: String }
  type UnresolveReviewThreadPayload { thread: PullRequestReviewThread clientMutationId: String }`;
