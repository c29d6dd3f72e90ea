import { actionsOperations } from "./actions/operations.ts";
import { appsOperations } from "./apps/operations.ts";
import { branchesOperations } from "./branches/operations.ts";
import { checksOperations } from "./checks/operations.ts";
import type { Operation } from "./context.ts";
import { gitDataOperations } from "./git-data/operations.ts";
import { graphqlOperations } from "./graphql/operations.ts";
import { issuesOperations } from "./issues/operations.ts";
import { metaOperations } from "./meta/operations.ts";
import { protectionsOperations } from "./protections/operations.ts";
import { pullsOperations } from "./pulls/operations.ts";
import { repositoriesOperations } from "./repositories/operations.ts";
import { reviewsOperations } from "./reviews/operations.ts";
import { searchOperations } from "./search/operations.ts";
import { statusesOperations } from "./statuses/operations.ts";
import { usersOperations } from "./users/operations.ts";

/** Everything that the forge serves. */
export const operations: readonly Operation[] = [
  ...metaOperations,
  ...usersOperations,
  ...appsOperations,
  ...repositoriesOperations,
  ...branchesOperations,
  ...protectionsOperations,
  ...gitDataOperations,
  ...issuesOperations,
  ...pullsOperations,
  ...reviewsOperations,
  ...statusesOperations,
  ...checksOperations,
  ...actionsOperations,
  ...searchOperations,
  ...graphqlOperations,
];
