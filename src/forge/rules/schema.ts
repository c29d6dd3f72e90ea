import { z } from "zod";

export const rulesSchema = `
  create table branch_protections (
    repository_id integer not null references repositories (id) on delete cascade,
    branch text not null,
    settings text not null,
    primary key (repository_id, branch)
  );
  create table rulesets (
    id integer primary key autoincrement,
    repository_id integer not null references repositories (id) on delete cascade,
    name text not null,
    target text not null,
    enforcement text not null,
    bypass_actors text not null,
    conditions text not null,
    rules text not null,
    created_at text not null,
    updated_at text not null,
    unique (repository_id, name)
  );
  create table merge_facts (
    repository_id integer not null references repositories (id) on delete cascade,
    base_sha text not null,
    head_sha text not null,
    facts text not null,
    primary key (repository_id, base_sha, head_sha)
  ) without rowid;
  alter table pulls add column head_pusher_id integer references users (id)`;

const plain = <const Type extends string>(type: Type) => z.object({ type: z.literal(type) });
const of = <const Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), parameters: z.object(shape) });
const pattern = <const Type extends string>(type: Type) =>
  of(type, {
    name: z.string().optional(),
    negate: z.boolean().default(false),
    operator: z.enum(["starts_with", "ends_with", "contains", "regex"]),
    pattern: z.string(),
  });

const requiredCheck = z.object({ context: z.string().min(1), integration_id: z.int().optional() });

/** A rule that the forge enforces, as GitHub's rulesets write it. */
export const rule = z.discriminatedUnion("type", [
  plain("creation"),
  plain("deletion"),
  plain("non_fast_forward"),
  plain("required_linear_history"),
  plain("required_signatures"),
  z.object({
    type: z.literal("update"),
    parameters: z.object({ update_allows_fetch_and_merge: z.boolean() }).optional(),
  }),
  of("pull_request", {
    allowed_merge_methods: z
      .array(z.enum(["merge", "squash", "rebase"]))
      .min(1)
      .optional(),
    dismiss_stale_reviews_on_push: z.boolean().default(false),
    require_code_owner_review: z.boolean().default(false),
    require_last_push_approval: z.boolean().default(false),
    required_approving_review_count: z.int().min(0).max(10).default(0),
    required_review_thread_resolution: z.boolean().default(false),
  }),
  of("required_status_checks", {
    do_not_enforce_on_create: z.boolean().default(false),
    required_status_checks: z.array(requiredCheck),
    strict_required_status_checks_policy: z.boolean().default(false),
  }),
  of("merge_queue", {
    check_response_timeout_minutes: z.int().min(1).max(360).default(60),
    grouping_strategy: z.enum(["ALLGREEN", "HEADGREEN"]).default("ALLGREEN"),
    max_entries_to_build: z.int().min(0).max(100).default(5),
    max_entries_to_merge: z.int().min(0).max(100).default(5),
    merge_method: z.enum(["MERGE", "SQUASH", "REBASE"]).default("MERGE"),
    min_entries_to_merge: z.int().min(0).max(100).default(1),
    min_entries_to_merge_wait_minutes: z.int().min(0).max(360).default(5),
  }),
  of("file_path_restriction", { restricted_file_paths: z.array(z.string()) }),
  of("file_extension_restriction", { restricted_file_extensions: z.array(z.string()) }),
  of("max_file_path_length", { max_file_path_length: z.int().min(1).max(32_767) }),
  of("max_file_size", { max_file_size: z.int().min(1).max(100) }),
  pattern("commit_message_pattern"),
  pattern("commit_author_email_pattern"),
  pattern("committer_email_pattern"),
  pattern("branch_name_pattern"),
  pattern("tag_name_pattern"),
]);
export type RefRule = z.output<typeof rule>;
export type RuleType = RefRule["type"];
export type RuleOf<Type extends RuleType> = Extract<RefRule, { type: Type }>;

const actors = z
  .object({
    users: z.array(z.string()).default([]),
    teams: z.array(z.string()).default([]),
    apps: z.array(z.string()).default([]),
  })
  .default({ users: [], teams: [], apps: [] });

const checkPolicy = z.object({
  strict: z.boolean().default(false),
  contexts: z.array(z.string()).default([]),
  checks: z.array(z.object({ context: z.string(), app_id: z.int().nullish() })).optional(),
});

const reviewPolicy = z.object({
  dismissal_restrictions: actors.optional(),
  dismiss_stale_reviews: z.boolean().default(false),
  require_code_owner_reviews: z.boolean().default(false),
  required_approving_review_count: z.int().min(0).max(6).default(1),
  require_last_push_approval: z.boolean().default(false),
  bypass_pull_request_allowances: actors.optional(),
});

/** A branch's protection as `PUT …/protection` takes it. */
export const protection = z.object({
  required_status_checks: checkPolicy.nullable(),
  enforce_admins: z.boolean().nullable(),
  required_pull_request_reviews: reviewPolicy.nullable(),
  restrictions: actors.nullable(),
  required_linear_history: z.boolean().default(false),
  allow_force_pushes: z.boolean().nullish().transform(Boolean),
  allow_deletions: z.boolean().default(false),
  block_creations: z.boolean().default(false),
  required_conversation_resolution: z.boolean().default(false),
  lock_branch: z.boolean().default(false),
  allow_fork_syncing: z.boolean().default(false),
  required_signatures: z.boolean().default(false),
});
export type Protection = z.output<typeof protection>;
export type Actors = z.output<typeof actors>;

export const bypassActor = z.object({
  actor_id: z.int().nullish(),
  actor_type: z.enum(["Integration", "OrganizationAdmin", "RepositoryRole", "Team", "DeployKey", "User"]),
  bypass_mode: z.enum(["always", "pull_request", "exempt"]).default("always"),
});
export type BypassActor = z.output<typeof bypassActor>;

export const refConditions = z.object({
  ref_name: z.object({ include: z.array(z.string()).default([]), exclude: z.array(z.string()).default([]) }),
});
export type RefConditions = z.output<typeof refConditions>;
