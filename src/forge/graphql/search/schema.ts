export const searchSchema = `
  enum SearchType { ISSUE ISSUE_ADVANCED REPOSITORY USER }
  union SearchResultItem = Issue | PullRequest | Repository | User
  type SearchResultItemEdge { cursor: String! node: SearchResultItem }
  type SearchResultItemConnection {
    edges: [SearchResultItemEdge]
    nodes: [SearchResultItem]
    pageInfo: PageInfo!
    issueCount: Int!
    repositoryCount: Int!
    userCount: Int!
  }`;
