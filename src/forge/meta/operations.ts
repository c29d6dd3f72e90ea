import { ok } from "../answer.ts";
import { globalOperation, type Operation } from "../operation.ts";

const rateLimit = globalOperation({
  id: "rate-limit/get",
  method: "GET",
  path: "/rate_limit",
  needs: "none",
  handle: ({ limits }) => {
    const { limit, used, reset } = limits.current();
    const core = { limit, used, remaining: Math.max(0, limit - used), reset };
    const search = { limit: 30, used: 0, remaining: 30, reset };
    return ok({ resources: { core, search, graphql: core, integration_manifest: core }, rate: core });
  },
});

export const metaOperations: readonly Operation[] = [rateLimit];
