import { connectionSchema } from "../common/schema.ts";

/** The forge has no projects, but gh asks which of them an issue is in: always none. */
export const projectsSchema = `
  enum ProjectState { CLOSED OPEN }
  enum ProjectOrderField { CREATED_AT NAME UPDATED_AT }
  input ProjectOrder { field: ProjectOrderField! direction: OrderDirection! }
  enum ProjectCardArchivedState { ARCHIVED NOT_ARCHIVED }
  type Project implements Node { id: ID! name: String! number: Int! body: String resourcePath: URI! }
  type ProjectColumn { name: String! }
  type ProjectCard implements Node { id: ID! project: Project! column: ProjectColumn }
  type ProjectV2 implements Node { id: ID! number: Int! title: String! url: URI! closed: Boolean! resourcePath: URI! }
  type ProjectV2ItemFieldSingleSelectValue implements Node { id: ID! name: String optionId: String }
  union ProjectV2ItemFieldValue = ProjectV2ItemFieldSingleSelectValue
  type ProjectV2Item implements Node {
    id: ID!
    project: ProjectV2!
    fieldValueByName(name: String!): ProjectV2ItemFieldValue
  }
  ${connectionSchema("Project")}
  ${connectionSchema("ProjectCard")}
  ${connectionSchema("ProjectV2Item")}`;
