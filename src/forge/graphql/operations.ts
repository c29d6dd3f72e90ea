import { buildSchema, type ExecutionResult, graphql } from "graphql";
import { z } from "zod";
import { ok } from "../answer.ts";
import { globalOperation, type Operation } from "../operation.ts";
import { root } from "./resolvers.ts";
import { schemaText } from "./schema.ts";

const schema = buildSchema(schemaText);

/** GraphQL answers 200 whatever happens; what went wrong stands in `errors`. */
const query = globalOperation({
  id: "graphql",
  method: "POST",
  path: "/graphql",
  needs: "user",
  body: z.object({
    query: z.string(),
    variables: z.record(z.string(), z.unknown()).nullish(),
    operationName: z.string().nullish(),
  }),
  handle: async (context) => {
    const { query, variables, operationName } = context.body;
    const result = await graphql({
      schema,
      source: query,
      rootValue: root,
      contextValue: context,
      variableValues: variables ?? {},
      ...(operationName ? { operationName } : {}),
    });
    return ok(shown(result));
  },
});

/** GitHub puts an error's type beside its message. */
const shown = ({ data, errors }: ExecutionResult) => ({
  ...(data === undefined ? {} : { data }),
  ...(errors === undefined
    ? {}
    : {
        errors: errors.map(({ message, path, locations, extensions }) => ({
          type: extensions.type,
          path,
          locations,
          message,
        })),
      }),
});

export const graphqlOperations: readonly Operation[] = [query];
