import { buildSchema } from "graphql";
import { checksSchema } from "./checks/schema.ts";
import { commonSchema } from "./common/schema.ts";
import { issueInputs, issueMutations, issuesSchema } from "./issues/schema.ts";
import { labelsSchema } from "./labels/schema.ts";
import { projectsSchema } from "./projects/schema.ts";
import { pullInputs, pullMutations, pullsSchema } from "./pulls/schema.ts";
import { repositoriesSchema } from "./repositories/schema.ts";
import { reviewInputs, reviewMutations, reviewsSchema } from "./reviews/schema.ts";
import { searchSchema } from "./search/schema.ts";
import { usersSchema } from "./users/schema.ts";

/** The part of GitHub's GraphQL schema that people's clients use. */
export const schema = buildSchema(
  [
    commonSchema,
    usersSchema,
    repositoriesSchema,
    labelsSchema,
    projectsSchema,
    issuesSchema,
    pullsSchema,
    reviewsSchema,
    checksSchema,
    searchSchema,
    `type Mutation {${issueMutations}${pullMutations}${reviewMutations}}`,
    issueInputs,
    pullInputs,
    reviewInputs,
  ].join("\n"),
);
