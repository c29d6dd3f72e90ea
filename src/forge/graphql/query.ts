import { z } from "zod";

/** A request of GraphQL, as it comes by HTTP. */
export const querySchema = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});
export type GraphQLRequest = z.output<typeof querySchema>;
