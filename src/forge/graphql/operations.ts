import {
  type ExecutionResult,
  execute,
  GraphQLError,
  OverlappingFieldsCanBeMergedRule,
  parse,
  specifiedRules,
  validate,
} from "graphql";
import { z } from "zod";
import { ok } from "../answer.ts";
import type { Context } from "../context.ts";
import { globalOperation, type Operation } from "../operation.ts";
import { shownError } from "./errors.ts";
import { root } from "./root.ts";
import { schema } from "./schema.ts";

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
    return ok(shown(await answer(context)));
  },
});

type Asked = Context<
  unknown,
  {
    readonly query: string;
    readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
    readonly operationName?: string | null | undefined;
  }
>;

const answer = async ({ body, ...context }: Asked): Promise<ExecutionResult> => {
  const { query, variables, operationName } = body;
  try {
    const document = parse(query);
    const errors = validate(schema, document, rules);
    if (errors.length > 0) return { errors };
    return await execute({
      schema,
      document,
      rootValue: root,
      contextValue: context,
      variableValues: variables ?? {},
      ...(operationName ? { operationName } : {}),
    });
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
};

/** GitHub lets clients ask for the `state` of an issue and of a pull request side by side, whose types differ. */
const rules = specifiedRules.filter((rule) => rule !== OverlappingFieldsCanBeMergedRule);

const shown = ({ data, errors }: ExecutionResult) => ({
  ...(data === undefined ? {} : { data }),
  ...(errors === undefined ? {} : { errors: errors.map(shownError) }),
});

export const graphqlOperations: readonly Operation[] = [query];
