import { ok } from "../answer.ts";
import type { Operation } from "../context.ts";
import { globalOperation } from "../operation.ts";
import { querySchema } from "./query.ts";

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
