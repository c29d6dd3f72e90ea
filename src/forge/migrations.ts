import { accountsSchema, tokenHashesSchema } from "./accounts.ts";
import { schedulesSchema } from "./actions/schedules/table.ts";
import { jobsSchema, rerunsSchema } from "./actions/schema.ts";
import { secretsSchema } from "./actions/secrets/table.ts";
import { appsSchema, tokenScopesSchema } from "./apps/table.ts";
import { jobIdsSchema } from "./check-runs/of-workflows.ts";
import { checksSchema } from "./check-runs/table.ts";
import { issueOrderSchema, issuesSchema } from "./issues/schema.ts";
import { mergingSchema } from "./pulls/merging/schema.ts";
import { pullsSchema } from "./pulls/schema.ts";
import { forksSchema } from "./repositories/forks/table.ts";
import { repositoriesSchema } from "./repositories/table.ts";
import { reviewsSchema } from "./reviews/schema.ts";
import { rulesSchema } from "./rules/schema.ts";
import { statusesSchema } from "./statuses/table.ts";
import { actionsSchema } from "./workflow-runs/runs.ts";

/** The database's versions, oldest first: only ever add at the end. */
export const migrations: readonly string[] = [
  accountsSchema,
  repositoriesSchema,
  issuesSchema,
  pullsSchema,
  reviewsSchema,
  statusesSchema,
  checksSchema,
  actionsSchema,
  jobsSchema,
  appsSchema,
  forksSchema,
  schedulesSchema,
  rerunsSchema,
  tokenHashesSchema,
  jobIdsSchema,
  issueOrderSchema,
  rulesSchema,
  mergingSchema,
  secretsSchema,
  tokenScopesSchema,
];
