/** What every topic's types are made of. */
export const commonSchema = `
  scalar URI
  scalar DateTime
  scalar GitObjectID
  scalar GitSSHRemote
  scalar BigInt
  enum OrderDirection { ASC DESC }
  interface Node { id: ID! }
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  type RateLimit { limit: Int! cost: Int! remaining: Int! used: Int! resetAt: DateTime! }
  type Query {
    viewer: User!
    user(login: String!): User
    organization(login: String!): Organization
    repositoryOwner(login: String!): RepositoryOwner
    repository(owner: String!, name: String!, followRenames: Boolean = true): Repository
    node(id: ID!): Node
    nodes(ids: [ID!]!): [Node]!
    search(
      query: String!, type: SearchType!, first: Int, after: String, last: Int, before: String
    ): SearchResultItemConnection!
    rateLimit: RateLimit
  }`;

/** A connection's type and its edges', for a type of nodes. */
export const connectionSchema = (node: string, more = ""): string => `
  type ${node}Edge { cursor: String! node: ${node} }
  type ${node}Connection { edges: [${node}Edge] nodes: [${node}] pageInfo: PageInfo! totalCount: Int! ${more} }`;

/** The arguments of a connection. */
export const slice = "first: Int, after: String, last: Int, before: String";

/** What everything that somebody wrote has: who, what, and when. */
export const writtenFields = `
    author: Actor
    authorAssociation: CommentAuthorAssociation!
    body: String!
    bodyText: String!
    createdAt: DateTime!
    updatedAt: DateTime!
    lastEditedAt: DateTime
    includesCreatedEdit: Boolean!`;

/** What comments have beside the place where they stand. */
export const commentFields = `
    id: ID!
    databaseId: Int
    fullDatabaseId: BigInt${writtenFields}
    isMinimized: Boolean!
    minimizedReason: String
    viewerDidAuthor: Boolean!
    reactionGroups: [ReactionGroup!]
    url: URI!`;
