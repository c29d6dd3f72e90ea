import { accountsSchema } from "./accounts.ts";
import { issuesSchema } from "./issues/schema.ts";
import { repositoriesSchema } from "./repositories/table.ts";

/** The database's versions, oldest first: only ever add at the end. */
export const migrations: readonly string[] = [accountsSchema, repositoriesSchema, issuesSchema];
