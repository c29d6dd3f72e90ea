import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  OverlappingFieldsCanBeMergedRule,
  parse,
  specifiedRules,
  validate,
} from "graphql";
import { throwOnDepth } from "../body.ts";
import type { RequestContext } from "../context.ts";
import { throwOnCost } from "./cost.ts";
import { shownError } from "./errors.ts";
import { fieldResolver } from "./field-resolver.ts";
import type { GraphQLRequest } from "./query.ts";
import { root } from "./root.ts";
import { schema } from "./schema.ts";

/** What a query is answered; what went wrong stands in `errors`. */
export const answer = async (context: RequestContext<unknown, GraphQLRequest>) =>
  shown(await resultOf(context));

const resultOf = async ({
  body,
  ...context
}: RequestContext<unknown, GraphQLRequest>): Promise<ExecutionResult> => {
  const { query, variables, operationName } = body;
  try {
    const { document, errors } = read(query);
    if (errors.length > 0) return { errors };
    throwOnCost(document, variables ?? {});
    return await execute({
      schema,
      document,
      rootValue: root,
      contextValue: context,
      fieldResolver,
      variableValues: variables ?? {},
      ...(operationName ? { operationName } : {}),
    });
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
};

/** A query as it was read: programs ask the same ones all the time. */
interface ReadQuery {
  readonly document: DocumentNode;
  readonly errors: readonly GraphQLError[];
}

const known = new Map<string, ReadQuery>();

/** Queries that are remembered, and the longest of them, in characters. */
const remembered = { most: 100, longest: 10_000 };

/** @throws GraphQLError when it is no query. @throws HttpError when it is nested too deeply. */
const read = (query: string): ReadQuery => {
  const found = known.get(query);
  if (found) return found;
  throwOnDepth(query);
  const document = parse(query, { maxTokens: 20_000 });
  const one = { document, errors: validate(schema, document, rules) };
  if (known.size >= remembered.most) known.clear();
  if (query.length <= remembered.longest) known.set(query, one);
  return one;
};

/** GitHub lets clients ask for the `state` of an issue and of a pull request side by side, whose types differ. */
const rules = specifiedRules.filter((rule) => rule !== OverlappingFieldsCanBeMergedRule);

const shown = ({ data, errors }: ExecutionResult) => ({
  ...(data === undefined ? {} : { data }),
  ...(errors === undefined ? {} : { errors: errors.map(shownError) }),
});
