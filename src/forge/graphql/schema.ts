import { buildSchema } from "graphql";
import { checksSchema } from "./checks/schema.ts";
import { commonSchema } from "./common/schema.ts";
import { issueInputs, issueMutations, issuesSchema } from "./issues/schema.ts";
import { labelsSchema } from "./labels/schema.ts";
import { projectsSchema } from "./projects/schema.ts";
import { pullInputs, pullMutations, pullsSchema } from "./pulls/schema.ts";
import { repositoriesSchema, repositoryInputs, repositoryMutations } from "./repositories/schema.ts";
import { reviewInputs, reviewMutations, reviewsSchema } from "./reviews/schema.ts";
import { rulesSchema } from "./rules/schema.ts";
import { searchSchema } from "./search/schema.ts";
import { usersSchema } from "./users/schema.ts";

/** The text of the part of GitHub's GraphQL schema that people's clients use. */
export const schemaText = [
  commonSchema,
  usersSchema,
  repositoriesSchema,
  labelsSchema,
  projectsSchema,
  issuesSchema,
  pullsSchema,
  reviewsSchema,
  checksSchema,
  rulesSchema,
  searchSchema,
  `type Mutation {${repositoryMutations}${issueMutations}${pullMutations}${reviewMutations}}`,
  repositoryInputs,
  issueInputs,
  pullInputs,
  reviewInputs,
].join("\n");

/** Built unchecked, since checking takes longer: a test holds that the text is valid. */
export const schema = buildSchema(schemaText, { assumeValidSDL: true });
