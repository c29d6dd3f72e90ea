import { connectionSchema, slice } from "../common/schema.ts";

export const usersSchema = `
  interface Actor { login: String! url: URI! avatarUrl(size: Int): URI! }
  interface RepositoryOwner {
    id: ID!
    login: String!
    url: URI!
    avatarUrl(size: Int): URI!
    repositories(${slice}, isFork: Boolean, isArchived: Boolean, privacy: RepositoryPrivacy,
      visibility: RepositoryVisibility, orderBy: RepositoryOrder,
      ownerAffiliations: [RepositoryAffiliation] = [OWNER, COLLABORATOR]): RepositoryConnection!
    repository(name: String!, followRenames: Boolean = true): Repository
  }
  type User implements Node & Actor & RepositoryOwner {
    id: ID!
    login: String!
    url: URI!
    avatarUrl(size: Int): URI!
    databaseId: Int
    name: String
    email: String!
    createdAt: DateTime!
    isViewer: Boolean!
    organizations(${slice}): OrganizationConnection!
    repositories(${slice}, isFork: Boolean, isArchived: Boolean, privacy: RepositoryPrivacy,
      visibility: RepositoryVisibility, orderBy: RepositoryOrder,
      ownerAffiliations: [RepositoryAffiliation] = [OWNER, COLLABORATOR]): RepositoryConnection!
    repository(name: String!, followRenames: Boolean = true): Repository
  }
  type Bot implements Node & Actor {
    id: ID!
    login: String!
    url: URI!
    avatarUrl(size: Int): URI!
    databaseId: Int
    createdAt: DateTime!
  }
  type Organization implements Node & Actor {
    id: ID!
    login: String!
    url: URI!
    avatarUrl(size: Int): URI!
    name: String
    teams(${slice}, orderBy: TeamOrder, query: String): TeamConnection!
    projects(${slice}, states: [ProjectState!], orderBy: ProjectOrder): ProjectConnection!
  }
  enum RepositoryAffiliation { COLLABORATOR ORGANIZATION_MEMBER OWNER }
  enum TeamOrderField { NAME }
  input TeamOrder { field: TeamOrderField! direction: OrderDirection! }
  ${connectionSchema("Team")}
  ${connectionSchema("User")}
  ${connectionSchema("Organization")}`;
