import { connectionSchema, slice } from "../common/schema.ts";

export const checksSchema = `
  enum StatusState { ERROR EXPECTED FAILURE PENDING SUCCESS }
  enum CheckStatusState { COMPLETED IN_PROGRESS PENDING QUEUED REQUESTED WAITING }
  enum CheckConclusionState {
    ACTION_REQUIRED CANCELLED FAILURE NEUTRAL SKIPPED STALE STARTUP_FAILURE SUCCESS TIMED_OUT
  }
  enum CheckRunState {
    ACTION_REQUIRED CANCELLED COMPLETED FAILURE IN_PROGRESS NEUTRAL PENDING QUEUED SKIPPED STALE STARTUP_FAILURE
    SUCCESS TIMED_OUT WAITING
  }
  interface RequirableByPullRequest { isRequired(pullRequestId: ID, pullRequestNumber: Int): Boolean! }
  type App implements Node { id: ID! databaseId: Int name: String! slug: String! }
  type Workflow implements Node { id: ID! databaseId: Int name: String! }
  type WorkflowRun implements Node {
    id: ID!
    databaseId: Int
    event: String!
    runNumber: Int!
    workflow: Workflow!
    createdAt: DateTime!
    updatedAt: DateTime!
    url: URI!
  }
  type CheckSuite implements Node { id: ID! databaseId: Int app: App workflowRun: WorkflowRun }
  ${connectionSchema("CheckSuite")}
  type CheckRun implements Node & RequirableByPullRequest {
    id: ID!
    databaseId: Int
    name: String!
    status: CheckStatusState!
    conclusion: CheckConclusionState
    startedAt: DateTime
    completedAt: DateTime
    detailsUrl: URI
    url: URI!
    title: String
    summary: String
    text: String
    checkSuite: CheckSuite!
    isRequired(pullRequestId: ID, pullRequestNumber: Int): Boolean!
  }
  type StatusContext implements Node & RequirableByPullRequest {
    id: ID!
    context: String!
    state: StatusState!
    description: String
    targetUrl: URI
    createdAt: DateTime!
    creator: Actor
    isRequired(pullRequestId: ID, pullRequestNumber: Int): Boolean!
  }
  union StatusCheckRollupContext = CheckRun | StatusContext
  type CheckRunStateCount { state: CheckRunState! count: Int! }
  type StatusContextStateCount { state: StatusState! count: Int! }
  type StatusCheckRollupContextEdge { cursor: String! node: StatusCheckRollupContext }
  type StatusCheckRollupContextConnection {
    edges: [StatusCheckRollupContextEdge]
    nodes: [StatusCheckRollupContext]
    pageInfo: PageInfo!
    totalCount: Int!
    checkRunCount: Int!
    checkRunCountsByState: [CheckRunStateCount!]
    statusContextCount: Int!
    statusContextCountsByState: [StatusContextStateCount!]
  }
  type StatusCheckRollup implements Node {
    id: ID!
    state: StatusState!
    commit: Commit
    contexts(${slice}): StatusCheckRollupContextConnection!
  }`;
