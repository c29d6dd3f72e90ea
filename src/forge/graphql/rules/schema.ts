import { slice } from "../common/schema.ts";

const types = `
  BRANCH_NAME_PATTERN COMMITTER_EMAIL_PATTERN COMMIT_AUTHOR_EMAIL_PATTERN COMMIT_MESSAGE_PATTERN CREATION DELETION
  FILE_EXTENSION_RESTRICTION FILE_PATH_RESTRICTION MAX_FILE_PATH_LENGTH MAX_FILE_SIZE MERGE_QUEUE NON_FAST_FORWARD
  PULL_REQUEST REQUIRED_LINEAR_HISTORY REQUIRED_SIGNATURES REQUIRED_STATUS_CHECKS TAG_NAME_PATTERN UPDATE`;

export const rulesSchema = `
  enum RepositoryRuleType {${types} }
  type StatusCheckConfiguration { context: String! integrationId: Int }
  type RequiredStatusChecksParameters {
    doNotEnforceOnCreate: Boolean!
    requiredStatusChecks: [StatusCheckConfiguration!]!
    strictRequiredStatusChecksPolicy: Boolean!
  }
  type PullRequestParameters {
    allowedMergeMethods: [String!]
    dismissStaleReviewsOnPush: Boolean!
    requireCodeOwnerReview: Boolean!
    requireLastPushApproval: Boolean!
    requiredApprovingReviewCount: Int!
    requiredReviewThreadResolution: Boolean!
  }
  union RuleParameters = PullRequestParameters | RequiredStatusChecksParameters
  type RepositoryRule implements Node { id: ID! type: RepositoryRuleType! parameters: RuleParameters }
  type RepositoryRuleEdge { cursor: String! node: RepositoryRule }
  type RepositoryRuleConnection {
    edges: [RepositoryRuleEdge]
    nodes: [RepositoryRule]
    pageInfo: PageInfo!
    totalCount: Int!
  }
  type RefUpdateRule {
    allowsDeletions: Boolean!
    allowsForcePushes: Boolean!
    blocksCreations: Boolean!
    pattern: String!
    requiredApprovingReviewCount: Int
    requiredStatusCheckContexts: [String]
    requiresCodeOwnerReviews: Boolean!
    requiresConversationResolution: Boolean!
    requiresLinearHistory: Boolean!
    requiresSignatures: Boolean!
    viewerCanPush: Boolean!
  }
  type BranchProtectionRule {
    requiresStrictStatusChecks: Boolean!
    requiredApprovingReviewCount: Int
  }`;

/** What a ref tells of the rules on it. */
export const ruleFields = `
    branchProtectionRule: BranchProtectionRule
    refUpdateRule: RefUpdateRule
    rules(${slice}): RepositoryRuleConnection`;
