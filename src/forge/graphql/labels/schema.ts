import { connectionSchema, slice } from "../common/schema.ts";

export const labelsSchema = `
  enum LabelOrderField { CREATED_AT NAME }
  input LabelOrder { field: LabelOrderField! direction: OrderDirection! }
  enum MilestoneState { CLOSED OPEN }
  enum MilestoneOrderField { CREATED_AT DUE_DATE NUMBER UPDATED_AT }
  input MilestoneOrder { field: MilestoneOrderField! direction: OrderDirection! }
  type Label implements Node {
    id: ID!
    name: String!
    color: String!
    description: String
    isDefault: Boolean!
    createdAt: DateTime
    updatedAt: DateTime
    url: URI!
  }
  type Milestone implements Node {
    id: ID!
    number: Int!
    title: String!
    description: String
    state: MilestoneState!
    closed: Boolean!
    url: URI!
    dueOn: DateTime
    createdAt: DateTime!
    updatedAt: DateTime!
    closedAt: DateTime
    creator: Actor
    progressPercentage: Float!
  }
  interface Labelable {
    labels(${slice}, orderBy: LabelOrder = { field: CREATED_AT, direction: ASC }): LabelConnection
  }
  ${connectionSchema("Label")}
  ${connectionSchema("Milestone")}`;
