import { z } from "zod";
import { ok } from "../answer.ts";
import { globalOperation, type Operation } from "../operation.ts";

const querySchema = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});
export type Query = z.output<typeof querySchema>;

/** GraphQL answers 200 whatever happens. What it takes is loaded when it is first asked: much, and often not needed. */
const query = globalOperation({
  id: "graphql",
  method: "POST",
  path: "/graphql",
  needs: "user",
  body: querySchema,
  handle: async (context) => {
    const { answer } = await import("./answer.ts");
    return ok(await answer(context));
  },
});

export const graphqlOperations: readonly Operation[] = [query];
